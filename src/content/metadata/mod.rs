//! What a page says of itself.

#[expect(dead_code, reason = "the readers that call it come next")]
mod dates;
mod months;
