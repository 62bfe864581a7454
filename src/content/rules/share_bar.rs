//! Is the line a bar to share the report or to follow the site?

use super::{Found, Line, Rule};
use crate::model::{CutKind, RuleId};

/// The whole line is a button or a row of networks; or it begins with "share on" and names a network soon.
pub(super) struct ShareBar;

impl Rule for ShareBar {
    fn id(&self) -> RuleId {
        RuleId::new("share-bar")
    }

    fn kind(&self) -> CutKind {
        CutKind::Promo
    }

    fn phrases(&self) -> &'static str {
        include_str!("wordings/share_bar.txt")
    }

    fn strips(&self, line: &Line<'_>, found: Found) -> bool {
        match found {
            Found::Whole => true,
            Found::Label | Found::Start => {
                only_networks(line.text)
                    || (names_network(line.text)
                        && (line.words() <= 14 && !line.is_sentence()
                            || line.words() <= 40 && line.opens_with(FOLLOW_US)))
            }
            Found::Inside | Found::Nothing => false,
        }
    }
}

/// How a line begins that asks its reader to follow the site, which no report does.
const FOLLOW_US: &[&str] = &[
    "follow us ",
    "find us ",
    "like us ",
    "folgen sie uns ",
    "folge uns ",
    "folgt uns ",
    "suivez-nous ",
    "síguenos ",
    "síganos ",
    "siga-nos ",
    "seguici ",
    "volg ons ",
    "följ oss ",
    "følg oss ",
    "følg os ",
];

const NETWORKS: &[&str] = &[
    "facebook",
    "twitter",
    "whatsapp",
    "linkedin",
    "pinterest",
    "reddit",
    "telegram",
    "tumblr",
    "instagram",
    "youtube",
    "flipboard",
    "messenger",
    "xing",
    "email",
    "e-mail",
    "mail",
    "pocket",
    "threads",
    "bluesky",
    "mastodon",
    "tiktok",
    "wechat",
    "weibo",
    "line",
    "vk",
    "viber",
    "snapchat",
    "google+",
    "google",
    "rss",
    "x",
    "sms",
    "copy",
    "link",
    "print",
    "share",
    "tweet",
    "pin",
    "send",
    "kakao",
    "hatena",
    "微信",
    "微博",
    "qq",
];

/// Nothing but networks and marks.
fn only_networks(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words =
        lower.split(|c: char| !c.is_alphanumeric() && c != '+' && c != '-').filter(|w| !w.is_empty());
    let n = words.clone().count();
    n >= 2 && words.all(|word| NETWORKS.contains(&word))
}

fn names_network(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).any(|word| {
        word.len() > 4 && NETWORKS.contains(&word) && !matches!(word, "share" | "print" | "email")
    })
}
