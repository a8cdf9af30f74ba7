//! How a book looks: Chinese paragraphs (EP-16 to EP-18), and one rule for every role.

/// The style sheet.
pub const SHEET: &str = include_str!("style.css");

/// What vertical lines need beside it: prefixed names for older readers, then the plain ones (EP-17, EP-19).
pub const VERTICAL: &str = "
html { -epub-writing-mode: vertical-rl; -webkit-writing-mode: vertical-rl; writing-mode: vertical-rl; }
.tcy { -webkit-text-combine: horizontal; -epub-text-combine-horizontal: all; text-combine-upright: all; }
";
