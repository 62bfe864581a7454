//! Does the line head a list of other reports, or point to one?

use super::{Found, Line, Rule};
use crate::model::{BlockKind, CutKind, RuleId};

/// The whole line is such a heading; or it begins with "Read also:" and is linked or short.
pub(super) struct Related;

impl Rule for Related {
    fn id(&self) -> RuleId {
        RuleId::new("related")
    }

    fn kind(&self) -> CutKind {
        CutKind::Related
    }

    fn phrases(&self) -> &'static str {
        PHRASES
    }

    fn strips(&self, line: &Line<'_>, found: Found) -> bool {
        match found {
            Found::Whole => true,
            // "Read more: …" with a headline behind it.
            Found::Label => line.text.len() <= 260 && (!line.is_sentence() || asks_behind_words(line.text)),
            // "Read more about … | …" with a link.
            Found::Start => {
                let marked =
                    line.text.chars().take(60).any(|c| matches!(c, ':' | '：' | '|' | '>' | '»' | '→'));
                line.text.len() <= 260
                    && marked
                    && (line.linked() >= 50
                        || line.block.kind != BlockKind::Paragraph
                        || !line.flat.is_html())
                    && !line.is_sentence()
            }
            Found::Inside | Found::Nothing => false,
        }
    }
}

/// A question or a cry behind a pointer of several words; behind a single one somebody of that name may have said it.
fn asks_behind_words(text: &str) -> bool {
    let pointer = text.split([':', '：', '|', '>', '»', '→']).next().unwrap_or("");
    text.ends_with(['?', '!']) && pointer.trim().contains(' ')
}

const PHRASES: &str = "=editor's picks
    =editors' picks
    =editor's pick
    =editors' choice
    =editor's choice
    =related articles
    =related article
    =related stories
    =related story
    =related news
    =related posts
    =related content
    =related links
    =related topics
    =related coverage
    =related reading
    =related videos
    =related items
    =related
    =more related stories
    =read more
    =read more stories
    =lesen sie auch die folgenden beiträge
    =lesen sie auch diese artikel
    =related topics and stories
    =further reading from us
    =read our latest headlines
    =read next
    =read also
    =also read
    =see also
    =more stories
    =more news
    =more articles
    =more from this section
    =more on this story
    =more on this topic
    =more like this
    =more to read
    =most read
    =most popular
    =most viewed
    =most shared
    =most commented
    =most recent
    =popular posts
    =popular stories
    =popular articles
    =popular now
    =trending
    =trending now
    =trending stories
    =top stories
    =top news
    =latest news
    =latest stories
    =latest articles
    =latest posts
    =latest headlines
    =recent posts
    =recent articles
    =recent stories
    =recommended
    =recommended for you
    =recommended stories
    =recommended articles
    =recommended reading
    =you may also like
    =you might also like
    =you may like
    =you might like
    =you may also be interested in
    =you might be interested in
    =don't miss
    =up next
    =next article
    =next story
    =next post
    =previous article
    =previous story
    =previous post
    =promoted stories
    =sponsored stories
    =from around the web
    =around the web
    =from our partners
    =in case you missed it
    =in this section
    =mehr zum thema
    =mehr zu diesem thema
    =zum thema
    =lesen sie auch
    =lesen sie mehr
    =lesen sie jetzt
    =auch interessant
    =das könnte sie auch interessieren
    =das könnte dich auch interessieren
    =das könnte ihnen auch gefallen
    =das könnte dir auch gefallen
    =könnte sie auch interessieren
    =ähnliche artikel
    =ähnliche beiträge
    =ähnliche themen
    =verwandte artikel
    =verwandte themen
    =verwandte beiträge
    =weitere artikel
    =weitere beiträge
    =weitere themen
    =weitere meldungen
    =weitere nachrichten
    =weitere news
    =weiterlesen
    =meistgelesen
    =meistgelesene artikel
    =am meisten gelesen
    =neueste artikel
    =neueste beiträge
    =neueste nachrichten
    =aktuelle beiträge
    =nächster artikel
    =vorheriger artikel
    =nächster beitrag
    =vorheriger beitrag
    =mehr aus dieser rubrik
    =leserfavoriten
    =empfehlungen der redaktion
    =à lire aussi
    =lire aussi
    =à lire également
    =sur le même sujet
    =sur le même thème
    =articles similaires
    =articles liés
    =articles récents
    =les plus lus
    =les plus lues
    =à découvrir aussi
    =vous aimerez aussi
    =lire la suite
    =article suivant
    =article précédent
    =noticias relacionadas
    =artículos relacionados
    =te puede interesar
    =te podría interesar
    =también te puede interesar
    =le puede interesar
    =lea también
    =lee también
    =leer también
    =más noticias
    =más leídas
    =lo más leído
    =lo más visto
    =más información
    =entradas recientes
    =entradas relacionadas
    =notas relacionadas
    =notícias relacionadas
    =artigos relacionados
    =leia também
    =leia mais
    =veja também
    =mais lidas
    =mais notícias
    =posts relacionados
    =você também pode gostar
    =leggi anche
    =potrebbe interessarti
    =potrebbe interessarti anche
    =ti potrebbe interessare
    =articoli correlati
    =articoli recenti
    =i più letti
    =lees ook
    =lees meer
    =gerelateerde artikelen
    =meer nieuws
    =meest gelezen
    =les også
    =læs også
    =läs också
    =läs mer
    =läs även
    =les mer
    =mest lest
    =mest lästa
    =mest læste
    =relaterede artikler
    =relaterte artikler
    =lue myös
    =luetuimmat
    =czytaj także
    =czytaj też
    =przeczytaj także
    =zobacz także
    =zobacz również
    =polecane
    =najczęściej czytane
    =mohlo by vás zajímat
    =související články
    =nejčtenější
    =čítajte aj
    =pročitajte i
    =pročitaj još
    =povezane vijesti
    =najčitanije
    =kapcsolódó cikkek
    =olvasta már
    =citește și
    =citeste si
    =articole similare
    =читайте также
    =по теме
    =похожие статьи
    =самое читаемое
    =читайте також
    =прочетете още
    =διαβάστε επίσης
    =ilgili haberler
    =benzer haberler
    =bunlar da ilginizi çekebilir
    =berita terkait
    =baca juga
    =artikel terkait
    =terpopuler
    =tin liên quan
    =bài viết liên quan
    =xem thêm
    =tin cùng chuyên mục
    =相关新闻
    =相关阅读
    =相关文章
    =相关链接
    =延伸阅读
    =推荐阅读
    =热门推荐
    =相關新聞
    =延伸閱讀
    =推薦閱讀
    =熱門新聞
    =関連記事
    =あわせて読みたい
    =おすすめ記事
    =人気記事
    =관련기사
    =관련 기사
    =많이 본 뉴스
    =추천 기사
    =اقرأ أيضا
    =اقرأ أيضاً
    =مواضيع ذات صلة
    =أخبار ذات صلة
    =الأكثر قراءة
    =קראו גם
    =כתבות נוספות
    =यह भी पढ़ें
    =ये भी पढ़ें
    =संबंधित खबरें
    =আরও পড়ুন
    =আরো পড়ুন
    =อ่านเพิ่มเติม
    =ข่าวที่เกี่ยวข้อง
    =другие новости
    =другие материалы
    =материалы по теме
    =ещё по теме
    =еще по теме
    =читать по теме
    =новости по теме
    =смотрите также
    =матеріали по темі
    =матеріали за темою
    =новини за темою
    =читайте ще
    =zobacz też
    =przeczytaj też
    =przeczytaj również
    =podobne artykuły
    =powiązane artykuły
    =čtěte také
    =čtěte dále
    =další články
    =související zprávy
    =prečítajte si aj
    =súvisiace články
    =podobné články
    =preberite še
    =sorodni članki
    =najbolj brano
    =povezani članci
    =povezane vesti
    =pročitajte još
    =najčitanije vesti
    =повезане вести
    =најчитаније
    =свързани новини
    =още по темата
    =още новини
    =най-четени
    =σχετικά άρθρα
    =σχετικές ειδήσεις
    =δημοφιλή
    =lue lisää
    =aiheesta lisää
    =relaterade artiklar
    =relaterte saker
    =siste nytt
    =senaste nytt
    =seneste nyt
    =mest populære
    =lestu meira
    =tengdar fréttir
    =loe ka
    =loe lisaks
    =seotud artiklid
    =lasi vēl
    =lasi arī
    =skaitykite taip pat
    =susiję straipsniai
    =taip pat skaitykite
    =articles recommandés
    =plus d'articles
    =à lire
    =dans la même rubrique
    =articoli simili
    =notizie correlate
    =le più lette
    =più letti
    =leggi altro
    =leggi di più
    =também em destaque
    =últimas notícias
    =matérias relacionadas
    =conteúdo relacionado
    =relacionadas
    =contenido relacionado
    =últimas noticias
    =noticias más leídas
    =te recomendamos
    =le recomendamos
    =más sobre este tema
    =más en esta sección
    =també et pot interessar
    =notícies relacionades
    =lee este artículo
    =artikel lainnya
    =berita lainnya
    =berita populer
    =pilihan redaksi
    =berita berkaitan
    =kaugnay na balita
    =đọc thêm
    =có thể bạn quan tâm
    =đọc nhiều
    =続きを読む
    =人気ランキング
    =前の記事
    =次の記事
    =こちらもおすすめ
    =이 기사도 보세요
    =주요 뉴스
    =최신 기사
    =热门文章
    =猜你喜欢
    =为你推荐
    =相关推荐
    =上一篇
    =下一篇
    =更多新闻
    =更多報導
    =相關文章
    =你可能也喜歡
    =延伸閱讀新聞
    =اقرأ المزيد
    =قد يعجبك أيضا
    =المزيد من الأخبار
    =موضوعات متعلقة
    =اخبار ذات صلة
    =اخبار مرتبط
    =مطالب مرتبط
    =بیشتر بخوانید
    =پربازدیدترین
    =متعلقہ خبریں
    =مزید پڑھیں
    =עוד בנושא
    =אולי יעניין אותך
    =संबंधित ख़बरें
    =और पढ़ें
    =தொடர்புடைய செய்திகள்
    =సంబంధిత వార్తలు
    =సంబంధిత కథనాలు
    =संबंधित बातम्या
    =हेही वाचा
    =સંબંધિત સમાચાર
    =ข่าวอื่นๆ
    =อ่านข่าวอื่น
    ^read more
    ^read also
    ^also read
    ^read next
    ^see also
    ^related
    ^recommended
    ^watch
    ^don't miss
    ^lesen sie auch
    ^lesen sie mehr
    ^mehr zum thema
    ^auch interessant
    ^lies auch
    ^à lire aussi
    ^lire aussi
    ^lea también
    ^lee también
    ^te puede interesar
    ^leia também
    ^leia mais
    ^veja também
    ^leggi anche
    ^lees ook
    ^les også
    ^læs også
    ^läs också
    ^läs mer
    ^lue myös
    ^czytaj także
    ^czytaj też
    ^zobacz także
    ^czytaj również
    ^čtěte také
    ^čítajte aj
    ^pročitajte i
    ^citește și
    ^читайте также
    ^читайте також
    ^baca juga
    ^ये भी पढ़ें
    ^यह भी पढ़ें
    ^আরও পড়ুন
    ^vea también
    ^lea más
    ^lea además
    ^lee más
    ^lee además
    ^ver también
    ^te recomendamos
    ^también puedes leer
    ^tal vez te interese
    ^dowiedz się więcej
    ^sprawdź także
    ^siehe auch
    ^mehr dazu
    ^mehr lesen
    ^lesen sie hier
    ^lesen sie dazu
    ^voir aussi
    ^à voir aussi
    ^lire la suite
    ^leggi tutto
    ^leggi di più
    ^guarda anche
    ^veja mais
    ^leia mais sobre
    ^zie ook
    ^bekijk ook
    ^se også
    ^se även
    ^katso myös
    ^čtěte více
    ^čtěte dále
    ^čítajte viac
    ^pročitajte još
    ^olvassa el
    ^olvasd el
    ^mai citește
    ^vezi și
    ^смотрите также
    ^дивіться також
    ^читать также
    ^вижте още
    ^διαβάστε ακόμη
    ^ayrıca okuyun
    ^lexo edhe
    ^baca selengkapnya
    ^simak juga
    ^اقرأ أيضاً
    ^اقرأ أيضا
    ^материалы по теме
    ^ещё по теме
    ^читайте ещё
    ^читайте ще
    ^zobacz też
    ^zobacz również
    ^przeczytaj też
    ^přečtěte si také
    ^prečítajte si aj
    ^preberite tudi
    ^pročitajte i ovo
    ^прочетете и
    ^διαβάστε επίσης
    ^δείτε επίσης
    ^lue lisää
    ^läs mer här
    ^loe ka
    ^lasi arī
    ^skaitykite taip pat
    ^à lire également
    ^à lire sur
    ^lire également
    ^sur le même sujet
    ^leggi pure
    ^vedi anche
    ^per approfondire
    ^leer también
    ^lea aquí
    ^mira también
    ^además lea
    ^te podría interesar
    ^podría interesarte
    ^también te puede interesar
    ^saiba mais
    ^confira também
    ^leia ainda
    ^llegeix també
    ^lees verder
    ^lees ook dit
    ^meer over
    ^baca pula
    ^lihat juga
    ^basahin din
    ^xem thêm
    ^đọc thêm
    ^この記事も読む
    ^あわせて読みたい
    ^【関連記事】
    ^関連記事
    ^관련기사
    ^延伸閱讀
    ^延伸阅读
    ^相关阅读
    ^更多阅读
    ^اقرأ المزيد
    ^إقرأ أيضا
    ^اقرا ايضا
    ^طالع أيضا
    ^بیشتر بخوانید
    ^یہ بھی پڑھیں
    ^מידע נוסף
    ^קראו גם
    ^हेही वाचा
    ^इसे भी पढ़ें
    ^এছাড়াও পড়ুন
    ^อ่านเพิ่มเติม
    :mira
    :mirá
    :mire
    :lea
    :vea
    :ver
    :ver más
    :ver además
    :puedes ver
    :puede ver
    :sigue leyendo
    :seguir leyendo
    :nota relacionada
    :notas relacionadas
    :nota recomendada
    :le puede interesar
    :le podría interesar
    :te puede interesar
    :quizás te interese
    :conoce más
    :more
    :more on this
    :more to read
    :read
    :read this
    :watch
    :watch live
    :watch now
    :listen
    :listen now
    :photos
    :in pictures
    :gallery
    :mehr
    :mehr dazu
    :lies auch
    :lies mehr
    :lesetipp
    :weiterlesen
    :schon gelesen
    :auch lesenswert
    :bildergalerie
    :fotostrecke
    :lire
    :voir
    :relire
    :à relire
    :leggi
    :guarda
    :rileggi
    :ler
    :leia
    :veja
    :ouça
    :assista
    :lees
    :kijk
    :bekijk
    :luister
    :läs
    :læs
    :katso
    :czytaj
    :zobacz
    :obejrzyj
    :čtěte
    :čítajte
    :pročitajte
    :citește
    :читайте
    :смотрите
    :читать
    :читай
    :next post
    :previous post
    :next article
    :previous article
    :next story
    :nächster artikel
    :vorheriger artikel
    :nächster beitrag
    :vorheriger beitrag
    :article suivant
    :article précédent
    :baca
    :simak
    :oku
    :izle";
