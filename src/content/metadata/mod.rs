//! What a page says of itself.

#[allow(dead_code)] // The readers that call it come next.
mod dates;
mod months;
