//! Words that are written in more than one way: numerals, percent forms, wire abbreviations, British and American
//! spelling that letters do not tell.

use std::sync::LazyLock;

use super::Folder;
use super::letters::Plain;

/// Places in the table of canonical words: five times as many as words.
const SLOTS: usize = 1024;

/// Words that are written in more than one way, by the hash of each way.
pub(super) struct Canon {
    slots: Vec<(u32, u32)>,
    /// A bit for the first bits of each way and of `cent`: most words are none of these.
    sieve: [u64; SIEVE],
    pub(super) percent: u32,
    pub(super) per: u32,
    pub(super) cent: u32,
}

/// The forms of a word, the one they count as first.
const FORMS: &[&str] = &[
    "0 zero",
    "1 one",
    "2 two",
    "3 three",
    "4 four",
    "5 five",
    "6 six",
    "7 seven",
    "8 eight",
    "9 nine",
    "10 ten",
    "11 eleven",
    "12 twelve",
    "13 thirteen",
    "14 fourteen",
    "15 fifteen",
    "16 sixteen",
    "17 seventeen",
    "18 eighteen",
    "19 nineteen",
    "20 twenty",
    "30 thirty",
    "40 forty",
    "50 fifty",
    "60 sixty",
    "70 seventy",
    "80 eighty",
    "90 ninety",
    "1st first",
    "2nd second",
    "3rd third",
    "percent pct",
    "million mln mn",
    "billion bln bn",
    "trillion tln trn",
    "dollars dlrs",
    "dollar dlr",
    "cents cts",
    "versus vs",
    "share shr",
    "shares shrs",
    "year yr",
    "years yrs",
    "quarter qtr",
    "months mths",
    "average avg",
    "revenues revs",
    "government govt",
    "international intl",
    "national natl",
    "company co",
    "companies cos",
    "corporation corp",
    "incorporated inc",
    "limited ltd",
    "department dept",
    "association assn",
    "january jan",
    "february feb",
    "august aug",
    "september sept sep",
    "october oct",
    "november nov",
    "december dec",
    "kilometers kilometres km kms",
    "kilometer kilometre",
    "meters metres",
    "meter metre",
    "center centre",
    "centers centres",
    "theater theatre",
    "theaters theatres",
    "liters litres",
    "liter litre",
    "fiber fibre",
    "maneuver manoeuvre",
    "defense defence",
    "offense offence",
    "license licence",
    "licenses licences",
    "program programme",
    "programs programmes",
    "tons tonnes",
    "ton tonne",
    "gray grey",
    "tire tyre",
    "tires tyres",
    "aluminum aluminium",
    "skeptical sceptical",
    "plow plough",
    "sulfur sulphur",
    "jewelry jewellery",
    "toward towards",
    "afterward afterwards",
    "among amongst",
    "while whilst",
    "check cheque",
    "checks cheques",
    "catalog catalogue",
    "dialog dialogue",
    "analyse analyze",
    "spokesperson spokesman spokeswoman",
];

pub(super) static CANON: LazyLock<Canon> = LazyLock::new(|| {
    let bare = Canon { slots: vec![(0, 0); SLOTS], sieve: [0; SIEVE], percent: 0, per: 0, cent: 0 };
    let hash = |form: &str| {
        let mut out = Vec::new();
        Folder::new(form, &mut out, &bare).run(&Plain::of(form.as_bytes()));
        out.first().map_or(0, |word| word.hash)
    };
    let mut slots = vec![(0, 0); SLOTS];
    for forms in FORMS {
        let mut forms = forms.split(' ').map(hash);
        let Some(canonical) = forms.next() else { continue };
        for form in forms {
            let mut at = form as usize % SLOTS;
            while slots[at] != (0, 0) {
                at = (at + 1) % SLOTS;
            }
            slots[at] = (form, canonical);
        }
    }
    let cent = hash("cent");
    let mut sieve = [0; SIEVE];
    for &(form, _) in slots.iter().chain([&(cent, cent)]) {
        let (word, bit) = sieved(form);
        sieve[word] |= bit;
    }
    Canon { slots, sieve, percent: hash("percent"), per: hash("per"), cent }
});

/// Words of the sieve, 64 bits each.
const SIEVE: usize = 128;

fn sieved(hash: u32) -> (usize, u64) {
    ((hash >> 25) as usize, 1 << (hash >> 19 & 63))
}

impl Canon {
    /// Whether this may be one of several ways to write a word, or a part of one; wrong for few words.
    pub(super) fn may_have(&self, hash: u32) -> bool {
        let (word, bit) = sieved(hash);
        self.sieve[word] & bit != 0
    }

    /// What it counts as, where that is another way to write it.
    pub(super) fn get(&self, hash: u32) -> Option<u32> {
        let mut at = hash as usize % SLOTS;
        loop {
            match self.slots.get(at) {
                Some(&(form, canonical)) if form == hash => return Some(canonical),
                Some(&(0, 0)) | None => return None,
                _ => at = (at + 1) % SLOTS,
            }
        }
    }
}
