//! Which copy stands for a story: one that an earlier run kept, then the agency's own, then the earliest, then the
//! longest, then the smallest id.
//!
//! Only copies that tell the whole story stand for it: one with less than three quarters of the words of the fullest
//! does not.

use super::sketch::Outline;
use crate::model::AgencyRole;

/// Why a copy stands for its story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// There is no other.
    Alone,
    KeptEarlier,
    /// No other tells the whole story.
    Fullest,
    AgencyOriginal,
    Earliest,
    Longest,
    SmallestId,
}

impl Reason {
    /// As it is told in a [`Membership`](crate::model::Membership).
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Alone => "",
            Self::KeptEarlier => "kept-earlier",
            Self::Fullest => "fullest",
            Self::AgencyOriginal => "agency-original",
            Self::Earliest => "earliest",
            Self::Longest => "longest",
            Self::SmallestId => "smallest-id",
        }
    }
}

/// The index of the copy that stands for the cluster, and why. `kept` says of a copy from an earlier run whether that run
/// kept it, of others nothing: a story that was kept is not kept twice, and one that never was gets a copy that can be.
pub(super) fn canonical(
    members: &[(usize, &Outline)],
    kept: impl Fn(usize) -> Option<bool> + Copy,
) -> (usize, Reason) {
    if let [(alone, _)] = *members {
        return (alone, if kept(alone) == Some(true) { Reason::KeptEarlier } else { Reason::Alone });
    }
    let those = |wanted: Option<bool>| members.iter().copied().filter(move |(at, _)| kept(*at) == wanted);
    if those(Some(true)).next().is_some() {
        (by_policy(&those(Some(true))).0, Reason::KeptEarlier)
    } else if those(None).next().is_some() {
        by_policy(&those(None))
    } else {
        by_policy(&members.iter().copied())
    }
}

/// Of one member or more; nothing is collected, for most clusters have but two.
fn by_policy<'m>(members: &(impl Iterator<Item = (usize, &'m Outline)> + Clone)) -> (usize, Reason) {
    let fullest = members.clone().map(|(_, sketch)| sketch.words).max().unwrap_or(0);
    let key = |sketch: &'m Outline| {
        let own = sketch.role == AgencyRole::Original;
        (!own, sketch.day.unwrap_or(i32::MAX), std::cmp::Reverse(sketch.words), sketch.id)
    };
    let is_whole = |sketch: &Outline| 4 * u64::from(sketch.words) >= 3 * u64::from(fullest);
    let whole = members.clone().filter(|(_, sketch)| is_whole(sketch)).map(|(at, sketch)| (key(sketch), at));
    let Some(best) = whole.clone().min() else { return (0, Reason::Alone) };
    let (first, at) = best;
    let reason = match whole.filter(|other| *other != best).min() {
        _ if members.clone().nth(1).is_none() => Reason::Alone,
        None => Reason::Fullest,
        Some((second, _)) if first.0 != second.0 => Reason::AgencyOriginal,
        Some((second, _)) if first.1 != second.1 => Reason::Earliest,
        Some((second, _)) if first.2 != second.2 => Reason::Longest,
        Some(_) => Reason::SmallestId,
    };
    (at, reason)
}
