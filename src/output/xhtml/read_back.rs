//! Reading XHTML back: what of a file is the document's text.

use crate::error::{Error, ErrorKind, Result};
use crate::model::Tally;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// The class of a note's mark in the text.
pub const NOTE_MARK: &str = "noteref";
/// The class of the way back from a note.
pub const BACK_LINK: &str = "backlink";
/// The class of a character that XML can't say; its title names it.
pub const CONTROL: &str = "control";
/// The classes of elements whose text the writer made up.
pub const MADE: [&str; 2] = [NOTE_MARK, BACK_LINK];

/// What the body of a file written by a [`Pen`](super::Pen) says of the document's text.
pub fn tally(markup: &str) -> Result<Tally> {
    let mut reader = Reader::from_str(markup);
    let mut tally = Tally::default();
    // Depth of elements inside one that is left out, that one included.
    let mut skipped = 0u32;
    loop {
        match reader.read_event().map_err(broken)? {
            Event::Start(element) if skipped > 0 || is_left_out(&element)? => {
                skipped += 1;
                attributes(&element, &mut tally)?;
            }
            Event::Start(element) | Event::Empty(element) => attributes(&element, &mut tally)?,
            Event::End(_) => skipped = skipped.saturating_sub(1),
            Event::Text(text) if skipped == 0 => tally.include(&text),
            Event::GeneralRef(reference) if skipped == 0 => match reference.resolve_char_ref().map_err(broken)? {
                Some(c) => tally.include(c.encode_utf8(&mut [0; 4])),
                None => tally.include(quick_xml::escape::resolve_predefined_entity(&reference).unwrap_or("\u{fffd}")),
            },
            Event::Eof => return Ok(tally),
            _ => {}
        }
    }
}

fn is_left_out(element: &BytesStart<'_>) -> Result<bool> {
    if element.name().as_ref() == "head" {
        return Ok(true);
    }
    let class = element.try_get_attribute("class").map_err(broken)?;
    Ok(class.is_some_and(|class| class.value == CONTROL || MADE.contains(&&*class.value)))
}

/// Text that attributes hold: labels of pages, characters that are named.
fn attributes(element: &BytesStart<'_>, tally: &mut Tally) -> Result<()> {
    let value = |name: &str| -> Result<Option<String>> {
        let attribute = element.try_get_attribute(name).map_err(broken)?;
        let value = attribute.map(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0).map(|v| v.into_owned()));
        value.transpose().map_err(broken)
    };
    if value("role")?.as_deref() == Some("doc-pagebreak") {
        tally.include(&value("aria-label")?.unwrap_or_default());
    }
    if value("class")?.as_deref() == Some(CONTROL) {
        let code = value("title")?.and_then(|title| u32::from_str_radix(title.strip_prefix("U+")?, 16).ok());
        if let Some(c) = code.and_then(char::from_u32) {
            tally.include(c.encode_utf8(&mut [0; 4]));
        }
    }
    Ok(())
}

fn broken(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::new(ErrorKind::Bug, "a file can't be read back").with_source(error)
}
