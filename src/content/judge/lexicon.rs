//! Words that page furniture is made of, in some twenty languages.
//!
//! Gives the hashes of words with the groups they belong to as bits; [`Vocabulary`](super::vocabulary::Vocabulary) looks them up. What a group means is for the learnt
//! model to find out; a word stands in each group it may speak for. Scripts that set no spaces are listed by pairs of
//! characters, as [`Wording`](super::wording::Wording) reads them.

/// How many groups there are: bits `0..GROUPS` of a mask.
pub(super) const GROUPS: usize = GROUP_WORDS.len();

/// Bit of the group of words that carry no meaning of their own (articles, prepositions), last in the list.
pub(super) const FUNCTION: u32 = 1 << (GROUPS - 1);

/// Where a word's hash starts.
pub(super) const SEED: u32 = 0x811c_9dc5;

/// A word's hash after one more of its characters, in lower case (FNV-1a on code points).
#[inline]
pub(super) const fn step(hash: u32, c: u32) -> u32 {
    (hash ^ c).wrapping_mul(0x0100_0193)
}

/// The mask of the group of this name.
pub(super) const fn group(name: &str) -> u32 {
    let mut at = 0;
    while at < GROUPS {
        if same(GROUP_WORDS[at].0, name) {
            return 1 << at;
        }
        at += 1;
    }
    panic!("no such group")
}

const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while at < a.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// Names of the groups, in the order of their bits.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    GROUP_WORDS.iter().map(|(name, _)| *name)
}

/// Every word of every group: its hash, and its group's mask. A word of several groups comes more than once.
pub(super) fn words() -> impl Iterator<Item = (u32, u32)> {
    let of = |(bit, (_, words)): (usize, &(_, &'static str))| {
        words.split_ascii_whitespace().map(move |word| (hash(word), 1 << bit))
    };
    GROUP_WORDS.iter().enumerate().flat_map(of)
}

/// The hash of a word that is in lower case.
pub(super) fn hash(word: &str) -> u32 {
    word.chars().fold(SEED, |hash, c| step(hash, u32::from(c)))
}

const GROUP_WORDS: &[(&str, &str)] = &[
    (
        "share",
        "share shares shared sharing teilen teile partager partagez partage compartir comparte compartilhar \
         compartilhe partilhar condividi condividere delen deel dela del jaa udostępnij podziel paylaş поделиться \
         поделитесь поширити 分享 共有 シェ 공유 chia bagikan شارك مشاركة sdílet megosztás megosztom κοινοποίηση \
         distribuie send senden envoyer enviar invia copy kopieren link enlace lien empfehlen weiterleiten forward",
    ),
    (
        "social",
        "facebook twitter whatsapp instagram linkedin telegram pinterest youtube tiktok reddit email mail e-mail tumblr \
         flipboard xing messenger bluesky threads mastodon rss line viber vk вконтакте одноклассники 微信 微博 推特 脸书 \
         snapchat pocket google weibo wechat podcast spotify truth gab parler gettr getpocket signal fb tweet",
    ),
    (
        "comment",
        "comment comments commented commenting commenter commenters kommentar kommentare kommentieren kommentarer \
         commentaire commentaires commenter comentario comentarios comentar comentário comentários commento commenti \
         commenta reactie reacties reageer reageren kommentti kommentit komentarz komentarze komentar komentari yorum \
         yorumlar комментарий комментарии комментариев комментировать коментар 评论 評論 留言 跟帖 コメ 댓글 bình luận \
         تعليق تعليقات التعليقات komentář komentáře hozzászólás σχόλια σχόλιο reply replies replied antworten antwort répondre \
         réponse responder respuesta rispondi resposta disqus moderated moderation moderator moderatoren forum \
         discussion diskussion diskutieren debate debattieren discuter user users leserbrief leser gast guest \
         upvote downvote likes dislike flag netiquette svara svar odpowiedz ответить",
    ),
    (
        "related",
        "related ähnliche ähnlich verwandte weitere zum thema similaires connexes relacionada relacionadas relacionado \
         relacionados correlati correlate gerelateerd gerelateerde recommended recommend recommendations empfohlen \
         empfehlungen recommandé recommandés recomendado recomendados trending popular beliebt beliebte beliebteste meistgelesen \
         meistgelesene viewed latest neueste aktuelle neuste top stories story articles artikel articoli artículos \
         noticias nachrichten artigos artiklar populaire populaires consigliati relaterte relaterade powiązane \
         polecane podobne najnowsze ilgili benzer похожие связанные материалы новости 相关 相關 推荐 热门 新闻 関連 おす 関る \
         ランキ 人気 관련 인기 liên quan terkait terpopuler populer ذات صلة související kapcsolódó picks editors editor's mehr more",
    ),
    (
        "read-more",
        "read more reading lesen weiterlesen mehr lire suite aussi leer más tambien también leggi anche leia mais lees \
         meer ook läs mer også lue myös czytaj więcej też devamı devam oku читать читайте далее также подробнее 阅读 更多 \
         続き 記事 더보 xem thêm baca juga selengkapnya اقرأ المزيد أيضا continue continued see siehe auch voir ver vedi also zobacz \
         číst víc tovább διαβάστε next previous suivant précédent siguiente anterior nächster vorheriger älter neuer",
    ),
    (
        "copyright",
        "copyright copyrights © reserved rights rechte vorbehalten droits réservés tous derechos reservados todos diritti \
         riservati riproduzione riservata rechten voorbehouden rettigheder rettigheter rättigheter oikeudet pidätetään \
         zastrzeżone prawa hakları saklıdır права защищены 版权 版權 所有 转载 轉載 未经 無断 転載 禁止 저작 재배 무단 금지 hak cipta \
         حقوق محفوظة الحقوق všechna práva vyhrazena jogok δικαιωμάτων republish republished redistribute rewritten \
         reproduction reproduced reproducir permission prohibited syndicated license licence lizenz icp 备案 許可",
    ),
    (
        "legal",
        "terms privacy policy policies conditions impressum imprint datenschutz datenschutzerklärung agb \
         nutzungsbedingungen nutzungsbasierte mentions légales confidentialité cgu cgv condiciones aviso legal \
         privacidad privacidade términos termos termini legali voorwaarden integritet integritetspolicy polityka \
         prywatności regulamin gizlilik kullanım политика конфиденциальности соглашение 隐私 隱私 条款 プラ 規約 개인 약관 \
         kebijakan privasi pedoman الخصوصية شروط disclaimer barrierefreiheit accessibility gdpr dsgvo ccpa ombudsman",
    ),
    (
        "contact",
        "contact contacts kontakt contacto contactez contatti contato contactar about über advertise mediadaten werben \
         annoncer careers jobs karriere stellen help hilfe aide ayuda aiuto ajuda faq sitemap feedback 联系 关于 我们 問い 会社 \
         contáctanos 문의 hubungi kami tentang redaksi اتصل من نحن o nas redakcja контакты о редакция redaktion redazione \
         rédaction customer service kundenservice leserservice phone telefon fax tel address adresse dirección",
    ),
    (
        "cookie",
        "cookie cookies consent zustimmen zustimmung akzeptieren akzeptiere accept accepter aceptar accetta aceitar \
         consentement consentimiento consenso javascript browser enable enabled disabled aktivieren aktiviert tracking \
         adblock adblocker blocker einwilligung einstellungen settings partners partenaires traceurs datenschutz \
         personenbezogene extern externen externer inhalte inhalt embed embedded eingebettet eingebunden angezeigt \
         plików ciasteczek çerez куки 使用 しま",
    ),
    (
        "subscribe",
        "subscribe subscribed subscriber subscribers subscription newsletter newsletters abonnieren abonniere abo abos \
         abonnement abonnements abonnent abonnenten abonner abonnez abonnés suscríbete suscribirse suscripción \
         suscriptores boletín iscriviti iscrizione abbonati abbonamento assine assinar assinante inscreva nieuwsbrief \
         abonneer prenumerera prenumerant nyhetsbrev tilaa subskrybuj prenumerata abone подписаться подписка \
         подпишитесь рассылка 订阅 訂閱 購読 会員 有料 구독 đăng ký daftar langganan berlangganan اشترك النشرة premium plus inbox free \
         gratis kostenlos kostenlose testen probeabo trial unlimited exclusive digital probemonat monatlich month monat \
         odebírat feliratkozás εγγραφή hírlevél bülten alerts benachrichtigungen notifications push",
    ),
    (
        "login",
        "login log logged sign signup anmelden anmeldung einloggen ausloggen registrieren registrierung connexion \
         connecter connectez inscription inscrire iniciar sesión cerrar regístrate registrarse accedi registrati esci \
         entrar cadastre inloggen aanmelden logga logg kirjaudu zaloguj zarejestruj giriş üye войти вход регистрация 登录 登錄 注册 \
         ログ 로그 회원 masuk تسجيل الدخول přihlásit belépés σύνδεση password passwort kennwort contraseña account konto benutzerkonto \
         compte cuenta profil profile username benutzername register registered registriert mitglied member members",
    ),
    (
        "advert",
        "advertisement advertisements advertising ad ads anzeige anzeigen werbung werbe publicité publicidad pubblicità \
         publicidade advertentie annons annonse annonce mainos reklama reklamy reklam реклама 广告 廣告 広告 PR 광고 quảng iklan إعلان \
         inzerce hirdetés διαφήμιση sponsored sponsor gesponsert gesponserter promoted promotion promo affiliate \
         outbrain taboola provision partner advertorial sponsorizzato patrocinado",
    ),
    (
        "follow",
        "follow following followers folgen folge suivez suivre síguenos seguir segui seguici siga volg följ følg \
         seuraa obserwuj takip подписывайтесь 关注 フォ 팔로 theo dõi ikuti تابع تابعنا sledujte kövess ακολουθήστε like likes gefällt \
         join beitreten rejoignez únete unisciti channel kanal canal fan fans stay bleiben updates update app apps",
    ),
    (
        "photo",
        "photo photos photograph photographer photography foto fotos fotograf bild bilder image images imagen imágenes \
         immagine imagem picture pictured pictures credit credits getty shutterstock istock pixabay unsplash \
         courtesy imago afp epa picture-alliance alliance illustration illustrations screenshot crédit créditos archivo \
         archivbild symbolbild bildquelle caption quelle source zdroj valokuva kuva zdjęcie fot fotoğraf фото 图片 图 图为 照片 写真 画像 사진 \
         ảnh صورة gallery galerie galería bildergalerie slideshow diaporama video videos vidéo vidéos file undated handout",
    ),
    (
        "author",
        "by von par por di door av af autor autorin autoren author authors auteur autore auteurs editor editors editing edited reporter \
         reporters reporting correspondent redaktion rédaction redacción redazione redação writer staff written \
         written geschrieben verfasst écrit escrito scritto tekst text texte 记者 编辑 責任 责任 文 作者 記者 기자 автор автора tác giả penulis \
         editor كتب بقلم szöveg skrevet skriven contributed contributors beitrag yazar dpa reuters afp ap upi ansa efe",
    ),
    (
        "journalist",
        "journalist journalistin journalists columnist reporter correspondent freelance freelancer covering covers \
         contributor redakteur redakteurin journaliste periodista giornalista jornalista dziennikarz журналист \
         writes wrote book books blog blogger author professor fellow founder co-founder podcast host award-winning \
         born studierte studied graduated lives lebt arbeitet works joined worked biography bio",
    ),
    (
        "month",
        "january february march april may june july august september october november december jan feb mar apr jun jul \
         aug sep sept oct nov dec januar februar märz mai juni juli oktober dezember jänner janvier février mars avril \
         juin juillet août septembre octobre novembre décembre enero febrero marzo abril mayo junio julio agosto \
         septiembre octubre noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre \
         janeiro fevereiro março maio junho julho setembro outubro novembro dezembro januari februari maart mei \
         augustus stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia \
         января февраля марта апреля мая июня июля августа сентября октября ноября декабря ocak şubat mart nisan mayıs \
         haziran temmuz ağustos eylül ekim kasım aralık monday tuesday wednesday thursday friday saturday sunday montag \
         dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche",
    ),
    (
        "when",
        "updated update published posted ago minutes minute min mins hours hour hrs days uhr stand aktualisiert \
         veröffentlicht erschienen lesezeit publié mis jour modifié lecture publicado actualizado lectura pubblicato \
         aggiornato publicerad uppdaterad publisert oppdatert opublikowano aktualizacja yayınlanma güncelleme обновлено \
         опубликовано 发布 发表 更新 公開 配信 日 입력 수정 cập nhật diterbitkan نشر stunden minuten tagen vor heute gestern today \
         yesterday il y a heures hace horas fa ore pm am gmt est edt utc cet ist modified last created date datum fecha",
    ),
    (
        "said",
        "said says saying told tells added according sagte sagt sagten erklärte betonte meinte hieß laut dit déclaré \
         affirmé expliqué selon dijo afirmó aseguró explicó según detto spiegato disse afirmou segundo zei aldus sade \
         säger sa sier sanoi powiedział mówi według dedi söyledi сказал заявил отметил сообщил 说 表示 指出 称 述べ 語っ 말했 밝혔 cho biết nói \
         mengatakan ujar kata menurut قال وقال řekl uvedl mondta είπε announced reported ansagen mitteilte",
    ),
    (
        "you",
        "i i'm i've my me mine you your yours you're ich mein meine mir mich du dein deine dir dich euch ihr ihre ihnen \
         sie je j'ai mon ma mes moi tu te toi vous votre vos yo mi mis usted ustedes su te tus io mio mia voi vostro tuo eu \
         meu minha você seu sua ik mijn jij je jouw u uw jag min mig dig ditt jeg meg deg minä sinä ja mnie mój ty wasz ben \
         siz sizin я мой мне ты вы вас ваш 我 你 您 私 あな 저는 여러 tôi bạn saya anda aku أنا أنت lol thanks thank danke merci gracias",
    ),
    (
        "menu",
        "home homepage menu menü search suche suchen news politics politik politique política politica sport sports \
         deportes business wirtschaft économie economía economia culture kultur cultura startseite accueil inicio \
         início recherche rechercher buscar cerca zoeken sök søk szukaj ara поиск главная 首页 首頁 搜索 検索 ホー 홈 검색 trang chủ beranda \
         الرئيسية skip springen navigation sections ressorts rubriken hauptmenü hauptnavigation back top zurück oben entertainment \
         lifestyle technology tech opinion meinung world international health science travel reisen auto wissen \
         gesellschaft panorama regional lokales local magazine magazin weather wetter games spiele horoscope horoskop \
         rätsel e-paper epaper archive archiv shop store close schließen fermer cerrar chiudi open öffnen toggle",
    ),
    (
        "donate",
        "donate donation donations spenden spende support supporting supporters contribute contribution unterstützen unterstütze \
         unterstützung soutenir soutenez don donar dona doar buy kaufen acheter comprar price preis prix precio sale gift deal deals \
         bestellen order offer offers angebot angebote offre oferta rabatt discount coupon gutschein shopping amazon \
         independent independence journalism journalismus unabhängig unabhängigen readers leserinnen crowdfunding paypal iban",
    ),
    (
        "tags",
        "tags tag tagged topics topic themen thema thèmes sujets temas schlagworte schlagwörter stichworte keywords \
         filed category categories kategorie kategorien catégorie categoría categorías rubrik section under etiquetas étiquettes \
         tagi теги темы 标签 标籤 タグ 태그 thẻ tagar وسوم štítky címkék etiketler posted posts post permalink trackback bookmark archives",
    ),
    (
        "correction",
        "correction corrections corrected clarification error errors typo fehler hinweis anmerkung note tips tip report reported \
         submit melden signaler corrige erratum disclosure opinions expressed views author's ansicht liability haftung",
    ),
    (
        "tool",
        "click clicking tap klick klicken klicke hier here cliquez cliquer ici aquí haga clic clique aqui qui clicca klik klikk kliknij tıkla \
         нажмите 点击 點擊 クリ download descargar télécharger herunterladen print drucken druckversion imprimer imprimir stampa listen anhören \
         vorlesen écouter escuchar merken merkliste save saved bookmark play abspielen watch ansehen ver zoom fullscreen vollbild \
         show hide anzeigen ausblenden einblenden expand collapse load loading laden lädt view views scroll slide mute audio player pdf",
    ),
    (
        "function",
        "the of and to in a is that for on with as was at it his her he they are be from this have has had were which who not but \
         an its will would their been der die das und ist von den mit zu auf im dem des ein eine einen nicht sich für als \
         auch es an werden aus er hat dass bei nach wird sei le la les des et est dans pour que une un du au aux sur qui pas ce \
         plus ne se son sa par avec el los las del y es en por con una al lo como más pero sus ha il che della per sono di del nel \
         non si alla dei gli è da o os um uma não com do das dos na no em het een van dat op te zijn met niet och att det som är på \
         av en inte har til og er ikke ja on että ei oli i w na z nie do się że jest o za od ve bir bu için ile da de olarak и в \
         не на что с по как это он к у yang dan di untuk dengan ini itu dari pada của là và có được trong cho các في من على أن إلى \
         التي عن a az és hogy nem egy je v na se že s του και το της να με ให้ ที่ का के में है को से और की ने 的 了 在 是 和 の に は を た が で て と",
    ),
];

const _: () = assert!(GROUPS <= 30 && FUNCTION == group("function"));

#[cfg(test)]
mod tests {
    use super::*;

    fn of(word: &str) -> u32 {
        words().filter(|&(held, _)| held == hash(word)).fold(0, |mask, (_, group)| mask | group)
    }

    #[test]
    fn a_word_carries_every_group_it_stands_in() {
        assert_eq!(of("reporter"), group("author") | group("journalist"));
        assert_eq!(of("harbour"), 0);
    }
}
