//! What style sheets say of meaning: hidden, bold, slanted, dotted, centred, vertical; nothing of how it looks.
//!
//! Of selectors only the last part is looked at, and only where it is a name, a class or an id; rules for print and for
//! states of the pointer are left out. Inline styles win over rules, later rules over earlier ones.

use super::tree::{Id, Tree};
use crate::input::flow::symbols;
use crate::model::Align;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is said of an element; `None` where nothing is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Look {
    /// It is not shown.
    pub hidden: Option<bool>,
    /// Bold.
    pub bold: Option<bool>,
    /// Italic or oblique.
    pub italic: Option<bool>,
    /// Underlined.
    pub underline: Option<bool>,
    /// Struck out.
    pub strike: Option<bool>,
    /// With emphasis dots.
    pub dots: Option<bool>,
    /// Raised, or lowered.
    pub raised: Option<i8>,
    /// Where its lines stand.
    pub align: Option<Align>,
    /// White space as it is: `pre`, `pre-wrap`, `pre-line`.
    pub white: Option<super::runs::White>,
    /// Lines run from top to bottom.
    pub vertical: Option<bool>,
    /// Indent of the first line, in half-em units.
    pub indent: Option<u16>,
    /// Font size in points.
    pub size: Option<f32>,
    /// How items of a list are labelled: `decimal`, `none`, `simp-chinese-informal`.
    pub list: Option<String>,
    /// It has a border.
    pub border: Option<bool>,
    /// The font whose signs stand in the place of letters (`Wingdings`); empty where it is none of these.
    pub symbols: Option<&'static str>,
    /// What Word says of the element: it belongs to a list, is a note's mark, is left out.
    pub word: Option<Word>,
}

/// What Word's own properties say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// `mso-list:Ignore`: the label of an item.
    Label,
    /// `mso-list:l0 level1 lfo1`: an item of a list.
    Item,
    /// `mso-element:…` of headers, comments and their like.
    Aside,
}

impl Look {
    /// What `over` says, where it says something.
    fn under(self, over: Look) -> Look {
        Look {
            hidden: over.hidden.or(self.hidden),
            bold: over.bold.or(self.bold),
            italic: over.italic.or(self.italic),
            underline: over.underline.or(self.underline),
            strike: over.strike.or(self.strike),
            dots: over.dots.or(self.dots),
            raised: over.raised.or(self.raised),
            align: over.align.or(self.align),
            white: over.white.or(self.white),
            vertical: over.vertical.or(self.vertical),
            indent: over.indent.or(self.indent),
            size: over.size.or(self.size),
            list: over.list.or(self.list),
            border: over.border.or(self.border),
            symbols: over.symbols.or(self.symbols),
            word: over.word.or(self.word),
        }
    }

    fn is_empty(&self) -> bool {
        *self == Look::default()
    }
}

/// Rules by the last part of their selectors: `p`, `.class`, `#id`, `p.class`.
#[derive(Clone, Debug, Default)]
pub struct Sheet(BTreeMap<String, Look>);

/// The style sheets of a file: each is read once, however many files refer to it.
#[derive(Clone, Debug, Default)]
pub struct Sheets(Vec<Arc<Sheet>>);

/// Style sheets of one file, at most; every element asks all of them.
const SHEETS: usize = 32;

/// Bytes of style sheets that are looked at.
const LONGEST: usize = 4 << 20;

impl Sheet {
    /// Adds the rules of a style sheet.
    pub fn add(&mut self, css: &str) {
        let css = &css[..css.floor_char_boundary(LONGEST)];
        let css = without_comments(css);
        self.rules(&css, 0);
    }

    fn rules(&mut self, css: &str, depth: usize) {
        let mut rest = css;
        while let Some(open) = rest.find('{') {
            let (selector, body) = (&rest[..open], &rest[open + 1..]);
            let selector = selector.rsplit([';', '}']).next().unwrap_or(selector).trim();
            let close = matching(body);
            let content = &body[..close];
            if let Some(condition) = selector.strip_prefix('@') {
                let shown = condition.starts_with("media") && !condition.contains("print") && !condition.contains("max-")
                    || condition.starts_with("supports");
                if shown && depth < 4 {
                    self.rules(content, depth + 1);
                }
            } else {
                let look = declarations(content);
                if !look.is_empty() {
                    for key in selector.split(',').filter_map(key) {
                        let own = self.0.remove(&key).unwrap_or_default();
                        self.0.insert(key, own.under(look.clone()));
                    }
                }
            }
            rest = body.get(close + 1..).unwrap_or("");
        }
    }
}

impl Sheets {
    /// Adds a style sheet. One that comes again says nothing that it does not say the last time.
    pub fn add(&mut self, sheet: Arc<Sheet>) {
        self.0.retain(|known| !Arc::ptr_eq(known, &sheet));
        if !sheet.0.is_empty() && self.0.len() < SHEETS {
            self.0.push(sheet);
        }
    }

    /// What the rules, the attributes of old, and the element's own style say of it.
    pub fn look(&self, tree: &Tree, id: Id) -> Look {
        let name = tree.name(id);
        let under = |look: Look, key: &str| {
            self.0.iter().filter_map(|sheet| sheet.0.get(key)).fold(look, |look, own| look.under(own.clone()))
        };
        let mut look = under(Look::default(), name);
        if !self.0.is_empty() {
            for class in tree.attribute(id, "class").unwrap_or_default().split_ascii_whitespace().take(16) {
                for key in [format!(".{class}"), format!("{name}.{class}")] {
                    look = under(look, &key);
                }
            }
            if let Some(own) = tree.attribute(id, "id") {
                look = under(look, &format!("#{own}"));
            }
        }
        if let Some(align) = tree.attribute(id, "align").and_then(align) {
            look.align = look.align.or(Some(align));
        }
        if tree.attribute(id, "hidden").is_some() {
            look.hidden = Some(true);
        }
        match tree.attribute(id, "style") {
            Some(style) => look.under(declarations(style)),
            None => look,
        }
    }
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(start) = rest.find("/*") {
        out.push_str(&rest[..start]);
        rest = rest[start + 2..].find("*/").map_or("", |end| &rest[start + 2 + end + 2..]);
    }
    out.push_str(rest);
    out.replace("<!--", "").replace("-->", "")
}

/// Where the brace closes that was opened before `body`.
fn matching(body: &str) -> usize {
    let mut depth = 0;
    for (at, byte) in body.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return at,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    body.len()
}

/// The key of a selector that says something of an element alone.
fn key(selector: &str) -> Option<String> {
    let selector = selector.trim();
    let simple = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '#' | '\\');
    (!selector.is_empty() && selector.chars().all(simple) && selector.matches(['.', '#']).count() <= 1).then(|| {
        let (name, rest) = selector.split_at(selector.find(['.', '#']).unwrap_or(selector.len()));
        if rest.starts_with('#') { rest.to_owned() } else { name.to_ascii_lowercase() + rest }
    })
}

fn align(value: &str) -> Option<Align> {
    Some(match value.trim().to_ascii_lowercase().as_str() {
        "center" | "middle" => Align::Center,
        "right" | "end" => Align::End,
        "left" | "start" | "justify" => Align::Start,
        _ => return None,
    })
}

/// What declarations say.
pub fn declarations(css: &str) -> Look {
    use super::runs::White;
    let mut look = Look::default();
    for declaration in css.split(';').take(400) {
        let Some((property, value)) = declaration.split_once(':') else { continue };
        let property = property.trim().to_ascii_lowercase();
        let property =
            ["-epub-", "-webkit-", "-moz-", "-ms-"].iter().find_map(|own| property.strip_prefix(own)).unwrap_or(&property);
        let value = value.trim().to_ascii_lowercase();
        let value = value.trim_end_matches("!important").trim();
        let has = |word: &str| value.split([' ', ',']).any(|own| own == word);
        match property {
            "display" => look.hidden = Some(value == "none"),
            "visibility" => look.hidden = Some(value == "hidden" || value == "collapse"),
            "mso-hide" => look.hidden = (value == "all").then_some(true).or(look.hidden),
            "font-weight" => {
                look.bold = Some(value.starts_with("bold") || value.parse().is_ok_and(|weight: u32| weight >= 600))
            }
            "font-style" => look.italic = Some(value == "italic" || value.starts_with("oblique")),
            "font-family" => look.symbols = Some(symbol_font(value)),
            "font" => {
                look.symbols = Some(symbol_font(value));
                look.bold = Some(has("bold"));
                look.italic = Some(has("italic"));
            }
            "text-decoration" | "text-decoration-line" => {
                look.underline = Some(has("underline"));
                look.strike = Some(has("line-through"));
            }
            "text-emphasis" | "text-emphasis-style" => look.dots = Some(value != "none"),
            "vertical-align" => {
                look.raised = match value {
                    "super" => Some(1),
                    "sub" => Some(-1),
                    "baseline" => Some(0),
                    _ => look.raised,
                }
            }
            "text-align" => look.align = align(value).or(look.align),
            "text-indent" => {
                look.indent = length(value, look.size).map(|ems| (ems * 2.0).clamp(0.0, 60.0) as u16).or(look.indent)
            }
            "font-size" => {
                look.size = match value.strip_suffix("pt") {
                    Some(points) => points.trim().parse().ok(),
                    None => {
                        value.strip_suffix("px").and_then(|pixels| pixels.trim().parse().ok()).map(|pixels: f32| pixels * 0.75)
                    }
                }
                .filter(|size| (1.0..500.0).contains(size))
                .or(look.size);
            }
            "white-space" => {
                look.white = Some(match value {
                    "pre" | "pre-wrap" | "break-spaces" => White::Kept,
                    "pre-line" => White::Lines,
                    _ => White::Folded,
                })
            }
            "writing-mode" => {
                look.vertical = Some(value.starts_with("vertical") || value.starts_with("tb") || value.starts_with("sideways"))
            }
            "list-style-type" => look.list = Some(value.to_owned()),
            "list-style" if has("none") => look.list = Some("none".to_owned()),
            "border" | "border-top" | "border-bottom" => {
                let none = value.starts_with("none") || value.starts_with('0') || has("none");
                look.border = Some(look.border == Some(true) || !none);
            }
            "mso-list" => look.word = Some(if value == "ignore" { Word::Label } else { Word::Item }),
            "mso-element" if matches!(value, "header" | "footer" | "comment" | "comment-list") => look.word = Some(Word::Aside),
            _ => {}
        }
    }
    look
}

/// The font of symbols that a value names, or an empty name. In the shorthand `font` a size stands before it.
fn symbol_font(value: &str) -> &'static str {
    let value = value.split(',').next().unwrap_or(value).trim();
    let name = match value.trim_end_matches(['"', '\'']).rsplit_once(['"', '\'']) {
        Some((_, quoted)) => quoted,
        None if value.starts_with(|c: char| c.is_ascii_digit()) => value.split_once(' ').map_or(value, |(_, name)| name.trim()),
        None => value,
    };
    symbols::symbol_font(name).unwrap_or("")
}

/// A length in ems; points and pixels by the font size, 12 points where none is said.
fn length(value: &str, size: Option<f32>) -> Option<f32> {
    let number = |unit: &str| value.strip_suffix(unit).and_then(|number| number.trim().parse::<f32>().ok());
    let size = size.unwrap_or(12.0);
    number("em")
        .or_else(|| number("pt").map(|points| points / size))
        .or_else(|| number("px").map(|pixels| pixels * 0.75 / size))
        .or_else(|| number("cm").map(|centimetres| centimetres * 28.35 / size))
        .filter(|ems| ems.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_say_what_is_meant() {
        let check = |css: &str, expected: Look| assert_eq!(declarations(css), expected, "{css}");
        check("display : none", Look { hidden: Some(true), ..Look::default() });
        check("FONT-WEIGHT: 700; text-align:Right", Look { bold: Some(true), align: Some(Align::End), ..Look::default() });
        check("text-indent: 2em", Look { indent: Some(4), ..Look::default() });
        check("-epub-text-emphasis-style: filled dot", Look { dots: Some(true), ..Look::default() });
        check("mso-list:Ignore", Look { word: Some(Word::Label), ..Look::default() });
        check("-epub-writing-mode: vertical-rl", Look { vertical: Some(true), ..Look::default() });
        check("font-family:Wingdings", Look { symbols: Some("wingdings"), ..Look::default() });
        check("font-family:\"Wingdings 2\", serif", Look { symbols: Some("wingdings 2"), ..Look::default() });
        check("font-family:'Segoe UI Symbol'", Look { symbols: Some(""), ..Look::default() });
        check("nonsense", Look::default());
    }

    #[test]
    fn rules_are_found_by_the_last_simple_part() {
        let mut sheet = Sheet::default();
        sheet.add("/* a { } */ p.b, .c { font-weight: bold } @media print { .c { display: none } } div p { display: none } a:hover {font-weight:bold}");
        let looked = |key: &str| sheet.0.get(key).cloned();
        assert_eq!(looked("p.b").and_then(|look| look.bold), Some(true));
        assert_eq!(looked(".c").map(|look| (look.bold, look.hidden)), Some((Some(true), None)));
        assert_eq!(looked("p"), None);
    }
}
