//! Which field of a JSON object, which column of a CSV file, is the report, and what the others say of it.

use std::collections::HashMap;

use super::FieldNames;
use crate::model::{Declared, Field, Markup, Origin, Reason, Record, Rejection};

/// What a field is to a report. The number is its place in [`Row::best`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Html,
    Text,
    Url,
    Fetched,
    Id,
    Said(Field),
}

/// What a field may say of a report, in the order in which it is declared.
const SAID: [Field; 12] = [
    Field::Title,
    Field::Subtitle,
    Field::Byline,
    Field::DatePublished,
    Field::DateModified,
    Field::Dateline,
    Field::Agency,
    Field::Site,
    Field::Section,
    Field::Language,
    Field::CanonicalUrl,
    Field::License,
];
const ROLES: usize = 5 + SAID.len();
/// Field names that a rejection for want of text lists.
const LISTED: usize = 20;

impl Role {
    fn place(self) -> usize {
        match self {
            Self::Html => 0,
            Self::Text => 1,
            Self::Url => 2,
            Self::Fetched => 3,
            Self::Id => 4,
            Self::Said(field) => 5 + SAID.iter().position(|said| *said == field).unwrap_or(0),
        }
    }

    /// Its parts are paragraphs rather than items of a list.
    pub(super) fn is_body(self) -> bool {
        matches!(self, Self::Html | Self::Text)
    }
}

/// The known names, folded, with their roles and ranks: of several fields for one role the first in the options wins.
pub(super) struct Names(HashMap<String, (Role, usize)>);

impl Names {
    pub(super) fn new(names: &FieldNames) -> Self {
        let lists = [
            (Role::Html, &names.html),
            (Role::Text, &names.text),
            (Role::Url, &names.url),
            (Role::Fetched, &names.fetched),
            (Role::Id, &names.id),
            (Role::Said(Field::Title), &names.title),
            (Role::Said(Field::Subtitle), &names.subtitle),
            (Role::Said(Field::Byline), &names.author),
            (Role::Said(Field::DatePublished), &names.date),
            (Role::Said(Field::DateModified), &names.modified),
            (Role::Said(Field::Dateline), &names.dateline),
            (Role::Said(Field::Agency), &names.agency),
            (Role::Said(Field::Site), &names.site),
            (Role::Said(Field::Section), &names.section),
            (Role::Said(Field::Language), &names.language),
            (Role::Said(Field::CanonicalUrl), &names.canonical_url),
            (Role::Said(Field::License), &names.license),
        ];
        let mut known = HashMap::new();
        for (role, list) in lists {
            for (rank, name) in list.iter().enumerate() {
                known.entry(folded(name)).or_insert((role, rank));
            }
        }
        Self(known)
    }

    /// What a field of this name is, and how good a name it is for that (0 is best).
    pub(super) fn role(&self, name: &str) -> Option<(Role, usize)> {
        self.0.get(&folded(name)).copied()
    }
}

/// A name without case, `_`, `-` and spaces.
pub(super) fn folded(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect()
}

/// The fields of one object or row, as they are met.
pub(super) struct Row {
    best: [Option<(usize, Vec<u8>)>; ROLES],
    met: Vec<String>,
}

impl Row {
    pub(super) fn new() -> Self {
        Self { best: std::array::from_fn(|_| None), met: Vec::new() }
    }

    /// A field of this name has been met.
    pub(super) fn meet(&mut self, name: &str) {
        if self.met.len() < LISTED {
            self.met.push(name.chars().take(60).collect());
        }
    }

    /// Takes `value` for `role` unless a better name has given one. Blank values are none, but for a text, which may
    /// be found to be empty.
    pub(super) fn offer(&mut self, (role, rank): (Role, usize), value: Vec<u8>) {
        let blank = value.trim_ascii().is_empty();
        let Some(slot) = self.best.get_mut(role.place()) else { return };
        let better = match slot {
            None => !blank || role == Role::Text,
            Some((known, held)) => !blank && (rank < *known || held.trim_ascii().is_empty()),
        };
        if better {
            *slot = Some((rank, value));
        }
    }

    /// The record at `origin`.
    ///
    /// # Errors
    /// No text field, or an empty one.
    pub(super) fn into_record(mut self, origin: Origin) -> Result<Record, Rejection> {
        let mut taken = |role: Role| self.best.get_mut(role.place()).and_then(Option::take);
        // Bytes in an old encoding say nothing until somebody decodes them.
        let mut said = |role: Role| {
            taken(role)
                .and_then(|(_, value)| String::from_utf8(value).ok())
                .map(|value| value.trim().to_owned())
        };
        let origin = [
            (Role::Url, Origin::from_url as fn(Origin, String) -> Origin),
            (Role::Fetched, Origin::fetched_at),
            (Role::Id, Origin::named),
        ]
        .into_iter()
        .fold(origin, |origin, (role, put)| match said(role) {
            Some(value) => put(origin, value),
            None => origin,
        });
        let mut declared = Declared::default();
        for field in SAID {
            if let Some(value) = said(Role::Said(field)) {
                declared.say(field, value);
            }
        }
        let (bytes, markup) = match (taken(Role::Html), taken(Role::Text)) {
            (Some((_, html)), _) => (html, Markup::Html),
            (None, Some((_, text))) => (text, Markup::Unknown),
            (None, None) => {
                return Err(Rejection::new(origin, Reason::NoText { fields: self.met.join(", ") }));
            }
        };
        if bytes.trim_ascii().is_empty() {
            return Err(Rejection::new(origin, Reason::Empty));
        }
        Ok(Record::new(origin, bytes).marked(markup).declaring(declared))
    }
}
