//! The words of bylines, in many languages, as data for [`names`](super::names).

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::text::hash::Quick;

/// The word parts two names.
pub(super) fn is_and(word: &str) -> bool {
    AND_SET.contains(word)
}

/// The word, in lower case, says what somebody does; "science-editor" does too.
pub(super) fn is_job(word: &str) -> bool {
    JOBS_SET.contains(word)
        || word.rsplit_once('-').is_some_and(|(_, last)| JOBS_SET.contains(last))
        || JOB_ENDS.iter().any(|end| word.len() > end.len() && word.ends_with(end))
}

/// The word, in lower case, is what somebody is who writes or is asked to, and nothing else.
pub(super) fn is_profession(word: &str) -> bool {
    PROFESSIONS_SET.contains(word) || JOB_ENDS.iter().any(|end| word.ends_with(end))
}

/// The word, in lower case, says which job it is where one follows.
pub(super) fn is_kind_of_job(word: &str) -> bool {
    KINDS_SET.contains(word)
}

/// The word, in lower case, is that of a button that stands behind a name.
pub(super) fn is_button(word: &str) -> bool {
    BUTTONS_SET.contains(word)
}

/// The word, in lower case, stands before a date: "**Stand** 5 May", "**am** 5. Mai".
pub(super) fn is_before_date(word: &str) -> bool {
    BEFORE_DATE_SET.contains(word)
}

/// The word, in lower case, names nobody.
pub(super) fn is_empty(word: &str) -> bool {
    EMPTY_SET.contains(word)
}

/// The word, in lower case, stands on buttons and labels and in no name.
pub(super) fn is_furniture(word: &str) -> bool {
    FURNITURE_SET.contains(word)
}

/// The word, in lower case, belongs to the name of a paper, a desk, a company.
pub(super) fn is_of_organisation(word: &str) -> bool {
    ORGANISATION_WORDS_SET.contains(word)
}

/// Whether a byline is that of a picture: it begins with the word for one.
pub(super) fn is_of_picture(byline: &str) -> bool {
    let first =
        byline.split([' ', ':', '/', '|', '：']).find(|word| !word.is_empty()).unwrap_or("").to_lowercase();
    PICTURES_SET.contains(first.as_str())
}

/// What stands before a name and may begin as `line` does, longer forms before shorter ones.
pub(super) fn by_words(line: &str) -> impl Iterator<Item = &'static str> {
    let small = |c: char| {
        if c.is_ascii() { c.to_ascii_lowercase() } else { c.to_lowercase().next().unwrap_or(c) }
    };
    let mut letters = line.chars().map(small);
    let head = letters.next().map(|first| (first, letters.next().unwrap_or('\0')));
    let words = |head: (char, char)| BY_HEAD.get(&head).map_or(&[][..], Vec::as_slice);
    let long = head.map_or(&[][..], words);
    let short =
        head.filter(|(first, _)| !first.is_ascii()).map_or(&[][..], |(first, _)| words((first, '\0')));
    long.iter().chain(short).copied()
}

/// By-words by their first two letters, one of a single letter with none behind it.
static BY_HEAD: LazyLock<HashMap<(char, char), Vec<&str>, Quick>> = LazyLock::new(|| {
    let mut by_head: HashMap<(char, char), Vec<&str>, Quick> = HashMap::default();
    for word in BY_WORDS.split(';').map(str::trim) {
        let mut letters = word.chars();
        let head = (letters.next().unwrap_or('\0'), letters.next().unwrap_or('\0'));
        by_head.entry(head).or_default().push(word);
    }
    by_head.values_mut().for_each(|words| words.sort_by_key(|word| std::cmp::Reverse(word.len())));
    by_head
});

static AND_SET: LazyLock<HashSet<&str, Quick>> = LazyLock::new(|| AND.split_whitespace().collect());
static JOBS_SET: LazyLock<HashSet<&str, Quick>> = LazyLock::new(|| JOBS.split_whitespace().collect());
static BUTTONS_SET: LazyLock<HashSet<&str, Quick>> = LazyLock::new(|| BUTTONS.split_whitespace().collect());
static PROFESSIONS_SET: LazyLock<HashSet<&str, Quick>> =
    LazyLock::new(|| PROFESSIONS.split_whitespace().collect());
static KINDS_SET: LazyLock<HashSet<&str, Quick>> = LazyLock::new(|| KINDS.split_whitespace().collect());
static BEFORE_DATE_SET: LazyLock<HashSet<&str, Quick>> =
    LazyLock::new(|| BEFORE_DATE.split_whitespace().collect());
static PICTURES_SET: LazyLock<HashSet<&str, Quick>> = LazyLock::new(|| PICTURES.split_whitespace().collect());
static FURNITURE_SET: LazyLock<HashSet<&str, Quick>> =
    LazyLock::new(|| FURNITURE.split_whitespace().collect());
static EMPTY_SET: LazyLock<HashSet<&str, Quick>> = LazyLock::new(|| EMPTY.split_whitespace().collect());
static ORGANISATION_WORDS_SET: LazyLock<HashSet<&str, Quick>> =
    LazyLock::new(|| ORGANISATION_WORDS.split_whitespace().collect());

/// What stands before a name, in lower case.
const BY_WORDS: &str = "\
    bài:; підготувала; підготував; записала; записал; articol de; una nota de; przygotował:; przygotowała:; przygotował; \
    przygotowała; opracowanie:; van onze verslaggever; van onze verslaggeefster; van onze correspondent; szöveg:; escribe; \
    ρεπορτάζ:; γράφουν οι; es berichtet; es berichten; 文|; 文｜; 기자; novinarka:; novinar:; tekst i foto:; \
    texto e fotos:; texte et photos :; testo e foto di; text a foto:; teksti ja kuva:; reportage :; de; \
    text; tekst; teksti; column by; commentary by; essay by; photos and text by; text and photos by; story and photos by; words:; words and photos by; \
    created by; about the author:; author of the article:; contributed:; von unserem; von unserer; von unseren; text & bilder:; text und bilder:; \
    text & fotos:; bericht:; kommentar:; reportage:; gastbeitrag:; autor(in):; autorin/autor:; über den autor:; \
    über die autorin:; recueilli par; entretien réalisé par; réalisé par; de notre; un texte de; un article de; signé:; \
    rédaction :; à propos de l’auteur :; à propos de l'auteur :; escribe:; escriben:; redacción:; redação:; texto y fotos:; \
    texto por; reportagem:; reportagem de; una crónica de; un artículo de; sobre el autor:; sobre o autor:; da redação com; \
    por nuestro; por nuestra; dal nostro; dalla nostra; testo di; testi di; servizio di; intervista di; redattore:; \
    geplaatst door; gepost door; door onze; een artikel van; een bijdrage van; column van; over de auteur:; publicerad av; \
    publisert av; publicert av; udgivet af; skrifað af; kommentar af; kommentar av; reportage av; krönika av; kirjoittaja:; \
    kirjoittaja; teksti ja kuvat:; autor tekstu:; autor artykułu:; autorka tekstu:; rozmawiał; rozmawiała; autorstwa; \
    autor článku:; autor textu:; napsala; zpracoval; zpracovala; připravil; připravila; zapsal; zapsala; napísal; napísala; \
    napísal(a); pripravil; pripravila; autor teksta:; napisao/la; napisao; objavio; objavila; zapisao; zapisala; priredio; \
    priredila; razgovarao; razgovarala; аутор:; piše; пише; besedilo:; közzétette:; készítette:; rašė; parengė; sagatavoja; \
    kirjutas; publicat de; un articol de; автор статьи:; автор статьи; автор материала:; автор матеріалу:; автор текста:; \
    авторка:; подготовил:; подготовила:; подготовил; подготовила; беседовал; беседовала; написал; написала; публикувано от; \
    написано от; написао/ла; hazırlayan:; röportaj:; 撰稿人：; 撰稿：; 撰稿:; 文字：; 文字／; 整理／; 編譯／; 著者：; 筆者：; \
    取材・文：; 文=; 撰写; 작성자:; 작성자; เขียนโดย; เรื่อง:; द्वारा लिखित; रिपोर्ट:; تقرير:; حوار:; کاتب:; כתב:; כתבה:; \
    interview:; interview von:; text und fotos:; text und foto:; text & foto:; text und bild:; \
    story by; words by; text by; written by; posted by; published by; reported by; reporting by; article by; \
    submitted by; contributed by; view all posts by; see all posts by; all posts by; posts by; profile of; zum profil von; profil von; alle inhalte von; more from; more by; \
    articles by; mehr artikel von; alle artikel von; alle beiträge von; mehr von; artikel von; beiträge von; voir \
    tous les articles de; ver todas las entradas de; ver todos los artículos de; tutti gli articoli di; erstellt \
    von; eingestellt von; gepostet von; from our correspondent; analysis by; opinion by; review by; interview by; by our correspondent; \
    this article was written by; this story was written by; this post was written by; this report was written by; \
    post author by; author by; a guest post by; guest post by; added by; by; author:; authors:; author; authors; writer:; reporter:; byline:; editor:; ein beitrag von; ein \
    artikel von; eine analyse von; ein kommentar von; ein gastbeitrag von; kommentar von; interview von; kolumne von; essay von; gastbeitrag von; reportage von; glosse von; rezension von; \
    bericht von; protokoll von; porträt von; von \
    unserem redaktionsmitglied; verfasst von; geschrieben von; veröffentlicht von; text von; text:; von:; \
    von; beitragsautor von; beitragsautor:in von; autor de la entrada por; autor de la entrada:; \
    autor do post por; auteur de l’article par; auteur de l'article par; auteur/autrice de la publication :; \
    berichtauteur door; bericht auteur door; autore articolo di; autor:; autorin:; autoren:; autor/in:; \
    autor*in:; autor:in:; autor_in:; autor*innen:; autor:innen:; hinzugefügt von; dodał:; dodała:; autor; autorin; verfasser:; redaktion:; rédigé par; publié par; écrit \
    par; propos recueillis par; texte :; texte:; par :; par; auteur :; auteur:; auteur; escrito por; \
    publicado por; redactado por; texto:; texto de; por:; por; autora:; de:; scritto da; a cura di; articolo \
    di; di:; di; autore:; geschreven door; door:; door; tekst:; auteurs:; skrevet av; tekst og foto:; \
    af; av:; av; skribent:; journalist:; text och foto:; text & foto:; kirjoittanut; teksti:; toimittaja:; \
    autorka:; tekst i zdjęcia:; opracował:; opracowała:; opr.; oprac.; napisał:; napisał; napisała; autoři:; \
    piše:; pише:; pishe:; szerző:; írta:; autoriai:; autors:; scris de; de către; autori:; αυτορ:; του; της; \
    γράφει ο; γράφει η; συντάκτης:; автор:; авторы:; автор; текст:; автори:; пише:; yazan:; yazar:; haber:; \
    muhabir:; oleh:; oleh; penulis:; reporter :; penulis; tác giả:; bài viết:; תגובה:; מאת:; מאת; كتب:; \
    كتبت:; بقلم:; بقلم; إعداد:; द्वारा; लेखक:; written by:; 作者：; 作者:; 作者; 记者：; 记者:; 记者; 記者：; 記者; 文／; 文/; 文：; \
    撰文：; 撰文; 採訪：; 本报记者; 本報記者; 執筆：; 文＝; 責任記者：; 記者／; 报道：; 報導：; 文・; 取材・文; 기자:; 글=; 글; editing by; \
    от; пишува:; сурвалжлагч:; кореспондент:; текст и фото:; підготував:; підготувала:; nga; autor i:; deur; \
    avtor:; avtorica:; autoriai:; autorius:; autore:; autores:; autoras:; höfundur:; eftir; egilea:; text de; per:; \
    müəllif:; muallif:; muallifi:; автор -; авторлар:; mwandishi:; qoraa:; daga; โดย:; โดย :; ผู้เขียน:; ໂດຍ:; ដោយ:; \
    napisane przez; написано автором; написано; написао; skriven av; skrevet af; skrevet av; napsal(a); napsal; \
    執筆者：; 執筆者:; 執筆者; συντάχθηκε από; 撰寫者：; 撰寫者; 撰写者：; 撰写者; escrit per; ditulis oleh; được viết bởi; 글쓴이:; \
    글쓴이; نوشته‌شده توسط; نوشته شده توسط; نوشته; كُتب بواسطة; كتب بواسطة; נכתב על ידי; נכתב על יד; autoren; autorinnen; \
    kolumnist:; kolumnistin:; kolumnist*in:; tipps von; durch; vom; rezept von; \
    ရေးသားသူ:; ავტორი:; հեղինակ՝; نویسنده:; به قلم:; به قلم; گزارش:; تحریر:; رپورٹ:; تأليف:; \
    কলমে:; লিখেছেন:; লেখক:; লেখা:; लेखिका:; लेखन:; द्वारा:; எழுதியவர்:; రచయిత:; ಬರೆದವರು:; \
    എഴുതിയത്:; લેખક:; ਲੇਖਕ:; ලියූවේ:; ผู้สื่อข่าว:";

/// Words that part two names.
const AND: &str = "\
    and und et y og och en e i ve ja a și si és ir un и та і και dan và with mit avec con com sowie ו և และ \
    और";

/// Words that say what somebody does, not who he is.
const JOBS: &str = "\
    staff writer writers reporter reporters correspondent correspondents editor editors columnist \
    contributor contributors senior chief associate assistant deputy managing journalist freelance \
    freelancer producer blogger intern bureau political business sports sport foreign health science \
    technology education crime guest contributing special head photographer author executive redakteur \
    redakteurin korrespondent korrespondentin reporterin chefredakteur chefredakteurin volontär volontärin \
    autor autorin journaliste rédacteur rédactrice correspondant correspondante korrespondenten envoyé envoyée spécial spéciale chef \
    redactor redactora periodista corresponsal colaborador colaboradora enviado especial giornalista \
    redattore inviato experte expertin kolumnist kolumnistin ressortleiter ressortleiterin gastautor \
    gastautorin fotograf fotografin politikredakteur sportredakteur mitarbeiter mitarbeiterin praktikant \
    praktikantin hauptstadtkorrespondent rechtsanwalt rechtsanwältin former consultant analyst multimedia national regional \
    investigative adviser specialist lead \
    redaktør journalisten redacteur verslaggever correspondente jornalista repórter \
    корреспондент журналист редактор обозреватель кореспондент журналіст muhabiri editörü wartawan reporterka dziennikarz dziennikarka redaktor redaktorka novinář novinářka redaktorka újságíró \
    toimittaja спецкор собкор журналистка корреспондентка обозревательница редакторка muhabir yazarı gazeteci \
    संवाददाता रिपोर्टर ब्यूरो प्रतिनिधि প্রতিবেদক প্রতিনিধি সংবাদদাতা مراسل مراسلة صحفي صحفية خبرنگار כתב כתבת фото phd \
    md mba esq jr ph.d alle artikel beiträge posts articles";

/// Ends of words for jobs, in languages that put words together.
const JOB_ENDS: &[&str] = &[
    "redakteur",
    "redakteurin",
    "korrespondent",
    "korrespondentin",
    "reporter",
    "reporterin",
    "journalist",
    "journalistin",
    "redaktør",
    "redaktör",
    "redacteur",
    "toimittaja",
];

/// Words for those who write, and for those whom papers ask to.
const PROFESSIONS: &str = "\
    writer reporter correspondent editor journalist contributor columnist author blogger founder co-founder cofounder \
    consultant analyst autor autorin journaliste rédacteur rédactrice periodista redactor redactora giornalista \
    redattore verslaggever dziennikarz dziennikarka novinář novinářka újságíró журналист журналистка корреспондент \
    обозреватель кореспондент журналіст muhabir wartawan jornalista repórter nachrichtenagentur";

/// Words that say which job it is, before the word for it: "**parliamentary** editor". Names of houses begin with some.
const KINDS: &str = "\
    parliamentary economics economic diplomatic defence defense security environment climate culture arts legal \
    international global principal landespolitischer landespolitische innenpolitischer innenpolitische \
    außenpolitischer außenpolitische wirtschaftspolitischer wirtschaftspolitische stellvertretender stellvertretende \
    leitender leitende freier freie verantwortlicher verantwortliche ehemaliger ehemalige";

/// Words of buttons that stand behind a name.
const BUTTONS: &str = "\
    follow following share profile email e-mail contact bio subscribe published updated posted folgen profil teilen \
    kontakt seguir suivre volgen segui følg följ seuraa obserwuj подписаться takip ikuti";

/// The word, in lower case, counts a report's comments or begins to.
pub(super) fn is_comments(word: &str) -> bool {
    matches!(
        word,
        "kommentar"
            | "kommentare"
            | "kommentarer"
            | "comment"
            | "comments"
            | "commentaire"
            | "commentaires"
            | "comentario"
            | "comentarios"
            | "comentário"
            | "comentários"
            | "commento"
            | "commenti"
            | "reacties"
            | "komentarze"
            | "komentarzy"
            | "комментарий"
            | "комментариев"
            | "yorum"
            | "leave"
            | "hinterlasse"
            | "schreibe"
    )
}

/// Words before a date, in a byline.
const BEFORE_DATE: &str = "\
    le am on el il op em den vom dne à a at stand updated published posted last veröffentlicht aktualisiert \
    erstellt publié publicado actualizado pubblicato aggiornato mis modifié geplaatst gepubliceerd publicerad publisert \
    publicert opublikowano опубликовано";

/// Words for a picture, before the name of who made it.
const PICTURES: &str = "\
    photo photos photograph photographs photographer photography foto fotos fotograf fotografin bild bilder image images \
    illustration illustrations picture pictures kuva kuvat kép fotó φωτογραφία фото снимка снимки фотография світлина \
    fotografie fotografía fotografia fotoğraf zdjęcie zdjęcia gambar ảnh 写真 摄影 攝影 图 圖 사진 صورة تصوير צילום";

/// Words that name nobody.
const EMPTY: &str = "\
    admin administrator wordpressadmin siteadmin sysadmin webmaster user anonymous anonym unknown none null undefined n/a by the online web \
    guest root test author publisher super superuser nobody username anónimo anonimo anónima anonyme anonymer \
    anonimowy anoniem аноним анонім unbekannt inconnu desconocido desconhecido sconosciuto onbekend ukjent okänd \
    bilinmiyor updated published posted comments comment share email print more about here read \
    view all posts follow show articles of learn text size letzte aktualisierung schreiben nachricht \
    kontakt contact newsletter twitter facebook instagram subscribe login menu home news photo foto video";

/// Words of buttons and labels: two of them in capitals look like a name.
const FURNITURE: &str = "\
    share tweet enlarge zoom next previous cancel subscribe unsubscribe sign login logout register loading browse click \
    welcome image images gallery photo photos video videos subscription willkommen weiterlesen teilen drucken merken anmelden \
    abonnieren gast themenstarter galerie partager imprimer suivant précédent compartir imprimir siguiente compartilhar \
    condividi stampa delen volgende udostępnij drukuj поделиться читать";

/// Words that only papers, desks, companies and offices have in their names.
const ORGANISATION_WORDS: &str = "\
    news newsroom newsdesk desk editorial editors team redaktion redaktionen rédaction redaction redacción \
    redaccion redacao redação redazione redactie redakcja redakce redakcia redakcija szerkesztőség toimitus \
    reporters correspondents staff press presse agency agencies agencia agencias agência agences agence \
    agenzia agentur agenturen agentura magazine magazin times daily post tribune herald gazette journal \
    chronicle guardian telegraph zeitung nachrichten anzeiger kurier rundschau tv radio media network wire \
    service services inc ltd gmbh llc ag ev verein verlag university universität institute institut \
    foundation stiftung department ministry ministerium office association society council committee board \
    ard zdf orf srf mdr ndr wdr swr rbb dlf deutschlandfunk deutschlandradio rtl npr pbs rtve nhk \
    today noticias notícias notizie nieuws nyheter nyheder uutiset nouvelles actualités actualité haberleri berita \
    novosti zprávy správy vijesti vesti wiadomości aktualności hírek știri lajme новости новини вести ειδήσεις \
    contributors letters redaktionsteam redaktionsbüro webredaktion onlineredaktion newsteam \
    project projekt proyecto projet marketing initiative alliance academy akademie hospital clinic klinik bank \
    software solutions technologies consulting \
    company corporation group haber merkezi servisi ajansı club ministère polizei pressestelle police party \
    partei federation verband bund union center centre zentrum digital online blog website web publishing \
    publications entertainment studio studios wires report review monitor observer bbc cnn nbc cbs abc \
    reuters insider inquirer enquirer examiner dispatch bulletin sentinel weekly monthly digest newspaper newspapers \
    newswire zeitschrift tageblatt tagblatt wochenblatt abendblatt morgenpost allgemeine tageszeitung tidning tidende \
    dagblad dagbladet gazeta gazette giornale quotidiano periódico diario jornal revista газета журнал портал \
    gazetesi kolektiv colectivo collectif kollektiv";
