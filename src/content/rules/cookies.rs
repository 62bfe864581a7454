//! Is the block a notice about cookies, consent, scripts or the browser?

use super::{Found, Line, Rule};
use crate::model::{CutKind, RuleId};

/// It says one of the fixed phrases of such notices, or begins with one.
pub(super) struct Cookies;

impl Rule for Cookies {
    fn id(&self) -> RuleId {
        RuleId::new("cookies")
    }

    fn kind(&self) -> CutKind {
        CutKind::Notice
    }

    fn phrases(&self) -> &'static str {
        include_str!("wordings/cookies.txt")
    }

    fn strips(&self, line: &Line<'_>, found: Found) -> bool {
        !matches!(found, Found::Nothing) && !line.text.starts_with(['"', '“', '„', '«'])
    }
}
