//! The text of a part that this writer made, as a reader of Word documents finds it.

use crate::error::{Error, ErrorKind, Result};
use crate::model::Tally;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Adds the part's text to a tally. What the program made itself is left out: contents (in `w:sdt`), results of fields, and
/// runs of the style for generated space.
pub fn tally(part: &str) -> Result<Tally> {
    let mut reader = Reader::from_str(part);
    let mut tally = Tally::default();
    let (mut controls, mut fields) = (0u32, 0u32);
    let (mut in_text, mut in_run, mut generated) = (false, false, false);
    loop {
        let event = reader.read_event().map_err(|error| broken(&error))?;
        match &event {
            Event::Start(element) | Event::Empty(element) => {
                let empty = matches!(event, Event::Empty(_));
                match element.name().as_ref() {
                    "w:sdt" if !empty => controls += 1,
                    "w:r" if !empty => (in_run, generated) = (true, false),
                    "w:rStyle" => {
                        generated = [super::GENERATED, super::GENERATED_TAB].contains(&value(element, "w:val")?.as_str())
                    }
                    "w:t" if !empty => in_text = controls == 0 && fields == 0 && !generated,
                    "w:fldChar" => match value(element, "w:fldCharType")?.as_str() {
                        "begin" => fields += 1,
                        "end" => fields = fields.saturating_sub(1),
                        _ => {}
                    },
                    "w:tab" if in_run && controls == 0 && fields == 0 && !generated => tally.include("\t"),
                    "w:sym" => {
                        let code = u32::from_str_radix(&value(element, "w:char")?, 16).unwrap_or(0);
                        let code = if (0xf000..0xf020).contains(&code) { code - 0xf000 } else { code };
                        tally.include(char::from_u32(code).unwrap_or_default().encode_utf8(&mut [0; 4]));
                    }
                    _ => {}
                }
            }
            Event::End(element) => match element.name().as_ref() {
                "w:sdt" => controls = controls.saturating_sub(1),
                "w:r" => in_run = false,
                "w:t" => in_text = false,
                _ => {}
            },
            Event::Text(text) if in_text => tally.include(text),
            Event::GeneralRef(reference) if in_text => {
                let known = quick_xml::escape::resolve_predefined_entity(reference);
                match known {
                    Some(text) => tally.include(text),
                    None => {
                        let c = reference.resolve_char_ref().map_err(|error| broken(&error))?;
                        tally.include(c.unwrap_or('\u{fffd}').encode_utf8(&mut [0; 4]));
                    }
                }
            }
            Event::Eof => return Ok(tally),
            _ => {}
        }
    }
}

fn value(element: &BytesStart<'_>, name: &str) -> Result<String> {
    let attribute = element.try_get_attribute(name).map_err(|error| broken(&error))?;
    Ok(attribute.map(|attribute| attribute.value.into_owned()).unwrap_or_default())
}

fn broken(error: &dyn std::fmt::Display) -> Error {
    Error::new(ErrorKind::Bug, format!("the document can't be read back: {error}"))
}
