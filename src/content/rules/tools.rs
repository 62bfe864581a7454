//! Is the line a tool of the page: print, zoom, font size, listen, reading time?

use super::{Found, Line, Rule};
use crate::model::{CutKind, RuleId};

/// The whole line is a button's label; a row of tools is known by its parts.
pub(super) struct Tools;

impl Rule for Tools {
    fn id(&self) -> RuleId {
        RuleId::new("tools")
    }

    fn kind(&self) -> CutKind {
        CutKind::Tool
    }

    fn phrases(&self) -> &'static str {
        PHRASES
    }

    fn strips(&self, line: &Line<'_>, found: Found) -> bool {
        match found {
            Found::Whole => true,
            Found::Label | Found::Start => only_tools(line.text),
            Found::Inside | Found::Nothing => false,
        }
    }
}

/// Every part between bars or brackets is a tool's label, or begins with one and is as short: "E-mail to a friend".
fn only_tools(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut parts =
        lower.split(['|', '•', '·', '/', '[', ']']).map(str::trim).filter(|part| !part.is_empty());
    let labels = || PHRASES.lines().filter_map(|phrase| phrase.trim().strip_prefix('='));
    let is_tool = |part: &str| {
        labels().any(|label| match part.strip_prefix(label) {
            Some(rest) => rest.is_empty() || (part.len() <= LABEL && rest.starts_with([' ', ':'])),
            None => false,
        })
    };
    parts.clone().count() >= 2 && parts.all(is_tool)
}

/// Bytes of a tool's label.
const LABEL: usize = 30;

const PHRASES: &str = "=zoom in
    =zoom out
    =print
    =print this
    =print this page
    =print this article
    =print article
    =print page
    =print story
    =printer friendly
    =email
    =e-mail
    =email this article
    =save
    =save article
    =save this article
    =save for later
    =bookmark
    =bookmark this
    =text size
    =font size
    =larger
    =smaller
    =listen
    =listen to this article
    =listen to article
    =# min read
    =# minute read
    =# mins read
    =# minutes read
    =skip to content
    =skip to main content
    =skip to navigation
    =skip navigation
    =skip advertisement
    =back to top
    =top of page
    =send to a friend
    =back to home
    =go back
    =go to top
    =scroll to top
    =view gallery
    =open gallery
    =enlarge image
    =play video
    =watch live
    =close
    =menu
    =search
    =sign in
    =log in
    =login
    =log out
    =register
    =my account
    =drucken
    =artikel drucken
    =seite drucken
    =artikel anhören
    =vorlesen
    =merken
    =artikel merken
    =zur startseite
    =nach oben
    =zum inhalt springen
    =zur navigation springen
    =lesezeit # minuten
    =# min lesezeit
    =# min. lesezeit
    =schriftgröße
    =anmelden
    =abmelden
    =suche
    =schließen
    =imprimer
    =imprimer l'article
    =écouter
    =écouter l'article
    =écouter cet article
    =agrandir
    =enregistrer
    =aller au contenu
    =aller au contenu principal
    =se connecter
    =rechercher
    =retour en haut
    =haut de page
    =lecture # min
    =temps de lecture # min
    =imprimir
    =guardar
    =escuchar
    =buscar
    =iniciar sesión
    =cerrar
    =ir al contenido
    =saltar al contenido
    =salvar
    =ouvir
    =entrar
    =fechar
    =stampa
    =ascolta
    =salva
    =cerca
    =accedi
    =chiudi
    =afdrukken
    =bewaar
    =zoeken
    =inloggen
    =luister
    =skriv ut
    =udskriv
    =lyssna
    =lyt
    =lytt
    =logga in
    =log ind
    =logg inn
    =sök
    =søg
    =søk
    =drukuj
    =szukaj
    =zaloguj
    =zaloguj się
    =posłuchaj
    =tisk
    =tisknout
    =hledat
    =přihlásit
    =распечатать
    =печать
    =версия для печати
    =слушать
    =поиск
    =войти
    =yazdır
    =giriş
    =ara
    =cetak
    =打印
    =字号
    =收藏
    =关闭
    =返回顶部
    =打印本页
    =关闭窗口
    =列印
    =印刷
    =印刷する
    =保存
    =ログイン
    =検索
    =인쇄
    =인쇄하기
    =글자크기
    =글자 크기
    =طباعة
    =הדפסה
    ^zoom in
    ^print
    ^email
    ^e-mail
    ^text size
    ^font size
    ^save
    ^listen
    ^drucken
    ^imprimer
    ^imprimir
    ^打印";
