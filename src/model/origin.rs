//! Where a piece of a document was read.

use serde::Serialize;

/// The place in the source that a block or an edit comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Origin {
    /// Made by the program, not read.
    #[default]
    None,
    /// A line of a text file.
    Line {
        /// The line's number, from 1.
        line: u32,
        /// The byte offset of the line's start in the *decoded* text (UTF-8).
        offset: u64,
    },
    /// A page of a fixed-layout source.
    Page {
        /// The page's number, from 1.
        page: u32,
    },
    /// A part of a package, such as `word/document.xml`.
    Part {
        /// The part's name.
        part: std::sync::Arc<str>,
        /// The running number of the node in that part, from 0.
        node: u32,
    },
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Origin::None => f.write_str("–"),
            Origin::Line { line, .. } => write!(f, "line {line}"),
            Origin::Page { page } => write!(f, "page {page}"),
            Origin::Part { part, node } => write!(f, "{part}#{node}"),
        }
    }
}
