//! Is the block a notice of rights?

use super::{Found, Line, Rule};
use crate::model::{CutKind, RuleId};

/// It begins with the sign or the word and a year or owner, or says that all rights are reserved.
pub(super) struct Copyright;

impl Rule for Copyright {
    fn id(&self) -> RuleId {
        RuleId::new("copyright")
    }

    fn kind(&self) -> CutKind {
        CutKind::Footer
    }

    fn phrases(&self) -> &'static str {
        PHRASES
    }

    fn strips(&self, line: &Line<'_>, found: Found) -> bool {
        match found {
            Found::Whole => true,
            Found::Label | Found::Start => {
                line.text.len() <= 500
                    && (line.text.contains('©') || line.text.len() <= 300 && has_year(line.text))
            }
            Found::Inside => line.text.len() <= 900,
            Found::Nothing => false,
        }
    }
}

fn has_year(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes
        .windows(4)
        .any(|w| (w.starts_with(b"19") || w.starts_with(b"20")) && w.iter().all(u8::is_ascii_digit))
}

const PHRASES: &str = "^©
    ^copyright
    ^(c)
    ~all rights reserved
    ~alle rechte vorbehalten
    ~tous droits réservés
    ~todos los derechos reservados
    ~todos os direitos reservados
    ~tutti i diritti riservati
    ~riproduzione riservata
    ~alle rechten voorbehouden
    ~wszelkie prawa zastrzeżone
    ~všechna práva vyhrazena
    ~všetky práva vyhradené
    ~minden jog fenntartva
    ~toate drepturile rezervate
    ~sva prava pridržana
    ~sva prava zadržana
    ~все права защищены
    ~усі права захищені
    ~všechna práva jsou vyhrazena
    ~με επιφύλαξη παντός δικαιώματος
    ~tüm hakları saklıdır
    ~her hakkı saklıdır
    ~hak cipta dilindungi
    ~版权所有
    ~版權所有
    ~未经许可不得转载
    ~無断転載
    ~무단 전재
    ~무단전재
    ~جميع الحقوق محفوظة
    ~כל הזכויות שמורות
    ~सर्वाधिकार सुरक्षित
    ~may not be published, broadcast, rewritten
    ~may not be reproduced, distributed";
