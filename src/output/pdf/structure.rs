//! What a PDF says about itself: outline, page labels, metadata.

use super::draw::destination;
use crate::env::Env;
use crate::model::Document;
use crate::output::package::civil;
use crate::typeset::frame::Entry;
use crate::typeset::style::Style;
use krilla::metadata::{DateTime, Metadata, TextDirection};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::{NumberingStyle, PageLabel};
use std::num::NonZeroU32;

/// Headings as a nested outline; a level that is left out opens no level of its own. A document without headings has its title
/// as the only entry (PDF/UA-1, 7.17).
pub fn outline(entries: &[Entry], title: &str) -> Outline {
    let mut open: Vec<(u8, OutlineNode)> = Vec::new();
    let mut outline = Outline::new();
    if entries.is_empty() && !title.is_empty() {
        outline.push_child(OutlineNode::new(title.to_owned(), destination(0, 0.0, 0.0)));
    }
    for entry in entries {
        close(&mut open, entry.level, &mut outline);
        let place = entry.place;
        let node =
            OutlineNode::new(entry.title.clone(), destination(place.page as usize, place.at.x.to_pt(), place.at.y.to_pt()));
        open.push((entry.level, node.with_open(entry.level <= 1)));
    }
    close(&mut open, 0, &mut outline);
    outline
}

/// Ends the entries of this level and below.
fn close(open: &mut Vec<(u8, OutlineNode)>, level: u8, outline: &mut Outline) {
    while open.last().is_some_and(|(last, _)| *last >= level) {
        let Some((_, node)) = open.pop() else { return };
        match open.last_mut() {
            Some((_, parent)) => parent.push_child(node),
            None => outline.push_child(node),
        }
    }
}

/// A folio as a page label: decimal figures, or Roman ones for front matter.
pub fn page_label(label: &str) -> PageLabel {
    match label.parse::<u32>() {
        Ok(number) => PageLabel::new(Some(NumberingStyle::Arabic), None, NonZeroU32::new(number)),
        Err(_) => PageLabel::new(None, Some(label.to_owned()), None),
    }
}

/// The document's title, or its source's name.
pub fn title(document: &Document) -> &str {
    let meta = &document.meta;
    meta.title.as_deref().filter(|title| !title.is_empty()).unwrap_or(&meta.source)
}

/// Title, authors, language and date.
pub fn metadata(document: &Document, style: &Style, env: &Env) -> Metadata {
    let meta = &document.meta;
    let program = concat!("chongpai ", env!("CARGO_PKG_VERSION")).to_owned();
    let mut metadata = Metadata::new()
        .language(style.language.clone())
        .producer(program.clone())
        .creator(program)
        .creation_date(date(env.epoch));
    if style.vertical.is_some() {
        metadata = metadata.text_direction(TextDirection::RightToLeft);
    }
    let title = title(document);
    if !title.is_empty() {
        metadata = metadata.title(title.to_owned());
    }
    if !meta.creators.is_empty() {
        metadata = metadata.authors(meta.creators.clone());
    }
    metadata
}

/// A moment in seconds since 1970, in UTC.
fn date(epoch: i64) -> DateTime {
    let (year, month, day, hour, minute, second) = civil(epoch);
    let date = DateTime::new(u16::try_from(year).unwrap_or(0)).month(month).day(day);
    date.hour(hour).minute(minute).second(second).utc_offset_hour(0).utc_offset_minute(0)
}
