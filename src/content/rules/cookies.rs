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
        PHRASES
    }

    fn strips(&self, line: &Line<'_>, found: Found) -> bool {
        !matches!(found, Found::Nothing) && !line.text.starts_with(['"', '“', '„', '«'])
    }
}

const PHRASES: &str = "=accept cookies
    =accept all cookies
    =accept all
    =reject all
    =cookie settings
    =cookie preferences
    =cookie policy
    =cookies policy
    =manage cookies
    =manage consent
    =privacy settings
    =privacy policy
    =terms of use
    =terms of service
    =terms and conditions
    =cookie-einstellungen
    =alle akzeptieren
    =alle cookies akzeptieren
    =datenschutz
    =datenschutzerklärung
    =impressum
    =datenschutz-einstellungen
    =tout accepter
    =tout refuser
    =accepter les cookies
    =gérer les cookies
    =mentions légales
    =politique de confidentialité
    =aceptar cookies
    =aceptar todo
    =política de cookies
    =política de privacidad
    =aviso legal
    =aceitar
    =política de privacidade
    =accetta tutti
    =informativa sulla privacy
    =cookies accepteren
    =privacybeleid
    =polityka prywatności
    =politika privatnosti
    =политика конфиденциальности
    =gizlilik politikası
    =kebijakan privasi
    ^this site uses cookies
    ^this website uses cookies
    ^this website stores cookies
    ^our website uses cookies
    ^our site uses cookies
    ^we use cookies
    ^we and our partners
    ^by using this site, you agree
    ^by using our site, you agree
    ^by continuing to use this
    ^by continuing to browse
    ^you need to enable javascript
    ^please enable javascript
    ^javascript is disabled
    ^javascript is required
    ^your browser does not support
    ^your browser is out of date
    ^you are using an outdated browser
    ^diese website verwendet cookies
    ^diese website benutzt cookies
    ^diese webseite verwendet cookies
    ^diese seite verwendet cookies
    ^wir verwenden cookies
    ^wir nutzen cookies
    ^wir setzen cookies
    ^um diesen inhalt anzuzeigen
    ^an dieser stelle finden sie einen externen inhalt
    ^empfohlener redaktioneller inhalt
    ^ich bin damit einverstanden, dass mir externe inhalte angezeigt werden
    ^ihr browser unterstützt
    ^bitte aktivieren sie javascript
    ^ce site utilise des cookies
    ^ce site web utilise des cookies
    ^nous utilisons des cookies
    ^en poursuivant votre navigation
    ^votre navigateur ne supporte pas
    ^este sitio utiliza cookies
    ^este sitio web utiliza cookies
    ^esta web utiliza cookies
    ^utilizamos cookies
    ^usamos cookies
    ^este site utiliza cookies
    ^este site usa cookies
    ^nós usamos cookies
    ^questo sito utilizza cookie
    ^questo sito utilizza i cookie
    ^questo sito usa i cookie
    ^utilizziamo i cookie
    ^deze website maakt gebruik van cookies
    ^deze website gebruikt cookies
    ^wij gebruiken cookies
    ^we gebruiken cookies
    ^vi bruger cookies
    ^vi använder cookies
    ^vi bruker informasjonskapsler
    ^käytämme evästeitä
    ^ta strona używa plików cookie
    ^strona korzysta z plików cookie
    ^tento web používá soubory cookie
    ^tento web používá cookies
    ^používáme cookies
    ^ova stranica koristi kolačiće
    ^мы используем cookie
    ^мы используем файлы cookie
    ^этот сайт использует cookie
    ^bu site çerezleri kullanır
    ^本网站使用cookie
    ^当サイトではcookie";
