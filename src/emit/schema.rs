//! What the files look like, as a JSON Schema made of the same structs that write them.

use serde_json::{Map, Value, json};

use super::{Article, SCHEMA_VERSION, SINKS};

/// JSON Schema (2020-12) of a row of `articles.jsonl` and `documents.jsonl`.
pub fn article() -> Value {
    let mut properties = Map::new();
    for (name, kind, meaning) in Article::DICTIONARY {
        let mut property = shape(kind);
        property.insert("description".into(), meaning.trim().into());
        properties.insert((*name).into(), property.into());
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "copydesk article",
        "version": SCHEMA_VERSION,
        "type": "object",
        "required": Article::COLUMNS,
        "additionalProperties": false,
        "properties": properties,
    })
}

/// Every file of a dataset and what it holds.
pub fn files() -> Vec<(&'static str, &'static str)> {
    SINKS.iter().map(|sink| (sink.file, sink.holds)).collect()
}

fn shape(kind: &str) -> Map<String, Value> {
    let value = match kind.replace(' ', "").as_str() {
        "bool" => json!({"type": "boolean"}),
        "u32" | "u64" => json!({"type": "integer", "minimum": 0}),
        "f64" => json!({"type": "number", "minimum": 0, "maximum": 1}),
        "Option<Date>" => json!({"type": ["string", "null"], "format": "date"}),
        "DocId" => json!({"type": "string", "pattern": "^a[0-9a-f]{24}$"}),
        "Sha256Hex" => json!({"type": "string", "pattern": "^[0-9a-f]{64}$"}),
        _ => json!({"type": "string"}),
    };
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}
