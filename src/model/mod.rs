//! The nouns: what the stages hand each other.
//!
//! Takes nothing, opens nothing, decides nothing. Each noun carries the past of the one before, so that a
//! [`Document`] without a [`Decoding`], or a [`Row`] without a [`Membership`], cannot be made.

mod date;
mod document;
mod extraction;
mod id;
mod membership;
mod metadata;
mod offsets;
mod origin;
mod page;
mod record;
mod rejection;
mod span;
mod written;

pub use date::{Date, Precision, When};
pub use document::Document;
pub use extraction::{BlockKind, Cut, CutKind, Extraction, Kept, Lead, Pass, RuleId};
pub use id::{DocId, Sha256Hex};
pub use membership::{CopyKind, Edge, EdgeKind, Membership, Passage, Row};
pub use metadata::{AgencyRole, Evidence, Field, Metadata};
pub use offsets::OffsetMap;
pub use origin::Origin;
pub use page::{Decoding, EncodingSource, Opened, Page, Past, Repair, Segment, Witness};
pub use record::{Declared, Markup, Record};
pub use rejection::{Reason, Rejection};
pub use span::Span;
pub use written::written;
