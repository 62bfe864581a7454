//! Whether a text is in the language that its page declares, told by the commonest words.
//!
//! Takes a text and a language's code, says yes or nothing. A few hundred bytes of prose have some twenty words like
//! "the" and "that"; where several such words of one language stand and hardly any of another's, no detector is needed,
//! and detectors compare a text with every language they know. Near kin that share these words (Danish and Norwegian) are
//! left to the detector.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::character::{Kind, kind, push_lowercase};
use crate::text::hash::Quick;

/// Common words that are needed, and how many different ones.
const FEWEST: u32 = 6;
const FEWEST_DIFFERENT: u32 = 3;

/// Whether `text` is surely in the language of this ISO 639-1 code.
pub(super) fn speak_for(text: &str, code: &str) -> bool {
    let named = |(known, _): &(&str, &str)| !known.is_empty() && *known == code;
    let Some(language) = WORDS.iter().position(named) else { return false };
    let mut lower = String::with_capacity(text.len() + 8);
    push_lowercase(text, &mut lower);
    let (mut own, mut others, mut met) = (0, 0, 0u64);
    for word in lower.split(|c: char| !kind(c).is(Kind::ALPHABETIC)).filter(|word| !word.is_empty()) {
        match TABLE.get(word) {
            Some(&(of, number)) if of == language => {
                own += 1;
                met |= 1 << number;
            }
            Some(_) => others += 1,
            None => {}
        }
    }
    own >= FEWEST && met.count_ones() >= FEWEST_DIFFERENT && own >= 5 * others
}

/// Each word's language and its number among the language's words.
static TABLE: LazyLock<HashMap<&'static str, (usize, usize), Quick>> = LazyLock::new(|| {
    let of = |(language, (_, words)): (usize, &(&str, &'static str))| {
        words.split(' ').enumerate().map(move |(number, word)| (word, (language, number % 64)))
    };
    WORDS.iter().enumerate().flat_map(of).collect()
});

/// Words common in one language and in no other of those that are told apart here.
const WORDS: &[(&str, &str)] = &[
    (
        "en",
        "the and that with his who from this their been would about said they were which not but you its had she",
    ),
    (
        "de",
        "und das nicht von mit ist eine einen auf für sich auch werden wird sind wurde über zum zur noch dem",
    ),
    ("fr", "les des est une dans pour pas qui sur avec cette aux ont été leur ils elle nous vous être sont"),
    ("es", "el los las y su más pero fue según también hasta donde cuando muy hay años"),
    ("it", "che della gli alla nel dei delle più anche sono dal stato questo degli è nella"),
    ("pt", "não uma em os ao dos pela pelo são foi também seu sua até isso já"),
    ("nl", "het een van niet zijn voor ook aan werd wordt naar maar bij deze heeft"),
    ("sv", "och att inte är för ett från även också till"),
    ("pl", "się nie że jest oraz przez dla był jego który także które"),
    ("cs", "které podle jsou bylo také však při nebo aby který"),
    ("tr", "ve bir bu için ile olarak olan gibi daha"),
    ("id", "yang dan dengan untuk dari ini itu pada akan tidak juga dalam karena"),
    ("ru", "что это как его был также она были или года"),
    ("uk", "що його від але було які цього також є"),
    ("hu", "hogy nem egy volt meg csak már és"),
    ("ro", "și că pentru sunt din care fost după"),
    ("fi", "että ei oli hän myös mutta joka kun ovat"),
    ("vi", "của các không được trong một người là"),
    ("ca", "els amb dels aquest també seva"),
    ("hr", "je koji nakon godine kako što"),
    ("sk", "ktoré podľa sú bolo alebo ktorý"),
    // Danish and Norwegian: they speak against the others, and for no code of their own.
    ("", "af og ikke det til"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_speaks_for_two_languages() {
        assert_eq!(TABLE.len(), WORDS.iter().map(|(_, words)| words.split(' ').count()).sum::<usize>());
    }

    #[test]
    fn prose_speaks_for_its_language_alone() {
        let german = "Der Hafen ist nach dem Sturm wieder geöffnet worden, teilte die Stadt mit. Die Fähren fahren \
            nach Plan, doch auf der Insel ist der Strom noch nicht wieder da, und viele Häuser sind beschädigt.";
        assert!(speak_for(german, "de"));
        assert!(!speak_for(german, "en") && !speak_for(german, "nl") && !speak_for(german, "la"));
        let norwegian = "Det er ikke mer strøm på øya, og det blir ikke ferge til byen, sa ordføreren til avisen. Det er til å leve med.";
        assert!(!["da", "no", "sv", ""].iter().any(|code| speak_for(norwegian, code)), "a detector's to say");
        assert!(!speak_for("The the the the the the the the.", "en"), "one word is not enough");
        assert!(!speak_for("The mayor said that.", "en"), "a few words are not enough");
    }
}
