//! What the name of a style says about the paragraphs that have it.

use crate::model::Role;

/// What a paragraph of a style is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Class {
    /// Nothing in particular: running text.
    #[default]
    Body,
    /// A heading.
    Heading(u8),
    /// A part that the style's name tells.
    Role(Role),
    /// Quoted.
    Quote,
    /// A part of a list's item.
    Item,
    /// A line of a program.
    Code,
    /// A line of verse.
    Verse,
    /// A pause.
    Separator,
    /// The label of a page of the source.
    PageMark,
    /// A line of a table of contents.
    Contents,
}

/// A name as it is compared: lower case, words parted by one space; a letter after another's end begins a word.
pub fn folded(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut before = ' ';
    for c in name.split(',').next().unwrap_or_default().trim().chars() {
        match c {
            ' ' | '_' | '-' | '\u{a0}' | '\u{3000}' => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => {
                if c.is_ascii_uppercase() && before.is_ascii_lowercase() {
                    out.push(' ');
                }
                out.extend(c.to_lowercase());
            }
        }
        before = c;
    }
    out
}

/// What a style's name says. Built-in styles have their English names in every language of Word; Chinese names are those of
/// templates, of WPS and of converters.
pub fn class_of(name: &str) -> Option<Class> {
    let digits = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let number: Option<u8> = name[digits.len()..].parse().ok();
    if let (stem, Some(level @ 1..=9)) = (digits.trim_end(), number) {
        match stem {
            "heading" | "标题" | "標題" | "見出し" | "제목" | "überschrift" | "titre" | "título" | "titolo" | "заголовок" =>
            {
                return Some(Class::Heading(level));
            }
            "toc" | "目录" | "目錄" | "目次" | "contents" => return Some(Class::Contents),
            "list" | "list bullet" | "list number" | "list continue" => return Some(Class::Item),
            _ => {}
        }
    }
    if let Some(role) = ROLES.iter().find(|(known, _)| *known == name).map(|(_, role)| *role) {
        return Some(Class::Role(role));
    }
    Some(match name {
        "normal" | "正文" | "body text" | "标准" => Class::Body,
        "toc heading" | "toc 标题" | "目录标题" => Class::Contents,
        "list paragraph" | "列出段落" | "列表段落" | "list bullet" | "list number" | "list continue" | "list" => {
            Class::Item
        }
        "quote" | "intense quote" | "block text" | "block quote" | "引用" | "明显引用" | "quotations" => Class::Quote,
        "verse" | "诗" | "诗歌" => Class::Verse,
        "separator" => Class::Separator,
        "page mark" => Class::PageMark,
        name if is_code(name) => Class::Code,
        _ => return None,
    })
}

/// Names that tell a part. Those of this program's own writer are among them.
const ROLES: &[(&str, Role)] = &[
    ("title", Role::Title),
    ("标题", Role::Title),
    ("標題", Role::Title),
    ("文档标题", Role::Title),
    ("subtitle", Role::Deck),
    ("副标题", Role::Deck),
    ("副標題", Role::Deck),
    ("kicker", Role::Kicker),
    ("deck", Role::Deck),
    ("byline", Role::Byline),
    ("author", Role::Byline),
    ("dateline", Role::Dateline),
    ("masthead", Role::Masthead),
    ("document number", Role::DocumentNumber),
    ("issuing body", Role::IssuingBody),
    ("addressee", Role::Addressee),
    ("signature", Role::Signature),
    ("date", Role::Date),
    ("attachment", Role::Attachment),
    ("attachment mark", Role::Attachment),
    ("imprint", Role::Imprint),
    ("notice", Role::Notice),
    ("advertisement", Role::Advertisement),
    ("editor note", Role::EditorNote),
    ("caption", Role::Caption),
    ("题注", Role::Caption),
    ("題註", Role::Caption),
    ("image caption", Role::Caption),
    ("table caption", Role::Caption),
    ("section label", Role::SectionLabel),
    ("credit", Role::Credit),
    ("line", Role::Line),
    ("copy number", Role::Line),
    ("secrecy", Role::Line),
    ("signer", Role::Line),
];

/// Whether a style of this (folded) name is for program text.
pub fn is_code(name: &str) -> bool {
    matches!(
        name,
        "source code"
            | "sourcecode"
            | "code"
            | "code block"
            | "html preformatted"
            | "html 预设格式"
            | "preformatted text"
            | "verbatim char"
            | "verbatim"
            | "source text"
            | "html code"
            | "html typewriter"
            | "html keyboard"
            | "html sample"
            | "代码"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_a_paragraph_is() {
        let check = |name: &str, expected: Option<Class>| assert_eq!(class_of(&folded(name)), expected, "{name}");
        check("heading 2", Some(Class::Heading(2)));
        check("标题 3", Some(Class::Heading(3)));
        check("标题1", Some(Class::Heading(1)));
        check("标题", Some(Class::Role(Role::Title)));
        check("SectionLabel", Some(Class::Role(Role::SectionLabel)));
        check("TOC 1", Some(Class::Contents));
        check("正文缩进", None);
        check("heading 12", None);
    }
}
