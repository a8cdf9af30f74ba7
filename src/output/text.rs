//! Plain text.

use super::writer::{ReadBack, Target, WriteOptions};
use crate::diag::Sink;
use crate::env::Env;
use crate::error::Result;
use crate::model::{Document, Tally, walk};

/// One paragraph a line, a blank line between blocks; headings stand alone.
pub fn write_txt(document: &Document, _: &WriteOptions, _: &Env, _: &mut Sink) -> Result<Target> {
    let mut out = String::new();
    for text in walk::visible_texts(document).filter(|text| !text.as_str().is_empty()) {
        out.push_str(text.as_str());
        out.push_str("\n\n");
    }
    let read_back = ReadBack::Exact(Tally::of_lines(&out));
    Ok(Target { bytes: out.into_bytes(), read_back })
}
