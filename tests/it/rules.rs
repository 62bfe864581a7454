//! The legible rules, through the public door: what they cut, in many languages, and that prose is safe from them.

use copydesk::charset::{self, Decoder};
use copydesk::content::{Extractor, Knowledge, Options};
use copydesk::model::{Markup, Origin, Record};
use proptest::prelude::*;

const BODY: &str = "The ferries returned to the island on Tuesday after a week of storms that had kept them in the port, and the islanders had no bread.";

/// The rules that cut `line` when it stands behind a report.
fn cut(line: &str) -> Option<String> {
    let text = format!("Ferries return to the island\n\n{BODY}\n\n{BODY}\n\n{line}\n");
    let record =
        Record::new(Origin::file("a.txt", text.len() as u64), text.into_bytes()).marked(Markup::Text);
    let page = Decoder::new(&charset::Options::default()).unwrap().apply(record).unwrap();
    let document = Extractor::new(&Options::default(), &Knowledge::default()).apply(page).unwrap();
    let cuts = &document.extraction().cut;
    cuts.iter().find(|cut| cut.text == line).map(|cut| cut.rule.to_string())
}

fn check(rule: &str, lines: &[&str]) {
    for line in lines {
        assert_eq!(cut(line).as_deref(), Some(rule), "{line}");
    }
}

#[test]
fn lists_of_other_reports_are_headed_in_many_languages() {
    check(
        "related",
        &[
            "Related Articles",
            "Das könnte Sie auch interessieren",
            "À lire aussi",
            "Te puede interesar",
            "Leia também",
            "Читайте также",
            "相关新闻",
            "関連記事",
            "관련기사",
            "Baca juga",
            "Материалы по теме",
            "Czytaj też: Most zwodzony nie chce się zwodzić",
            "Loe ka",
        ],
    );
}

#[test]
fn comment_widgets_leave_lines_in_many_languages() {
    check(
        "comments",
        &[
            "12 Comments",
            "Comments (3)",
            "Schreibe einen Kommentar",
            "Laisser un commentaire",
            "Deja un comentario",
            "Добавить комментарий",
            "网友评论",
            "댓글쓰기",
        ],
    );
}

#[test]
fn rights_and_consent_are_no_body() {
    check(
        "copyright",
        &[
            "© 2016 The Harbour Times",
            "Alle Rechte vorbehalten",
            "Tous droits réservés.",
            "Все права защищены",
            "Riproduzione riservata",
            "Nachdruck nur mit Genehmigung der Redaktion.",
            "Toute reproduction interdite sans l'accord du journal.",
            "Prohibida su reproducción total o parcial sin autorización del titular.",
            "При использовании материалов ссылка на редакцию обязательна.",
            "未经授权不得转载本社稿件",
        ],
    );
    check(
        "cookies",
        &[
            "We use cookies to make this site better.",
            "Diese Website verwendet Cookies.",
            "Utilizamos cookies propias y de terceros.",
        ],
    );
    check("advertisement", &["Anzeige", "Publicité", "Story continues below advertisement"]);
}

#[test]
fn what_odds_owe_their_readers_is_no_body() {
    check(
        "betting",
        &[
            "When the fun stops, stop. Odds correct at time of writing.",
            "18+ only. For help see begambleaware.org.",
            "Glücksspiel kann süchtig machen. Hilfe gibt es bei der Beratungsstelle.",
            "Jouer comporte des risques : dettes, isolement, dépendance.",
            "Il gioco è vietato ai minori e può causare dipendenza.",
        ],
    );
    for report in [
        "The slogan \"when the fun stops, stop\" will leave the stands of the island's track in May.",
        "\"Gamble responsibly\" was what the sign said, and the harbour master laughed.",
        "Odds were long, but the boat came in ahead of the pilot.",
    ] {
        assert_ne!(cut(report).as_deref(), Some("betting"), "{report}");
    }
}

#[test]
fn sharing_and_signing_up_are_no_body() {
    check(
        "share-bar",
        &["Auf Facebook teilen", "Share on WhatsApp", "Facebook Twitter WhatsApp", "Síguenos"],
    );
    check(
        "newsletter",
        &[
            "Sign up for our newsletter",
            "Newsletter abonnieren",
            "Subscribe now",
            "You can unsubscribe at any time.",
        ],
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_line_is_asked_without_a_panic(line in "\\PC{0,80}") {
        let _ = cut(&line);
    }
}

#[test]
fn a_row_of_tools_is_known_by_its_labels() {
    check(
        "tools",
        &[
            "Print this page | E-mail to a friend | Text size: A A+",
            "Save • Listen • Print",
            "[Print] [Send to a friend] [Top of page]",
        ],
    );
    assert_ne!(cut("Save the whale | a history of the herring fleet in six lives").as_deref(), Some("tools"));
}

#[test]
fn a_note_to_subscribers_is_no_part_of_the_report() {
    check(
        "newsletter",
        &["この記事は有料会員記事です。会員登録すると月三本まで読めます。", "订阅后继续阅读本文"],
    );
}
