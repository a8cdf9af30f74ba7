//! How a book looks: Chinese paragraphs (EP-16 to EP-18), and one rule for every role.

/// The style sheet.
pub const SHEET: &str = include_str!("style.css");
