//! Clusters → the place of each story among its copies: which copy stands for them, and what each is to it.
//!
//! Takes clusters of groups, gives a [`Membership`] for each story; what is held of one are sixteen bytes.

use super::canonical::{Reason, canonical};
use super::groups::Groups;
use super::sketch::Outline;
use super::sketches::Sketches;
use crate::error::Result;
use crate::model::{CopyKind, DocId, EdgeKind, Membership};

/// The place of each story among its copies.
pub(super) struct Memberships {
    places: Vec<Place>,
}

/// A [`Membership`], stories told by their indexes.
#[derive(Debug, Clone, Copy)]
struct Place {
    cluster: u32,
    canonical: u32,
    size: u32,
    kind: CopyKind,
    reason: Reason,
}

impl Memberships {
    /// Of stories whose groups are in `clusters`. `kept` tells of the first of them whether they stood for their story before. What
    /// copies are to the canonical one is told `by_marks`, or by the relations, see [`Memberships::tell`].
    pub(super) fn of(
        all: &Sketches,
        kept: &[bool],
        groups: &Groups,
        clusters: &[u32],
        by_marks: bool,
    ) -> Result<Self> {
        let sketches = &all.outlines[..];
        let mut sizes = vec![0; clusters.len()];
        for (rank, &cluster) in (0..).zip(clusters) {
            sizes[cluster as usize] += groups.group(rank).len();
        }
        // Most are alone: nothing is asked of them.
        let mut members: Vec<(u32, u32)> = Vec::new();
        for (rank, &cluster) in (0..).zip(clusters).filter(|&(_, &cluster)| sizes[cluster as usize] > 1) {
            members.extend(groups.group(rank).iter().map(|&at| (cluster, at)));
        }
        members.sort_unstable();
        let alone = |at| {
            let was_kept = kept.get(at as usize) == Some(&true);
            let reason = if was_kept { Reason::KeptEarlier } else { Reason::Alone };
            Place { cluster: at, canonical: at, size: 1, kind: CopyKind::Canonical, reason }
        };
        let mut places: Vec<Place> = (0..sketches.len() as u32).map(alone).collect();
        let mut copies: Vec<(usize, &Outline)> = Vec::new();
        for cluster in members.chunk_by_mut(|x, y| x.0 == y.0) {
            cluster.sort_unstable_by_key(|&(_, at)| sketches[at as usize].id);
            copies.clear();
            copies.extend(cluster.iter().map(|&(_, at)| (at as usize, &sketches[at as usize])));
            let (canonical, reason) = canonical(&copies, |at| kept.get(at).copied());
            let (name, size) = (copies[0].0 as u32, copies.len() as u32);
            for &(at, _) in &copies {
                let kind = copy_kind(at, canonical, all, by_marks)?;
                places[at] = Place { cluster: name, canonical: canonical as u32, size, kind, reason };
            }
        }
        Ok(Self { places })
    }

    /// Takes note of what two stories are to each other, where one is the canonical copy of the other.
    pub(super) fn tell(&mut self, [x, y]: [u32; 2], kind: EdgeKind) {
        for (copy, other) in [(x, y), (y, x)] {
            let place = &mut self.places[copy as usize];
            if place.canonical == other && place.kind == CopyKind::Revision {
                place.kind = of_relation(kind);
            }
        }
    }

    /// Whether two stories are in one cluster.
    pub(super) fn are_one(&self, stories: [u32; 2]) -> bool {
        let [a, b] = stories.map(|story| self.places[story as usize].cluster);
        a == b
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// Of one story; `ids` are those of all.
    pub(super) fn get(&self, story: usize, ids: &[DocId]) -> Membership {
        let Place { cluster, canonical, size, kind, reason } = self.places[story];
        let [cluster, canonical] = [cluster, canonical].map(|story| ids[story as usize]);
        Membership { cluster, canonical, size, kind, reason: reason.name().to_owned() }
    }
}

/// A revision, unless digests or marks tell more.
fn copy_kind(copy: usize, canonical: usize, all: &Sketches, by_marks: bool) -> Result<CopyKind> {
    if copy == canonical {
        return Ok(CopyKind::Canonical);
    }
    let (a, b) = (&all.outlines[copy], &all.outlines[canonical]);
    Ok(if a.raw == b.raw {
        CopyKind::ExactRaw
    } else if a.plain == b.plain && a.words == b.words {
        CopyKind::ExactText
    } else if by_marks {
        of_relation(told_by_marks(all, [copy as u32, canonical as u32])?)
    } else {
        CopyKind::Revision
    })
}

fn of_relation(kind: EdgeKind) -> CopyKind {
    match kind {
        EdgeKind::Near => CopyKind::Near,
        EdgeKind::Contains => CopyKind::Contains,
        _ => CopyKind::Revision,
    }
}

/// An edit spoils the marks of the words around it: where three in ten are left on both sides, most words are.
fn told_by_marks(all: &Sketches, stories: [u32; 2]) -> Result<EdgeKind> {
    let [a, b] = stories.map(|story| all.count(story));
    let near = (3 * a.max(b)).div_ceil(10);
    let shared = all.shared_up_to(near, stories)?;
    Ok(if shared >= near {
        EdgeKind::Near
    } else if 10 * shared >= 4 * a.min(b) {
        EdgeKind::Contains
    } else {
        EdgeKind::Revision
    })
}
