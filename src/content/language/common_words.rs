//! What language a text is surely in, told by the commonest words.
//!
//! Takes a text, gives a language or nothing. A few hundred bytes of prose have some twenty words like "the" and "that";
//! where several such words of one language stand and hardly any of another's, no detector is needed, and detectors
//! compare a text with every language they know. Near kin that share these words (Danish and Norwegian) are left to the
//! detector, and so is a text without a label in a language whose words a kin has too (Dutch and Afrikaans).

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::character::{Kind, kind, push_lowercase};
use crate::text::hash::Quick;

/// Common words that are needed, and how many different ones.
const FEWEST: u32 = 6;
const FEWEST_DIFFERENT: u32 = 3;

/// A language whose common words a text has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spoken {
    /// ISO 639-1.
    pub(super) code: &'static str,
    /// No kin that a detector knows has these words too.
    pub(super) alone: bool,
}

/// Common words that speak for a language that the page is labelled with.
const FEWEST_OF_A_LABEL: u32 = 3;

/// The common words of a text.
pub(super) struct Heard {
    /// How many there are in all.
    all: u32,
    /// How many of each language, in the order of [`WORDS`].
    of: [u32; WORDS.len()],
    /// Which of each language.
    met: [u64; WORDS.len()],
}

impl Heard {
    /// Those in `text`.
    pub(super) fn in_text(text: &str) -> Self {
        let mut lower = String::with_capacity(text.len() + 8);
        push_lowercase(text, &mut lower);
        let mut heard = Self { all: 0, of: [0; WORDS.len()], met: [0; WORDS.len()] };
        for word in lower.split(|c: char| !kind(c).is(Kind::ALPHABETIC)).filter(|word| !word.is_empty()) {
            if let Some(&(language, number)) = TABLE.get(word) {
                heard.all += 1;
                heard.of[language] += 1;
                heard.met[language] |= 1 << number;
            }
        }
        heard
    }

    /// The language that the text is surely in.
    pub(super) fn spoken(&self) -> Option<Spoken> {
        let (language, own) = self.of.into_iter().enumerate().max_by_key(|&(_, words)| words)?;
        let (code, kinship, _) = WORDS[language];
        (own >= FEWEST
            && self.met[language].count_ones() >= FEWEST_DIFFERENT
            && own >= 5 * (self.all - own)
            && !code.is_empty())
        .then_some(Spoken { code, alone: kinship == Alone })
    }

    /// Whether the text bears out that it is in the language `code`: fewer words do where a label says the same.
    pub(super) fn bear_out(&self, code: &str) -> bool {
        let own = WORDS.iter().zip(self.of).find(|((known, ..), _)| *known == code).map_or(0, |(_, own)| own);
        own >= FEWEST_OF_A_LABEL && own >= 3 * (self.all - own)
    }
}

/// Each word's language and its number among the language's words.
static TABLE: LazyLock<HashMap<&'static str, (usize, usize), Quick>> = LazyLock::new(|| {
    let of = |(language, (_, _, words)): (usize, &(&str, Kinship, &'static str))| {
        words.split(' ').enumerate().map(move |(number, word)| (word, (language, number % 64)))
    };
    WORDS.iter().enumerate().flat_map(of).collect()
});

/// Whether a kin of a language has its common words too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kinship {
    Alone,
    Kin,
}

use Kinship::{Alone, Kin};

/// Words common in one language and in no other of those that are told apart here.
const WORDS: &[(&str, Kinship, &str)] = &[
    (
        "en",
        Alone,
        "the and that with his who from this their been would about said they were which not but you its had she by are has there after when could more what into than our out over",
    ),
    (
        "de",
        Alone,
        "und das nicht von mit ist eine einen auf für sich auch werden wird sind wurde über zum zur noch dem der dass bei nach aus hat sie einer eines haben kann dieser vor",
    ),
    (
        "fr",
        Alone,
        "les des est une dans pour pas qui sur avec cette aux ont été leur ils elle nous vous être sont",
    ),
    (
        "es",
        Alone,
        "el los las y su más pero fue según también hasta donde cuando muy hay años sus ese esto quien otros tras",
    ),
    ("it", Alone, "che della gli alla nel dei delle più anche sono dal stato questo degli è nella"),
    (
        "pt",
        Alone,
        "não uma em os ao dos pela pelo são foi também seu sua até isso já você tem muito ainda há depois disse pelos pelas nas",
    ),
    ("nl", Kin, "het een van niet zijn voor ook aan werd wordt naar maar bij deze heeft"),
    ("sv", Kin, "och att inte är för ett från även också till"),
    (
        "pl",
        Alone,
        "się nie że jest oraz przez dla był jego który także które jako ale tym tego są może ich już roku jak czy",
    ),
    ("cs", Alone, "které podle jsou bylo také však při nebo aby který"),
    ("tr", Alone, "ve bir bu için ile olarak olan gibi daha"),
    ("id", Kin, "yang dan dengan untuk dari ini itu pada akan tidak juga dalam karena"),
    ("ru", Alone, "что это как его был также она были или года из для который которые чтобы лет этом"),
    ("uk", Alone, "що його від але було які цього також є"),
    ("hu", Alone, "hogy nem egy volt meg csak már és"),
    ("ro", Alone, "și că pentru sunt din care fost după"),
    ("fi", Alone, "että ei oli hän myös mutta joka kun ovat"),
    ("vi", Alone, "của các không được trong một người là"),
    ("ca", Kin, "els amb dels aquest també seva"),
    ("hr", Kin, "je koji nakon godine kako što"),
    ("sk", Kin, "ktoré podľa sú bolo alebo ktorý"),
    // Danish and Norwegian: they speak against the others, and for no code of their own.
    ("", Kin, "af og ikke det til"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_speaks_for_two_languages() {
        assert_eq!(TABLE.len(), WORDS.iter().map(|(_, _, words)| words.split(' ').count()).sum::<usize>());
    }

    fn check(text: &str) -> Option<&'static str> {
        Heard::in_text(text).spoken().map(|spoken| spoken.code)
    }

    #[test]
    fn prose_speaks_for_its_language_alone() {
        let german = "Der Hafen ist nach dem Sturm wieder geöffnet worden, teilte die Stadt mit. Die Fähren fahren \
            nach Plan, doch auf der Insel ist der Strom noch nicht wieder da, und viele Häuser sind beschädigt.";
        assert_eq!(check(german), Some("de"));
        let norwegian = "Det er ikke mer strøm på øya, og det blir ikke ferge til byen, sa ordføreren til avisen. Det er til å leve med.";
        assert_eq!(check(norwegian), None, "a detector's to say");
        assert_eq!(check("The the the the the the the the the."), None, "one word is not enough");
        assert_eq!(check("The mayor said that."), None, "a few words are not enough");
    }

    #[test]
    fn a_label_needs_fewer_words() {
        let heard = Heard::in_text("Bürgermeisterin Okafor eröffnet mit der Fähre den Hafen und lacht.");
        assert_eq!(heard.spoken(), None);
        assert!(heard.bear_out("de"));
        assert!(!heard.bear_out("en") && !heard.bear_out("xx") && !heard.bear_out(""));
    }
}
