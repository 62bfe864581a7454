//! Is the line a licence or registration number of the site?

use super::{Found, Line, Rule};
use crate::model::{CutKind, RuleId};

/// It begins with the name of the licence and carries its number.
pub(super) struct Licence;

impl Rule for Licence {
    fn id(&self) -> RuleId {
        RuleId::new("licence")
    }

    fn kind(&self) -> CutKind {
        CutKind::Footer
    }

    fn phrases(&self) -> &'static str {
        PHRASES
    }

    fn strips(&self, line: &Line<'_>, found: Found) -> bool {
        let short = line.text.chars().count() <= 160 && !line.is_sentence();
        let number = line.text.bytes().filter(u8::is_ascii_digit).count() >= 4;
        match found {
            Found::Whole => true,
            Found::Label | Found::Start | Found::Inside => short && number,
            Found::Nothing => false,
        }
    }
}

const PHRASES: &str = "^license for publishing
    ^licence for publishing
    ^registration number
    ^registration no
    ^internet news information service license
    ^company registration
    ^registered in england
    ^issn
    ^handelsregister
    ^ust-idnr
    ^umsatzsteuer-id
    ^n° commission paritaire
    ^partita iva
    ^p.iva
    ^p. iva
    ^reg. trib
    ^registrazione tribunale
    ^registro mercantil
    ^свидетельство о регистрации
    ^регистрационный номер
    ~icp备
    ~icp证
    ~公网安备
    ~京公网
    ~互联网新闻信息服务许可证
    ~信息网络传播视听节目许可证
    ~违法和不良信息举报电话
    ~사업자등록번호
    ~등록번호";
