//! What the compressions have in common: a stream is a row of members (gzip), frames (zstd) or streams (bzip2, xz),
//! each with a signature of its own, so that damage in one does not cost the next.
//!
//! Takes a compressed [`Input`], gives the decompressed bytes of all members as one stream. Damage, a bomb and junk
//! between members are gaps in that stream. After one, the next member is looked for by its signature, from one byte
//! behind the damaged one's beginning as far as that is still held: a cut member swallows the beginning of the next.

use std::io::{self, Read};
use std::rc::Rc;

use super::Input;
use super::desk::{Desk, Place, Spent};
use super::input::Gap;
use crate::model::Reason;

/// A compression made of members.
pub(super) struct Codec {
    /// Its name in messages.
    pub(super) name: &'static str,
    /// Extensions that the peeled name loses.
    pub(super) extensions: &'static [&'static str],
    /// The bytes that a search for the next member looks for.
    pub(super) needle: &'static [u8],
    /// Whether a member starts with these bytes.
    pub(super) begins: fn(&[u8]) -> bool,
    /// Starts to decompress one member.
    pub(super) open: for<'a> fn(Input<'a>) -> Opened<'a>,
}

/// A member's decompressor, or the input back where there can be none.
pub(super) type Opened<'a> = Result<Box<dyn Member<'a> + 'a>, Box<Input<'a>>>;

/// Bytes that tell a member's beginning.
pub(super) const SIGNATURE: usize = 16;
/// Bytes that may be looked at twice beyond twice those looked at once, so that forged signatures cost linear time.
const REREAD: u64 = 1 << 20;

/// The decompressor of one member, which stops at the member's end.
pub(super) trait Member<'a>: Read {
    /// The compressed stream, as far as it has been taken.
    fn input(&self) -> &Input<'a>;
    /// The compressed stream behind the member.
    fn into_input(self: Box<Self>) -> Input<'a>;
}

/// Peels one layer off and reads what is inside.
pub(super) fn peel(desk: &mut Desk<'_>, input: Input<'_>, place: &Place, codec: &'static Codec) {
    let members = Members {
        codec,
        state: State::Between(input),
        begun: 0,
        given: 0,
        since: 0,
        reread: 0,
        limits: Limits::of(desk),
    };
    let peeled = place.peeled(codec.extensions);
    desk.open(Input::new(Box::new(members)), &peeled);
}

/// How far decompression may go.
#[derive(Debug, Clone)]
pub(super) struct Limits {
    size: u64,
    ratio: u64,
    spent: Rc<Spent>,
}

impl Limits {
    pub(super) fn of(desk: &Desk<'_>) -> Self {
        let options = desk.options;
        Self { size: options.max_record_bytes, ratio: options.max_ratio, spent: Rc::clone(&desk.spent) }
    }

    /// Counts `n` bytes just given by a member that has given `given` for `taken`.
    ///
    /// # Errors
    /// The member is a bomb, or all members of the source together are (archives of bombs in archives).
    pub(super) fn allow(&self, n: usize, given: u64, taken: u64) -> Result<(), Reason> {
        self.spent.expanded.set(self.spent.expanded.get() + n as u64);
        let bomb = given > self.size && given > self.ratio.saturating_mul(taken.max(1));
        if bomb || self.exhausted() { Err(Reason::Bomb { ratio: self.ratio }) } else { Ok(()) }
    }

    /// Bytes a record may have.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// The source as a whole has expanded beyond all measure.
    pub(super) fn exhausted(&self) -> bool {
        let fair = self.ratio.saturating_mul(self.spent.stored.get()).saturating_add(16 * self.size);
        self.spent.expanded.get() > fair
    }
}

enum State<'a> {
    Between(Input<'a>),
    Within(Box<dyn Member<'a> + 'a>),
    Done,
}

struct Members<'a> {
    codec: &'static Codec,
    state: State<'a>,
    /// Place of the member's first byte.
    begun: u64,
    /// Bytes the member has given.
    given: u64,
    /// Bytes all members before it have given.
    since: u64,
    /// Bytes looked at again after damage.
    reread: u64,
    limits: Limits,
}

impl<'a> Members<'a> {
    /// The stream at a place where a member should begin. Leaves it within one, or ends it.
    fn between(&mut self, mut input: Input<'a>) -> Result<(), Gap> {
        let codec = self.codec;
        loop {
            let head = input.fill(SIGNATURE);
            if head.is_empty() {
                return match input.take_gap() {
                    None => Ok(()),
                    Some(gap) => {
                        // A gap of the compressed stream between two members costs neither of them.
                        self.state = if gap.last { State::Done } else { State::Between(input) };
                        Err(Gap { whole: true, ..gap })
                    }
                };
            }
            if (codec.begins)(head) {
                self.since += self.given;
                (self.begun, self.given) = (input.position(), 0);
                match (codec.open)(input) {
                    Ok(member) => self.state = State::Within(member),
                    Err(mut input) => {
                        input.skip(1);
                        self.state = State::Between(*input);
                        return Err(self.broken("cannot be opened", true));
                    }
                }
                return Ok(());
            }
            // Tapes and block devices pad with zeros.
            let zeros = head.iter().take_while(|byte| **byte == 0).count();
            if zeros > 0 {
                input.consume(zeros);
                continue;
            }
            let from = input.position();
            seek(&mut input, codec);
            let n = input.position() - from;
            self.state = State::Between(input);
            let error = format!("{n} bytes at {from} of the compressed file belong to no member");
            let reason = Reason::BadFormat { format: codec.name.to_owned(), error };
            return Err(Gap { reason, whole: true, last: false, since: 0 });
        }
    }

    fn broken(&self, error: &str, whole: bool) -> Gap {
        let error = format!("{} member at {}: {error}", self.codec.name, self.begun);
        Gap { reason: Reason::BadCompression { error }, whole, last: false, since: self.since }
    }

    /// Leaves the damaged member and goes to the next.
    fn abandon(&mut self, member: Box<dyn Member<'a> + 'a>, error: io::Error) -> Gap {
        let whole = self.given == 0;
        let gap = match Gap::passed(error) {
            // The compressed stream had a gap of its own.
            Ok(gap) => Gap { whole, since: self.since, ..gap },
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                let reason = Reason::Truncated { expected: None, found: self.given };
                Gap { reason, whole, last: false, since: self.since }
            }
            Err(error) => self.broken(&error.to_string(), whole),
        };
        if !gap.last {
            self.move_on(member.into_input());
        }
        gap
    }

    fn move_on(&mut self, mut input: Input<'a>) {
        if input.position() <= self.begun {
            input.skip(1);
        }
        let at = input.position();
        let again = at.saturating_sub(self.begun + 1);
        if self.reread + again <= REREAD + 2 * at {
            input.rewind(again);
            self.reread += at - input.position();
        }
        seek(&mut input, self.codec);
        self.state = State::Between(input);
    }
}

/// Goes on to where a member begins, or to the end of the stretch.
fn seek(input: &mut Input<'_>, codec: &Codec) {
    loop {
        let have = input.fill(4 * SIGNATURE);
        let mut from = 0;
        while let Some(i) = memchr::memmem::find(&have[from..], codec.needle) {
            let at = from + i;
            if have.len() - at < SIGNATURE && at > 0 {
                from = at;
                break;
            }
            if (codec.begins)(&have[at..]) {
                input.consume(at);
                return;
            }
            from = at + 1;
        }
        let n = have.len();
        if n < 4 * SIGNATURE {
            // The stretch ends here: what is left is too short for a member, or begins one that is cut.
            let rest = (from..n).find(|at| (codec.begins)(&have[*at..])).unwrap_or(n);
            input.consume(rest);
            return;
        }
        let step = from.max(n - SIGNATURE);
        input.consume(step);
    }
}

impl Read for Members<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return Ok(0),
                State::Between(input) => {
                    if self.limits.exhausted() {
                        return Ok(0);
                    }
                    self.between(input).map_err(Gap::into_error)?;
                }
                State::Within(mut member) => match member.read(out) {
                    Ok(0) => self.state = State::Between(member.into_input()),
                    Ok(n) => {
                        self.given += n as u64;
                        let taken = member.input().position() - self.begun;
                        if let Err(reason) = self.limits.allow(n, self.given, taken) {
                            if !self.limits.exhausted() {
                                // What is left of a bomb is not worth its decompression.
                                self.move_on(member.into_input());
                            }
                            return Err(Gap::damage(reason).into_error());
                        }
                        self.state = State::Within(member);
                        return Ok(n);
                    }
                    Err(error) => return Err(self.abandon(member, error).into_error()),
                },
            }
        }
    }
}
