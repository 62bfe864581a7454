//! How the nouns' small values are written in files.

/// The name of a value that is written as one, such as a kind or a field; `""` of a value that is not.
pub fn written(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}
