//! A style as TOML: read over the style that it is based on, and written with a word on every key.

use super::Style;
use super::keys::{self, Visit};
use super::values::{Complaint, Matter, Value};
use toml::de::{DeTable, DeValue};

/// Reads a style. The error says the line, the key, and what is allowed.
pub(super) fn read(source: &str, name: &str) -> Result<Style, String> {
    let line = |at: usize| source.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
    let parsed = DeTable::parse(source)
        .map_err(|error| format!("line {}: {}", error.span().map_or(1, |span| line(span.start)), error.message()))?;
    let table = parsed.get_ref();
    let mut style = match table.get("base") {
        None => Style::bare(),
        Some(base) => {
            let named = match base.get_ref() {
                DeValue::String(base) => Style::named(base),
                _ => None,
            };
            let known: Vec<&str> = Style::names().collect();
            named.ok_or_else(|| format!("line {}: base: allowed are {}", line(base.span().start), known.join(", ")))?
        }
    };
    style.name = name.to_owned();
    let mut reader = Reader { table, section: None, known: vec!["base"], complaint: None };
    keys::visit(&mut style, &mut reader);
    reader.unknown();
    match reader.complaint {
        Some((at, complaint)) => Err(format!("line {}: {complaint}", line(at))),
        None => style.checked(),
    }
}

struct Reader<'a, 's> {
    table: &'a DeTable<'s>,
    section: Option<(&'static str, Option<&'a DeTable<'s>>)>,
    /// The keys that there are in the section, to name them where another was found.
    known: Vec<&'static str>,
    /// The first thing that was wrong, and where.
    complaint: Option<(usize, String)>,
}

impl Reader<'_, '_> {
    fn complain(&mut self, at: usize, complaint: String) {
        if self.complaint.as_ref().is_none_or(|(earlier, _)| at < *earlier) {
            self.complaint = Some((at, complaint));
        }
    }

    fn path(&self, key: &str) -> String {
        self.section.map_or_else(|| key.to_owned(), |(section, _)| format!("{section}.{key}"))
    }

    /// Complains of keys in the section that no key of a style answers to.
    fn unknown(&mut self) {
        let table = match self.section {
            None => Some(self.table),
            Some((_, table)) => table,
        };
        let strange = table.into_iter().flatten().find(|(key, _)| {
            let key = key.get_ref().as_ref();
            !(self.known.contains(&key) || self.section.is_none() && TABLES.contains(&key))
        });
        if let Some((key, _)) = strange {
            let mut known = self.known.join(", ");
            if self.section.is_none() {
                known += &format!(", and the tables {}", TABLES.join(", "));
            }
            let name = self.path(key.get_ref());
            self.complain(key.span().start, format!("there is no key {name}; there are {known}"));
        }
    }
}

/// The tables of a style.
const TABLES: [&str; 10] = ["page", "text", "head", "folio", "chapter", "contents", "notes", "tables", "fonts", "looks"];

impl Visit for Reader<'_, '_> {
    fn table(&mut self, name: &'static str, _: &'static str) {
        self.unknown();
        self.known.clear();
        let table = self.table.get(name).map(|value| (value.span().start, value.get_ref()));
        let table = match table {
            Some((_, DeValue::Table(table))) => Some(table),
            Some((at, _)) => {
                self.complain(at, format!("{name} is a table: [{name}]"));
                None
            }
            None => None,
        };
        self.section = Some((name, table));
    }

    fn key<V: Value>(&mut self, name: &'static str, _: &'static str, value: &mut V) {
        self.known.push(name);
        let table = match self.section {
            None => Some(self.table),
            Some((_, table)) => table,
        };
        let Some(given) = table.and_then(|table| table.get(name)) else { return };
        if let Err(Complaint { key, about }) = value.read(given.get_ref()) {
            let whole = key.map_or_else(|| name.to_owned(), |key| format!("{name}.{key}"));
            let path = self.path(&whole);
            self.complain(
                given.span().start,
                match about {
                    Matter::Allowed(what) => format!("{path}: allowed are {what}"),
                    Matter::Unknown(known) => format!("there is no key {path}; there are {known}"),
                },
            );
        }
    }
}

/// The whole style as TOML, with a word on every key.
pub(super) fn show(style: &Style) -> String {
    let mut writer = Writer { out: String::new() };
    keys::visit(&mut style.clone(), &mut writer);
    writer.out
}

struct Writer {
    out: String,
}

impl Visit for Writer {
    fn table(&mut self, name: &'static str, about: &'static str) {
        self.out += &format!("\n# {about}\n[{name}]\n");
    }

    fn key<V: Value>(&mut self, name: &'static str, about: &'static str, value: &mut V) {
        let line = format!("{name} = {}", value.show());
        let room = 30usize.saturating_sub(crate::text::width::of(&line));
        self.out += &match about {
            "" => format!("{line}\n"),
            _ => format!("{line}{:room$}  # {about}\n", ""),
        };
    }
}
