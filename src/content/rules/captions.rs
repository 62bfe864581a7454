//! Is the block a picture's caption or credit?

use std::collections::HashSet;
use std::sync::LazyLock;

use super::{Found, Line, Rule};
use crate::model::{BlockKind, CutKind, RuleId};

/// The markup says so; or the block ends with an agency's credit form; or it begins with a credit's label.
pub(super) struct Captions;

/// A credit label is followed by a name, not by a sentence.
const MOST_WORDS: usize = 14;

impl Rule for Captions {
    fn id(&self) -> RuleId {
        RuleId::new("captions")
    }

    fn kind(&self) -> CutKind {
        CutKind::Caption
    }

    fn strips(&self, line: &Line<'_>, _: Found) -> bool {
        line.block.kind == BlockKind::Caption || signed(line) || labelled(line) || credited(line.text)
    }
}

/// `… [Photo/Xinhua]`, `(AP Photo/Jane Example)`
fn signed(line: &Line<'_>) -> bool {
    line.facts.credited.binary_search(&line.at).is_ok()
}

/// `Photo: Jane Example`, `Foto: dpa`
fn labelled(line: &Line<'_>) -> bool {
    let Some((label, rest)) = labelled_parts(line.text) else { return false };
    label.len() <= LONGEST_LABEL
        && KNOWN.contains(label.trim().to_lowercase().as_str())
        && !rest.trim().is_empty()
        && crate::text::words::count(rest) <= MOST_WORDS
        && !line.text.ends_with(['.', '!', '?', '。'])
}

/// `The harbour at dusk. Photo: Jane Example`
fn credited(text: &str) -> bool {
    if text.len() > LONGEST_CREDITED || text.ends_with(['.', '!', '?', '。']) {
        return false;
    }
    // The wide colon begins with EF in UTF-8; most lines have neither.
    if memchr::memchr2(b':', 0xEF, text.as_bytes()).is_none() {
        return false;
    }
    let text = text.trim_end_matches([' ', ')', ']']);
    let Some((head, name)) = text.rsplit_once([':', '：']) else { return false };
    let (said, label) = head.rsplit_once(ENDS).unwrap_or(("", head));
    !said.is_empty()
        && KNOWN.contains(label.trim().to_lowercase().as_str())
        && name.trim_start().starts_with(|c: char| c.is_alphabetic() || matches!(c, '@' | '©'))
        && !name.contains(['.', '!', '?'])
        && crate::text::words::count(name) <= MOST_WORDS
}

/// Marks behind which a credit stands.
const ENDS: [char; 10] = ['.', '!', '?', '»', '”', '"', '(', ')', '|', '…'];

/// Bytes of the longest caption that is known by the credit at its end.
const LONGEST_CREDITED: usize = 400;

/// What stands before and behind the first colon or slash, if it stands soon.
fn labelled_parts(text: &str) -> Option<(&str, &str)> {
    let head = text.as_bytes().get(..LONGEST_LABEL + 3).unwrap_or(text.as_bytes());
    // The wide ones begin with EF in UTF-8.
    memchr::memchr3(b':', b'/', 0xEF, head)?;
    text.split_once([':', '：', '/', '／'])
}

/// Bytes of the longest label.
const LONGEST_LABEL: usize = 30;

static KNOWN: LazyLock<HashSet<&'static str>> = LazyLock::new(|| LABELS.lines().map(str::trim).collect());

const LABELS: &str = "photo
    photos
    photo by
    photo credit
    photo credits
    photograph
    photograph by
    photography
    photo courtesy
    image
    image credit
    image credits
    image source
    image courtesy
    picture
    file photo
    credit
    foto
    fotos
    symbolfoto
    symbolbild
    archivfoto
    archivbild
    bild
    bilder
    bildquelle
    bildnachweis
    fotoquelle
    fotocredit
    quelle bild
    titelbild
    crédit photo
    crédits photo
    crédit
    crédits
    photo d'illustration
    foto de archivo
    fotografía
    imagen
    imágenes
    crédito
    créditos
    fotogramma
    crediti
    fotografie
    fot
    zdjęcie
    zdjęcia
    kuva
    kuvat
    foto di
    bildet
    billede
    фото
    снимка
    fotoğraf
    ảnh
    图片
    图
    摄影
    圖
    圖片
    攝影
    写真
    사진";
