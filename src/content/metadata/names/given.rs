//! Tells a name that stands alone in its line from other words in capitals.
//!
//! Takes a line, gives the people in it where it holds names and nothing else and each begins with a given name that
//! many bear. The list is `given.txt`: given names of many countries, and the family names that stand first in Vietnam
//! and China; words that are also plain words are left out of it.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::{Named, Trust, is_nothing_else, read};
use crate::content::agencies::Agencies;
use crate::text::hash::Quick;

/// Whether a name begins with a given name that many people bear: what tells a name that stands alone in its line from
/// any other few words in capitals. Most names do not; where a by-word or a field says who wrote, none need to.
pub(in crate::content::metadata) fn is_common(name: &str) -> bool {
    let mut words = name.split([' ', '-', '.']).filter(|word| !word.is_empty());
    let first = words.find(|word| !is_title(word)).unwrap_or("");
    (first.len() < name.len() && is_given(first)) || is_japanese(name)
}

/// Whether ideographs begin with a Japanese family name that many bear, and go on as no name of a place does.
fn is_japanese(name: &str) -> bool {
    const FAMILY: usize = 6;
    let is_ideograph = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c) || c == '々';
    let kana = |c: char| ('\u{3041}'..='\u{30fe}').contains(&c);
    (9..=15).contains(&name.len())
        && name.starts_with(is_ideograph)
        && name.get(..FAMILY).is_some_and(|family| JAPANESE.split(' ').any(|known| known == family))
        && name.chars().all(|c| is_ideograph(c) || kana(c))
        && !name.ends_with(|c: char| PLACES.contains(c))
}

/// Japanese family names of two letters that many bear, but for those that are great cities or their regions too.
const JAPANESE: &str = "\
    佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邊 渡邉 中村 小林 加藤 吉田 山田 山本 斎藤 斉藤 齋藤 松本 井上 木村 清水 \
    池田 橋本 阿部 石井 小川 前田 岡田 藤田 後藤 近藤 村上 遠藤 青木 坂本 福田 太田 西村 藤井 金子 岡本 藤原 \
    中野 三浦 原田 中川 松田 竹内 小野 田村 中山 和田 石田 森田 上田 内田 柴田 酒井 宮本 横山 高木 安藤 大野 \
    小島 谷口 今井 工藤 高田 増田 丸山 杉山 村田 大塚 新井 小山 平野 藤本 河野 上野 野口 武田 松井 千葉 菅原 岩崎 \
    木下 野村 佐野 松尾 市川 菊地 菊池 杉本 古川 島田 水野 桜井 吉川 山内 西田 北村 飯田 安田 川口 平田 関口 \
    中島 浜田 服部 樋口 久保 松岡 松村 大西 矢野 岩田 黒田 永井 土屋 堀内 尾崎 星野 荒木 早川 川上 篠原";

/// Last letters of places, houses and those whom a report is about.
const PLACES: &str = "県市区町村駅城港州国線湾島湖川山橋氏組店社院党";

/// Whether a word before a name says what its bearer may be called: "**Prof. Dr.** Jane Example".
fn is_title(word: &str) -> bool {
    matches!(
        word,
        "Dr" | "dr"
            | "DR"
            | "Prof"
            | "prof"
            | "PROF"
            | "Mag"
            | "Dipl"
            | "Ing"
            | "med"
            | "phil"
            | "PD"
            | "Drs"
            | "Ir"
    )
}

/// Whether a word is a given name that many bear.
pub(in crate::content::metadata) fn is_given(word: &str) -> bool {
    static GIVEN: LazyLock<HashSet<&str, Quick>> = LazyLock::new(|| {
        let mut given = HashSet::with_capacity_and_hasher(NAMES, Quick::default());
        given.extend(include_str!("given.txt").split_ascii_whitespace());
        given
    });
    GIVEN.contains(word.to_lowercase().as_str())
}

/// Names in the list, or somewhat more: room for all of them at once.
const NAMES: usize = 3_100;

/// The people of a line that holds such names and nothing else.
pub(in crate::content::metadata) fn alone(line: &str, agencies: &Agencies) -> Option<Named> {
    const LONGEST: usize = 90;
    if line.len() > LONGEST || line.ends_with(['.', '?', '!', ':', '…']) || !is_common(line) {
        return None;
    }
    let named = read(line, Trust::Printed, agencies);
    let known = !named.people.is_empty() && named.people.iter().all(|name| is_common(name));
    (known && is_nothing_else(line, agencies)).then_some(named)
}
