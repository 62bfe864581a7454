//! Finds which groups of words stand in a text, in one walk over its bytes.
//!
//! Takes words with a mask each, then texts; gives the union of the masks of all words that stand anywhere in a text,
//! inside of others or across them. The automaton of Aho and Corasick (1975), its table of transitions whole, each state
//! with the masks of all words that end there: a byte costs one look, whatever is found. Case of ASCII letters does not
//! count.

/// The automaton.
#[derive(Debug, Clone)]
pub struct Spotter {
    /// The next state, by state and class of byte.
    next: Vec<u16>,
    masks: Vec<u64>,
    classes: [u8; 256],
    /// Bits of a class.
    shift: u32,
}

/// States of the largest automaton: a few hundred words have a few thousand.
const MOST_STATES: usize = 1 << 16;

impl Spotter {
    /// Of these words. Words that would need more states than there can be are left out, which no list of ours comes to.
    pub fn of<'w>(words: impl Iterator<Item = (&'w str, u64)> + Clone) -> Self {
        let mut classes = [0_u8; 256];
        let mut used = 1_u8;
        for byte in words.clone().flat_map(|(word, _)| word.bytes()).map(|byte| byte.to_ascii_lowercase()) {
            if classes[usize::from(byte)] == 0 {
                classes[usize::from(byte)] = used;
                classes[usize::from(byte.to_ascii_uppercase())] = used;
                used = used.saturating_add(1);
            }
        }
        let mut spotter =
            Self { next: Vec::new(), masks: Vec::new(), classes, shift: u32::from(used).ilog2() + 1 };
        spotter.add_state();
        for (word, mask) in words {
            spotter.add(word, mask);
        }
        spotter.close();
        spotter
    }

    /// Of groups of words, each with its mask.
    pub fn of_groups(groups: &[(&[&str], u64)]) -> Self {
        Self::of(groups.iter().flat_map(|(words, mask)| words.iter().map(move |word| (*word, *mask))))
    }

    /// The union of the masks of all words that stand in `text`.
    #[inline]
    pub fn spot(&self, text: &str) -> u64 {
        let (mut state, mut mask) = (0, 0);
        for byte in text.bytes() {
            let at = (state << self.shift) | usize::from(self.classes[usize::from(byte)]);
            state = usize::from(self.next[at]);
            mask |= self.masks[state];
        }
        mask
    }

    fn add_state(&mut self) -> u16 {
        self.masks.push(0);
        self.next.resize(self.masks.len() << self.shift, 0);
        (self.masks.len() - 1) as u16
    }

    /// Adds a word to the tree of all words; 0 stands for a way that is not there yet.
    fn add(&mut self, word: &str, mask: u64) {
        if self.masks.len() + word.len() > MOST_STATES {
            return;
        }
        let mut state = 0;
        for byte in word.bytes() {
            let at = (state << self.shift) | usize::from(self.classes[usize::from(byte)]);
            if self.next[at] == 0 {
                let new = self.add_state();
                self.next[at] = new;
            }
            state = usize::from(self.next[at]);
        }
        self.masks[state] |= mask;
    }

    /// Fills in where each state goes on a byte that no word goes on with: where its longest proper end goes.
    fn close(&mut self) {
        let width = 1 << self.shift;
        let mut fall = vec![0usize; self.masks.len()];
        let mut queue: Vec<usize> =
            self.next[..width].iter().map(|&to| usize::from(to)).filter(|&to| to != 0).collect();
        let mut done = 0;
        while let Some(&state) = queue.get(done) {
            done += 1;
            self.masks[state] |= self.masks[fall[state]];
            for class in 0..width {
                let at = (state << self.shift) | class;
                let other = self.next[(fall[state] << self.shift) | class];
                match usize::from(self.next[at]) {
                    0 => self.next[at] = other,
                    to => {
                        fall[to] = usize::from(other);
                        queue.push(to);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn what_stands_there_is_found(words in proptest::collection::vec("[abé]{1,4}", 1..9), text in "[abABé ]{0,30}") {
            let with_masks = words.iter().enumerate().map(|(at, word)| (word.as_str(), 1 << at));
            let lower = text.to_ascii_lowercase();
            let expected = words.iter().enumerate().filter(|(_, word)| lower.contains(word.as_str()));
            proptest::prop_assert_eq!(Spotter::of(with_masks).spot(&text), expected.fold(0, |mask, (at, _)| mask | 1 << at));
        }
    }
}
