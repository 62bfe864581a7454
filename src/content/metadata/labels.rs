//! The labels of date, source and author lines, in many languages, as data for [`lines`](super::lines).

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::text::grams::Grams;
use crate::text::hash::Quick;

/// What a part of a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Author,
    Source,
    Published,
    Updated,
    /// When this site put it up, told apart from the publication.
    Posted,
    Section,
    /// Print, zoom, share, comments: says nothing.
    Tool,
}

/// The labels that `rest`, in lower case, may begin with, longer ones first.
pub(super) fn labels_like(rest: &str) -> impl Iterator<Item = (Label, &'static str)> {
    let head = rest.as_bytes().first_chunk();
    head.and_then(|head: &[u8; 2]| TABLE.get(head)).into_iter().flatten().copied()
}

/// Whether a word in lower case is the name of a day of the week.
pub(super) fn is_weekday(word: &str) -> bool {
    static DAYS: LazyLock<HashSet<&str, Quick>> = LazyLock::new(|| WEEKDAYS.split_whitespace().collect());
    DAYS.contains(word)
}

/// Whether a line says that what it stands under was changed, in words around the day: "last **edited** on …",
/// "zuletzt am … **geändert**".
pub(super) fn is_change(line: &str) -> bool {
    static FIRST: LazyLock<Grams> =
        LazyLock::new(|| Grams::of(&changes().filter_map(|mut said| said.next()).collect::<Vec<_>>()));
    let lower = line.to_lowercase();
    FIRST.may_be_in(&lower) && changes().any(|mut said| said.all(|word| lower.contains(word)))
}

/// The parts of each wording that tells the last change.
fn changes() -> impl Iterator<Item = impl Iterator<Item = &'static str>> {
    CHANGES.split("; ").map(|said| said.split(" … "))
}

/// Words of a line that tells the last change; all the parts of one, between its dots, must stand in it.
const CHANGES: &str = "\
    last edited; last changed; last modified; last revised; last updated; page modified; zuletzt … geändert; \
    zuletzt … bearbeitet; zuletzt … aktualisiert; letzte änderung; letzte bearbeitung; letzte aktualisierung; \
    dernière modification; dernière mise à jour; última modificación; última edición; última actualización; \
    última modificação; última edição; última atualização; ultima modifica; ultimo aggiornamento; laatst … bewerkt; \
    laatst … gewijzigd; laatst … bijgewerkt; senast … ändrad; senast … redigerad; sist … endret; sist … redigert; \
    sidst … ændret; sidst … redigeret; viimeksi … muokattu; viimeksi … muutettu; ostatnio … zmodyfikowan; \
    ostatnio … edytowan; naposledy … editov; naposledy … změn; utolsó … módosítás; последнее изменение; \
    последний раз … отредактирован; son değişiklik; son güncelleme; 最后修改; 最后更新; 最後修訂; \
    最後更新; 最終更新; 마지막 … 편집; 마지막 … 수정; آخر تعديل; נערך לאחרונה; terakhir diubah; sửa đổi lần cuối";

/// Labels by their first two bytes: most words begin as none does.
type ByHead = HashMap<[u8; 2], Vec<(Label, &'static str)>, Quick>;

static TABLE: LazyLock<ByHead> = LazyLock::new(|| {
    let mut labels: Vec<(Label, &str)> =
        LABELS.iter().flat_map(|(label, words)| words.split(';').map(|word| (*label, word.trim()))).collect();
    labels.sort_by_key(|(_, word)| std::cmp::Reverse(word.len()));
    let mut table = ByHead::default();
    for (label, word) in labels {
        if let Some(head) = word.as_bytes().first_chunk() {
            table.entry(*head).or_default().push((label, word));
        }
    }
    table
});

const LABELS: &[(Label, &str)] = &[
    (
        Label::Posted,
        "\
        submit time; upload time; uploaded",
    ),
    (
        Label::Updated,
        "\
        last updated on; last updated; last update; last modified; updated on; updated at; updated; \
        update; modified; zuletzt aktualisiert am; zuletzt aktualisiert; aktualisiert am; aktualisiert; \
        mis à jour le; mis à jour; modifié le; actualizado el; actualizado; atualizado em; atualizado; \
        aggiornato il; aggiornato; ultimo aggiornamento; bijgewerkt; laatste update; uppdaterad; \
        oppdatert; opdateret; päivitetty; aktualizacja; aktualizováno; обновлено; оновлено; güncelleme \
        tarihi; güncelleme; son güncelleme; diperbarui; cập nhật lúc; cập nhật; 更新时间; 更新時間; 更新; 최종수정; 수정; \
        آخر تحديث; stand; letzte aktualisierung; aktualisierung; zuletzt geändert am; geändert am; \
        dernière mise à jour le; dernière mise à jour; mise à jour le; mise à jour; modifié; última actualización; \
        última atualização; modificado el; modificado em; modificato il; ultima modifica; laatst bijgewerkt; \
        laatst gewijzigd; gewijzigd; senast uppdaterad; senast ändrad; sist oppdatert; sist endret; senest opdateret; \
        sidst opdateret; muokattu; ostatnia aktualizacja; zaktualizowano; aktualizované; upravené; upraveno; \
        frissítve; frissült; módosítva; actualizat la; actualizat; ažurirano; ажурирано; posodobljeno; обновлен; \
        обновлена; изменено; актуализирана; последна промяна; редаговано; τελευταία ενημέρωση; ενημερώθηκε; \
        güncellenme tarihi; güncellendi; son güncellenme; atnaujinta; atjaunināts; atjaunots; uuendatud; uppfært; \
        terakhir diperbarui; अपडेटेड; अपडेट; আপডেট; புதுப்பிக்கப்பட்டது; อัปเดต; อัพเดต; עודכן; به‌روزرسانی; \
        تم التحديث; 업데이트; 最終更新日; 更新日時; 更新日",
    ),
    (
        Label::Published,
        "\
        date published; first published on; first published at; published on; published at; published; publication date; publish date; release \
        time; release date; first published; posted on; posted at; posted; issued; date; time; \
        erstveröffentlichung am; erstveröffentlichung; erstmals veröffentlicht am; erstmals veröffentlicht; veröffentlicht am; veröffentlicht; erschienen am; erstellt am; erstellt; datum; publié le; publié; \
        paru le; mis en ligne le; publicado el; publicado em; publicado; publicada; creado; fecha; data; \
        pubblicato il; pubblicato; gepubliceerd op; gepubliceerd; geplaatst; publicerad; publisert; \
        udgivet; offentliggjort; julkaistu; opublikowano; data publikacji; publikováno; опубликовано; \
        дата; опубліковано; δημοσίευση; yayınlanma tarihi; yayınlanma; giriş tarihi; giriş; diterbitkan; \
        publikacja; opublikowane; data dodania; dodano; data utworzenia; zveřejněno; publikované; \
        zverejnené; zverejnené dňa; vydáno; vydané; megjelent; közzétéve; publicat pe; publicat la; publicat; \
        objavljeno; објављено; објавено; публикувано; публикувана; дата публикации; дата публікації; \
        дата на публикация; размещено; створено; δημοσιεύθηκε; δημοσιεύτηκε; ημερομηνία δημοσίευσης; \
        yayınlandı; yayın tarihi; eklenme tarihi; oluşturulma tarihi; tanggal publikasi; dipublikasikan; terbit; \
        tayang; đăng lúc; xuất bản; publicatiedatum; geplaatst op; publiceringsdatum; publicerat; publicert; lagt ut; \
        offentliggjort den; udgivet den; birt; julkaistu klo; paskelbta; publicēts; publicēta; avaldatud; \
        data di pubblicazione; pubblicato in data; pubblicata il; inserito il; fecha de publicación; publicado a las; \
        data de publicação; publicada em; créé le; ajouté le; date de publication; publiée le; \
        veröffentlichungsdatum; eingestellt am; online seit; first posted; date posted; posted date; created on; \
        प्रकाशित; पब्लिश्ड; प्रकाशन तिथि; প্রকাশিত; প্রকাশ; প্রকাশের তারিখ; வெளியிடப்பட்டது; เผยแพร่เมื่อ; เผยแพร่; \
        วันที่เผยแพร่; תאריך פרסום; פורסם; تاریخ انتشار; منتشر شده در; نُشر في; 发表于; 發佈時間; \
        發布於; 公開日時; 掲載; 投稿日時; 입력시간; 등록일; 작성일; 기사입력; \
        ngày đăng; 发布时间; 發布時間; 发表时间; 发布于; 时间; 時間; 日期; 公開日; 掲載日; 投稿日; 配信; 公開; 입력; 등록; 승인; تاريخ النشر; نشر \
        في",
    ),
    (
        Label::Source,
        "\
        news source; source; sources; quelle; fuente; fonte; bron; kilde; källa; lähde; źródło; zdroj; \
        forrás; sursa; izvor; источник; джерело; източник; πηγή; kaynak; sumber; nguồn; 来源; 來源; 文章来源; 稿源; \
        出典; 출처; المصدر; מקור; स्रोत",
    ),
    (
        Label::Author,
        "\
        authors; author; writer; reporter; autor; autorin; autora; auteur; autore; автор; penulis; tác \
        giả; 作者; 记者; 記者; 기자; yazar",
    ),
    (
        Label::Section,
        "\
        category; categories; section; filed under; rubrik; kategorie; kategorien; catégorie; categoría; categoria; 责任编辑; 責任編輯; 编辑; editor",
    ),
    (
        Label::Tool,
        "\
        zoom in; zoom out; print this; print; e-mail; email; font size; text size; drucken; imprimer; \
        imprimir; stampa; 打印; 大 中 小; 字号; 字體; bookmark; schriftgröße; größer; kleiner",
    ),
];

const WEEKDAYS: &str = "\
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun \
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so lundi mardi \
    mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo lunedì \
    martedì mercoledì giovedì venerdì sabato domenica segunda-feira terça-feira quarta-feira quinta-feira \
    sexta-feira maandag dinsdag woensdag donderdag vrijdag zaterdag zondag mandag tirsdag onsdag torsdag \
    fredag lørdag søndag måndag tisdag lördag söndag poniedziałek wtorek środa czwartek piątek sobota \
    niedziela понедельник вторник среда четверг пятница суббота воскресенье pazartesi salı çarşamba perşembe \
    cuma cumartesi pazar senin selasa rabu kamis jumat sabtu minggu";
