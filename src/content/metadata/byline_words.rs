//! The words of bylines, in many languages, as data for [`names`](super::names).

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// The word parts two names.
pub(super) fn is_and(word: &str) -> bool {
    AND_SET.contains(word)
}

/// The word, in lower case, says what somebody does.
pub(super) fn is_job(word: &str) -> bool {
    JOBS_SET.contains(word)
}

/// The word, in lower case, names nobody.
pub(super) fn is_empty(word: &str) -> bool {
    EMPTY_SET.contains(word)
}

/// The word, in lower case, belongs to the name of a paper, a desk, a company.
pub(super) fn is_of_organisation(word: &str) -> bool {
    ORGANISATION_WORDS_SET.contains(word)
}

/// What stands before a name and begins with this small letter, longer forms before shorter ones.
pub(super) fn by_words(first: char) -> &'static [&'static str] {
    BY_FIRST.get(&first).map_or(&[], Vec::as_slice)
}

static BY_FIRST: LazyLock<HashMap<char, Vec<&str>>> = LazyLock::new(|| {
    let mut by_first: HashMap<char, Vec<&str>> = HashMap::new();
    for word in BY_WORDS.split(';').map(str::trim) {
        by_first.entry(word.chars().next().unwrap_or(' ')).or_default().push(word);
    }
    by_first
});

static AND_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| AND.split_whitespace().collect());
static JOBS_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| JOBS.split_whitespace().collect());
static EMPTY_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| EMPTY.split_whitespace().collect());
static ORGANISATION_WORDS_SET: LazyLock<HashSet<&str>> =
    LazyLock::new(|| ORGANISATION_WORDS.split_whitespace().collect());

/// What stands before a name, in lower case; longer forms stand before shorter ones.
const BY_WORDS: &str = "\
    interview:; interview von:; text und fotos:; text und foto:; text & foto:; text und bild:; \
    story by; words by; text by; written by; posted by; published by; reported by; reporting by; article by; \
    submitted by; contributed by; analysis by; opinion by; review by; interview by; by our correspondent; \
    by; author:; authors:; author; authors; writer:; reporter:; byline:; editor:; ein beitrag von; ein \
    artikel von; eine analyse von; ein kommentar von; ein gastbeitrag von; kommentar von; interview von; von \
    unserem redaktionsmitglied; verfasst von; geschrieben von; veröffentlicht von; text von; text:; von:; \
    von; autor:; autorin:; autoren:; autor; autorin; verfasser:; redaktion:; rédigé par; publié par; écrit \
    par; propos recueillis par; texte :; texte:; par :; par; auteur :; auteur:; auteur; escrito por; \
    publicado por; redactado por; texto:; texto de; por:; por; autora:; de:; scritto da; a cura di; articolo \
    di; di:; di; da; autore:; geschreven door; door:; door; tekst:; auteurs:; skrevet av; tekst og foto:; \
    af; av:; av; skribent:; journalist:; text och foto:; text & foto:; kirjoittanut; teksti:; toimittaja:; \
    autorka:; tekst i zdjęcia:; opracował:; opracowała:; opr.; oprac.; napisał:; napisał; napisała; autoři:; \
    piše:; pише:; pishe:; szerző:; írta:; autoriai:; autors:; scris de; de către; autori:; αυτορ:; του; της; \
    γράφει ο; γράφει η; συντάκτης:; автор:; авторы:; автор; текст:; автори:; пише:; yazan:; yazar:; haber:; \
    muhabir:; oleh:; oleh; penulis:; reporter :; penulis; tác giả:; bài viết:; תגובה:; מאת:; מאת; كتب:; \
    كتبت:; بقلم:; بقلم; إعداد:; द्वारा; लेखक:; written by:; 作者：; 作者:; 作者; 记者：; 记者:; 记者; 記者：; 記者; 文／; 文/; 文：; \
    撰文：; 撰文; 採訪：; 本报记者; 本報記者; 執筆：; 文＝; 文・; 取材・文; 기자:; 글=; 글; editing by";

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
    autor autorin journaliste rédacteur rédactrice correspondante envoyé envoyée spécial spéciale chef \
    redactor redactora periodista corresponsal colaborador colaboradora enviado especial giornalista \
    redattore inviato redaktør journalisten redacteur verslaggever correspondente jornalista repórter \
    корреспондент журналист редактор обозреватель кореспондент журналіст muhabiri editörü wartawan фото phd \
    md mba esq jr ph.d alle artikel beiträge posts articles";

/// Words that name nobody.
const EMPTY: &str = "\
    admin administrator webmaster user anonymous anonym unknown none null undefined n/a by the online web \
    guest root test author updated published posted comments comment share email print more about here read \
    view all posts follow twitter facebook instagram subscribe login menu home news photo foto video";

/// Words that only papers, desks, companies and offices have in their names.
const ORGANISATION_WORDS: &str = "\
    news newsroom newsdesk desk editorial editors team redaktion redaktionen rédaction redaction redacción \
    redaccion redacao redação redazione redactie redakcja redakce redakcia redakcija szerkesztőség toimitus \
    reporters correspondents staff press presse agency agencies agencia agencias agência agences agence \
    agenzia agentur agenturen agentura magazine magazin times daily post tribune herald gazette journal \
    chronicle guardian telegraph zeitung nachrichten anzeiger kurier rundschau tv radio media network wire \
    service services inc ltd gmbh llc ag ev verein verlag university universität institute institut \
    foundation stiftung department ministry ministerium office association society council committee board \
    company corporation group haber merkezi servisi ajansı club ministère polizei pressestelle police party \
    partei federation verband bund union center centre zentrum digital online blog website web publishing \
    publications entertainment studio studios wires report review monitor observer bbc cnn nbc cbs abc \
    reuters";
