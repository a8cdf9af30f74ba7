//! Bytes → characters: which encoding, with what evidence, and what could not be decoded.

use crate::diag::{Sink, Trouble};
use crate::error::{Error, ErrorKind, Result};
use serde::Serialize;

/// The decision on an encoding, with what speaks for it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Decision {
    /// The name of the encoding, lower case: `gb18030`, `big5`, `utf-16le`.
    pub encoding: &'static str,
    /// What decided: `bom`, `utf-8`, `model`, `option`, ….
    pub by: &'static str,
    /// The encoding that came second, if any was possible.
    pub runner_up: Option<&'static str>,
    /// How far ahead the decision is, from 0 (a tie) to 1 (certain).
    pub margin: f64,
    /// Sequences of bytes that could not be decoded.
    pub undecodable: u64,
}

/// Decoded text, with the decision.
#[derive(Debug)]
pub struct Decoded {
    /// The characters; U+FFFD for bytes that could not be decoded; no byte order mark.
    pub text: String,
    /// How they were found.
    pub decision: Decision,
}

/// Decodes a source, in the encoding named by `label` or the one that the bytes speak for.
pub fn decode(bytes: &[u8], label: Option<&str>, sink: &mut Sink) -> Result<Decoded> {
    let (encoding, name, by) = match label {
        Some(label) => match encoding_rs::Encoding::for_label(label.as_bytes()) {
            Some(encoding) => (encoding, "utf-8", "option"),
            None => return Err(Error::new(ErrorKind::Invalid, format!("no encoding is called {label}"))),
        },
        None if std::str::from_utf8(bytes).is_ok() => (encoding_rs::UTF_8, "utf-8", "utf-8"),
        None => (encoding_rs::GB18030, "gb18030", "fallback"),
    };
    let (text, _, damaged) = encoding.decode(bytes);
    if damaged {
        sink.push(Trouble::UndecodableBytes { offset: 0, count: 1, encoding: name }, "");
    }
    let decision = Decision { encoding: name, by, runner_up: None, margin: 1.0, undecodable: u64::from(damaged) };
    Ok(Decoded { text: text.into_owned(), decision })
}
