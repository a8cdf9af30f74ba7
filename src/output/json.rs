//! JSON: the model as it is, for programs.
//!
//! An object with `schema` (this format's version, 1), `meta`, `blocks`, `notes` and `media`. A block has `kind` (with the level or
//! the role: `heading 2`, `byline`) and what it holds: `text`, `blocks`, `items`, `rows`, `media`. A text is an object with
//! `text`, and `spans` and `anchors` where there are any; their places count characters (Unicode scalar values) from 0, ends
//! excluded. Furniture is in it, marked by its kind; text that other writers write is the text of all other blocks.

use super::writer::{ReadBack, Target, WriteOptions};
use crate::diag::Sink;
use crate::env::Env;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Align, AnchorKind, Block, Document, Kind, SpanKind, Tally, Text};
use serde_json::{Map, Value, json};

/// The version of the format; a change that readers must know of raises it.
const SCHEMA: u32 = 1;

/// Writes the model.
pub fn write_json(document: &Document, _: &WriteOptions, _: &Env, _: &mut Sink) -> Result<Target> {
    let notes = document.notes.iter().map(|note| json!({ "label": note.label, "blocks": blocks(&note.blocks) }));
    let media = document.media.iter().map(|media| json!({ "reference": media.reference, "alt": media.alt }));
    let value = json!({
        "schema": SCHEMA,
        "meta": document.meta,
        "blocks": blocks(&document.blocks),
        "notes": notes.collect::<Vec<_>>(),
        "media": media.collect::<Vec<_>>(),
    });
    let broken = |error: serde_json::Error| Error::new(ErrorKind::Bug, "the model can't be said in JSON").with_source(error);
    let mut bytes = serde_json::to_vec_pretty(&value).map_err(broken)?;
    bytes.push(b'\n');
    // The tree that was written, not the bytes: a parser of JSON gives up at a depth that lists in lists reach.
    let mut tally = Tally::default();
    read_back(&value["blocks"], &mut tally);
    read_back(&value["notes"], &mut tally);
    Ok(Target { bytes, read_back: ReadBack::Exact(tally) })
}

fn blocks(blocks: &[Block]) -> Vec<Value> {
    blocks.iter().map(block).collect()
}

fn block(block: &Block) -> Value {
    let mut out = Map::new();
    out.insert("kind".into(), block.kind.name().into());
    if !block.text.is_empty() {
        out.insert("text".into(), text(&block.text));
    }
    match &block.kind {
        Kind::Quote(inner) => _ = out.insert("blocks".into(), blocks(inner).into()),
        Kind::List(list) => {
            out.insert("ordered".into(), list.ordered.into());
            let items = list.items.iter().map(|item| match item.label.is_empty() {
                true => json!({ "blocks": blocks(&item.blocks) }),
                false => json!({ "label": text(&item.label), "blocks": blocks(&item.blocks) }),
            });
            out.insert("items".into(), items.collect());
        }
        Kind::Table(table) => {
            let rows = table.rows.iter().map(|row| {
                let cells = row.cells.iter().map(|cell| {
                    let align = match cell.align {
                        Align::Start => "start",
                        Align::Center => "center",
                        Align::End => "end",
                    };
                    json!({ "columns": cell.columns, "rows": cell.rows, "align": align, "blocks": blocks(&cell.blocks) })
                });
                json!({ "header": row.header, "cells": cells.collect::<Vec<_>>() })
            });
            out.insert("rows".into(), rows.collect());
        }
        Kind::Figure(media) => _ = out.insert("media".into(), media.0.into()),
        _ => {}
    }
    Value::Object(out)
}

fn text(text: &Text) -> Value {
    let string = text.as_str();
    let mut out = Map::new();
    out.insert("text".into(), string.into());
    let places = Places::of(text);
    if !text.spans().is_empty() {
        let spans = text.spans().iter().map(|span| {
            let mut out = Map::new();
            out.insert("kind".into(), span.kind.name().into());
            out.insert("start".into(), places.of_byte(span.range.start).into());
            out.insert("end".into(), places.of_byte(span.range.end).into());
            if let Some(value) = span.kind.value() {
                out.insert(held(&span.kind).into(), value.into());
            }
            Value::Object(out)
        });
        out.insert("spans".into(), spans.collect());
    }
    if !text.anchors().is_empty() {
        let anchors = text.anchors().iter().map(|anchor| {
            let at = places.of_byte(anchor.at);
            match anchor.kind {
                AnchorKind::Note(id) => json!({ "at": at, "note": id.0 }),
                AnchorKind::Image(id) => json!({ "at": at, "media": id.0 }),
            }
        });
        out.insert("anchors".into(), anchors.collect());
    }
    Value::Object(out)
}

/// The byte offsets of a text's characters, where anything asks for them.
struct Places(Vec<usize>);

impl Places {
    fn of(text: &Text) -> Places {
        match text.spans().is_empty() && text.anchors().is_empty() {
            true => Places(Vec::new()),
            false => Places(text.as_str().char_indices().map(|(at, _)| at).collect()),
        }
    }

    fn of_byte(&self, at: usize) -> usize {
        self.0.partition_point(|&start| start < at)
    }
}

/// What a property's value is called.
fn held(kind: &SpanKind) -> &'static str {
    match kind {
        SpanKind::Link(_) => "target",
        SpanKind::Ruby(_) => "annotation",
        SpanKind::Language(_) => "tag",
        _ => "value",
    }
}

/// Adds every text but furniture's, and the annotations over it.
fn read_back(value: &Value, tally: &mut Tally) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| read_back(value, tally)),
        Value::Object(object) => {
            if object.get("kind").and_then(Value::as_str).is_some_and(|kind| kind.starts_with("furniture ")) {
                return;
            }
            if let Some(text) = object.get("text").and_then(Value::as_str) {
                tally.include(text);
            }
            if let Some(annotation) = object.get("annotation").and_then(Value::as_str) {
                tally.include(annotation);
            }
            ["text", "spans", "label", "blocks", "items", "rows", "cells"]
                .iter()
                .filter_map(|name| object.get(*name))
                .for_each(|value| read_back(value, tally));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    #[test]
    fn the_model_is_there_and_weighs_the_same() {
        let source = "heading 2 :: 题\nbody :: 甲{strong|乙}{ruby bǐng|丙}{note 0}\nfurniture jump :: 下转\n\
                      list ordered\n  item :: 1.\n    body :: 丁\ntable :: 表\n  row header\n    cell 2x1 center\n      body :: 戊\n\
                      note :: 1\n  body :: 注\n";
        let document = native::parse(source).expect("well formed");
        let target = write_json(&document, &WriteOptions::default(), &Env::for_tests(), &mut Sink::new()).expect("it is said");
        let ReadBack::Exact(tally) = target.read_back else { panic!("every character is counted") };
        assert_eq!(tally, document.visible_tally());
        let value: Value = serde_json::from_slice(&target.bytes).expect("it is JSON");
        assert_eq!(value["schema"], 1);
        assert_eq!(value["blocks"][0]["kind"], "heading 2");
        assert_eq!(value["blocks"][1]["text"]["spans"][1], json!({"kind": "ruby", "start": 2, "end": 3, "annotation": "bǐng"}));
        assert_eq!(value["blocks"][1]["text"]["anchors"][0], json!({"at": 3, "note": 0}));
        assert_eq!(value["blocks"][4]["rows"][0]["cells"][0]["columns"], 2);
    }
}
