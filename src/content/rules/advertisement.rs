//! Does the line only say that an advertisement stands here?

use super::{Found, Line, Rule};
use crate::model::{CutKind, RuleId};

/// The whole line is the label of an advertisement.
pub(super) struct Advertisement;

impl Rule for Advertisement {
    fn id(&self) -> RuleId {
        RuleId::new("advertisement")
    }

    fn kind(&self) -> CutKind {
        CutKind::Ad
    }

    fn phrases(&self) -> &'static str {
        PHRASES
    }

    fn strips(&self, _: &Line<'_>, found: Found) -> bool {
        found == Found::Whole
    }
}

const PHRASES: &str = "=advertisement
    =advertisements
    =advertising
    =advert
    =ad
    =ads
    =sponsored
    =sponsored content
    =paid content
    =promoted content
    =story continues below advertisement
    =article continues below advertisement
    =article continues after ad
    =article continues below
    =advertisement - scroll to continue
    =advertisement - story continues below
    =continue reading the main story
    =continue reading below
    =scroll to continue
    =scroll to continue with content
    =anzeige
    =werbung
    =advertorial
    =lesen sie nach der anzeige weiter
    =publicité
    =la suite après cette publicité
    =la suite de votre contenu après cette annonce
    =publicidad
    =publicidade
    =continua após a publicidade
    =pubblicità
    =advertentie
    =annons
    =annonse
    =annonce
    =mainos
    =mainos artikkeli jatkuu mainoksen jälkeen
    =reklama
    =reklam
    =reklame
    =hirdetés
    =publicitate
    =реклама
    =διαφήμιση
    =iklan
    =advertisement · scroll to continue
    =scroll to continue reading
    =quảng cáo
    =广告
    =廣告
    =広告
    =スポンサーリンク
    =광고
    =إعلان
    =פרסומת
    =विज्ञापन
    =বিজ্ঞাপন";
