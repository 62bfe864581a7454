//! Does the block ask to subscribe, to donate, to install an app?

use super::{Found, Line, Rule};
use crate::model::{CutKind, RuleId};

/// It begins with such an appeal and is no longer than one, or says one of the fixed phrases.
pub(super) struct Newsletter;

impl Rule for Newsletter {
    fn id(&self) -> RuleId {
        RuleId::new("newsletter")
    }

    fn kind(&self) -> CutKind {
        CutKind::Promo
    }

    fn phrases(&self) -> &'static str {
        include_str!("wordings/newsletter.txt")
    }

    fn strips(&self, line: &Line<'_>, found: Found) -> bool {
        match found {
            Found::Whole => true,
            Found::Label | Found::Start => {
                line.text.len() <= 260
                    && !line.text.starts_with(['"', '“', '„', '«'])
                    && (!line.opens_with(GET) || names_app(line.text))
            }
            Found::Inside => line.text.len() <= 400 && !line.text.starts_with(['"', '“', '„', '«']),
            Found::Nothing => false,
        }
    }
}

/// What stands as `^` in the wordings and asks for no more than that something be got, be it an app or a ball rolling.
const GET: &[&str] = &[
    "get the ",
    "get our ",
    "download the ",
    "laden sie ",
    "lade dir ",
    "téléchargez ",
    "descarga ",
    "descargue ",
    "baixe ",
    "scarica ",
    "download de ",
    "ladda ner ",
    "last ned ",
    "hent ",
    "pobierz ",
];

/// An app is named soon.
fn names_app(text: &str) -> bool {
    let soon: String = text.chars().take(60).flat_map(char::to_lowercase).collect();
    soon.split(|c: char| !c.is_alphanumeric()).any(|word| {
        matches!(word, "app" | "apps" | "application" | "aplicación" | "aplicativo" | "aplikację")
    })
}
