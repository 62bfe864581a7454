//! Is the line a path from the home page to this one?

use super::{Found, Line, Rule};
use crate::model::{CutKind, RuleId};
use crate::text::seek::stands_in;

/// Short steps between marks, the first of them the home page by one of its names.
pub(super) struct Breadcrumb;

const MARKS: &[&str] =
    &[" / ", " > ", " » ", " › ", " → ", " | ", " ▸ ", " ❯ ", " - ", ">", "»", "›", "＞", "→"];

impl Rule for Breadcrumb {
    fn id(&self) -> RuleId {
        RuleId::new("breadcrumb")
    }

    fn kind(&self) -> CutKind {
        CutKind::Nav
    }

    fn phrases(&self) -> &'static str {
        HOME
    }

    fn strips(&self, line: &Line<'_>, found: Found) -> bool {
        matches!(found, Found::Label | Found::Start)
            && line.text.len() <= 300
            && !line.is_sentence()
            && is_path(line.text)
    }
}

fn is_path(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    MARKS.iter().filter(|mark| stands_in(text, mark)).any(|mark| {
        let mut steps = text.split(mark).map(str::trim);
        let first = steps.next().unwrap_or("").to_lowercase();
        let home = first.split([':', '：']).next_back().unwrap_or("").trim();
        let n = steps.clone().count();
        let named = HOME.lines().any(|name| name.trim().trim_start_matches('^') == home);
        named
            && n >= 1
            && steps.all(|step| step.chars().count() <= 120 && step.split_whitespace().count() <= 20)
    })
}

const HOME: &str = "^home
    ^homepage
    ^home page
    ^you are here
    ^startseite
    ^sie sind hier
    ^accueil
    ^vous êtes ici
    ^inicio
    ^portada
    ^início
    ^inicial
    ^estás en
    ^página inicial
    ^capa
    ^etusivu
    ^hjem
    ^forside
    ^hem
    ^start
    ^strona główna
    ^domů
    ^úvod
    ^domov
    ^početna
    ^naslovna
    ^kezdőlap
    ^főoldal
    ^címlap
    ^acasă
    ^prima pagină
    ^начало
    ^главная
    ^головна
    ^αρχική
    ^ana sayfa
    ^anasayfa
    ^beranda
    ^trang chủ
    ^首页
    ^首頁
    ^主页
    ^当前位置
    ^您的位置
    ^您当前的位置
    ^ホーム
    ^トップ
    ^홈
    ^الرئيسية
    ^דף הבית
    ^ראשי
    ^होम
    ^हिंदी न्यूज़
    ^হোম
    ^প্রচ্ছদ
    ^หน้าแรก";
