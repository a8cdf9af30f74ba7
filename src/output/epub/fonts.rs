//! The faces that travel with a book: which characters stand in which style of type, and the style sheet's part about it.
//!
//! Text is 宋, headings and labels 黑, bylines, decks and quotations 楷; program text is left to the device. Every
//! character is given to the face that typesetting would choose, and that face is cut down to what it was given. A style whose faces
//! lack many of its characters is 宋 as well.

use crate::diag::{Sink, Trouble};
use crate::model::{Block, Document, Kind, Role, SpanKind, Text, walk};
use crate::output::subset::subset;
use crate::output::writer::EmbedFonts;
use crate::text::script::is_han;
use crate::typeset::fonts::{Fonts, Style, Tongue, is_invisible, is_latin, is_mixed};
use crate::typeset::frame::FaceId;
use crate::typeset::paragraph::Family;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Characters of all faces of a book: about 1 MB once they are packed. What fits is known before any face is unpacked.
const BUDGET: usize = 3_000;

/// A face's file in the package.
pub struct File {
    /// Its address.
    pub address: String,
    /// The font.
    pub bytes: Vec<u8>,
}

/// The files, and the rules for the style sheet.
#[derive(Default)]
pub struct Embedded {
    /// The files, in the order of their faces.
    pub files: Vec<File>,
    /// `@font-face` rules and the families of each style of type.
    pub sheet: String,
}

/// Styles of type in the order of their weight in a book; what stands later is left out first.
const STYLES: [(Family, bool); 6] = [
    (Family::Song, false),
    (Family::Hei, true),
    (Family::Song, true),
    (Family::Kai, false),
    (Family::Hei, false),
    (Family::Kai, true),
];

/// Selectors and the families that a device has of its own, for each style of type.
const RULES: [(Family, &str, &str); 3] = [
    (Family::Song, "body", "serif"),
    (Family::Hei, "h1, h2, h3, h4, h5, h6, .title, .issuing-body, .section-label, th", "sans-serif"),
    (Family::Kai, "blockquote, .byline, .deck, .kicker, .caption, caption, figcaption, em", "serif"),
];

/// Cuts the faces that a document needs.
pub fn embed(document: &Document, language: &str, embed: EmbedFonts, fonts: &Fonts, sink: &mut Sink) -> Embedded {
    if embed == EmbedFonts::None {
        return Embedded::default();
    }
    let needs = needs(document, language, fonts);
    let mut wanted: BTreeMap<FaceId, BTreeSet<char>> = BTreeMap::new();
    for faces in needs.values() {
        for (face, characters) in faces {
            wanted.entry(*face).or_default().extend(characters);
        }
    }
    let kept = if embed == EmbedFonts::Full { wanted.keys().copied().collect() } else { affordable(&needs, &wanted) };
    let left_out: Vec<&str> = wanted.keys().filter(|id| !kept.contains(id)).map(|&id| fonts.face(id).family.as_str()).collect();
    if !left_out.is_empty() {
        sink.push(Trouble::FontsLeftOut { families: left_out.join(", ") }, "");
    }
    wanted.retain(|id, _| kept.contains(id));
    let cut: Vec<(FaceId, Vec<u8>)> = wanted
        .into_par_iter()
        .filter_map(|(id, characters)| {
            let loaded = fonts.face(id).loaded()?;
            match embed {
                EmbedFonts::Full => Some((id, loaded.bytes.to_vec())),
                _ => Some((id, subset(loaded, characters)?)),
            }
        })
        .collect();
    let kept: BTreeSet<FaceId> = cut.iter().map(|(id, _)| *id).collect();
    let sheet = sheet(&needs, &kept, fonts);
    let files = cut.into_iter().map(|(id, bytes)| File { address: address(id, fonts), bytes }).collect();
    Embedded { files, sheet }
}

/// Which faces a style of type asks for, each with its characters.
type Needs = BTreeMap<(Family, bool), BTreeMap<FaceId, BTreeSet<char>>>;

/// The faces for which the budget suffices, styles in the order of [`STYLES`]. A style comes whole or not at all, and the text's
/// bold never without its regular: a text in a face of the device's is all in faces of the device's.
fn affordable(needs: &Needs, wanted: &BTreeMap<FaceId, BTreeSet<char>>) -> BTreeSet<FaceId> {
    let mut kept = BTreeSet::new();
    let mut left = BUDGET;
    let mut text = true;
    for style in STYLES {
        if style == (Family::Song, true) && !text {
            continue;
        }
        let faces = needs.get(&style).into_iter().flat_map(BTreeMap::keys);
        let new: Vec<FaceId> = faces.filter(|id| !kept.contains(*id)).copied().collect();
        let cost: usize = new.iter().filter_map(|id| wanted.get(id)).map(BTreeSet::len).sum();
        if cost <= left {
            left -= cost;
            kept.extend(new);
        } else if style == (Family::Song, false) {
            text = false;
        }
    }
    kept
}

fn needs(document: &Document, language: &str, fonts: &Fonts) -> Needs {
    let mut characters: BTreeMap<(Family, bool), Characters> = BTreeMap::new();
    let mut add = |family: Family, bold: bool, text: &Text| {
        characters.entry((family, bold)).or_default().include(text.as_str());
        for span in text.spans() {
            let inside = text.as_str().get(span.range.clone()).unwrap_or_default();
            match &span.kind {
                SpanKind::Strong => characters.entry((family, true)).or_default().include(inside),
                SpanKind::Emphasis | SpanKind::Dots => characters.entry((Family::Kai, bold)).or_default().include(inside),
                SpanKind::Ruby(annotation) => characters.entry((family, bold)).or_default().include(annotation),
                _ => {}
            }
        }
    };
    let quoted: BTreeSet<*const Block> = walk::blocks(document)
        .filter(|block| matches!(block.kind, Kind::Quote(_)))
        .flat_map(walk::within)
        .map(std::ptr::from_ref)
        .collect();
    for block in walk::blocks(document).filter(|block| block.is_visible()) {
        let (family, bold) = match block.kind {
            Kind::Heading(_) => (Family::Hei, true),
            Kind::Paragraph(Role::Title | Role::IssuingBody | Role::SectionLabel) => (Family::Hei, true),
            Kind::Paragraph(Role::Byline | Role::Deck | Role::Kicker | Role::Caption) => (Family::Kai, false),
            Kind::Figure(_) | Kind::Table(_) => (Family::Kai, false),
            _ if quoted.contains(&std::ptr::from_ref(block)) => (Family::Kai, false),
            _ => (Family::Song, false),
        };
        add(family, bold, &block.text);
        match &block.kind {
            Kind::List(list) => list.items.iter().for_each(|item| add(Family::Song, false, &item.label)),
            Kind::Table(table) => {
                let heads = table.rows.iter().filter(|row| row.header).flat_map(|row| &row.cells);
                heads.flat_map(|cell| &cell.blocks).for_each(|block| add(Family::Hei, true, &block.text));
            }
            _ => {}
        }
    }
    let tongue = Tongue::of(language);
    let by_face = |((family, bold), characters): ((Family, bool), Characters)| {
        let mut faces: BTreeMap<FaceId, BTreeSet<char>> = BTreeMap::new();
        let mut style = Style { family, bold, italic: false, tongue };
        if family != Family::Song {
            // A device does not take what a bold face lacks from the regular one.
            let mut by_face: BTreeMap<FaceId, usize> = BTreeMap::new();
            let han = characters.iter().filter(|&c| is_han(c)).filter_map(|c| fonts.choose(c, style, false));
            han.for_each(|choice| *by_face.entry(choice.face).or_default() += 1);
            let own = by_face.values().copied().max().unwrap_or(0);
            if is_mixed(own, by_face.values().sum::<usize>() - own) {
                style.family = Family::Song;
            }
        }
        for c in characters.iter().filter(|&c| !is_invisible(c)) {
            if let Some(choice) = fonts.choose(c, style, is_latin(c)) {
                faces.entry(choice.face).or_default().insert(c);
            }
        }
        ((family, bold), faces)
    };
    characters.into_iter().map(by_face).collect()
}

/// A set of characters, one bit each.
struct Characters(Vec<u64>);

impl Default for Characters {
    fn default() -> Characters {
        Characters(vec![0; 0x11_0000 / 64])
    }
}

impl Characters {
    fn include(&mut self, text: &str) {
        for c in text.chars() {
            self.0[c as usize / 64] |= 1 << (c as usize % 64);
        }
    }

    fn iter(&self) -> impl Iterator<Item = char> + '_ {
        let cells = self.0.iter().enumerate().filter(|&(_, &bits)| bits != 0);
        cells.flat_map(|(cell, &bits)| {
            (0..64).filter(move |bit| bits >> bit & 1 == 1).filter_map(move |bit| char::from_u32((cell * 64 + bit) as u32))
        })
    }
}

fn address(id: FaceId, fonts: &Fonts) -> String {
    let plain = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
    format!("fonts/f{:02}-{}.ttf", id.0, fonts.face(id).key.chars().filter(plain).collect::<String>())
}

fn sheet(needs: &Needs, kept: &BTreeSet<FaceId>, fonts: &Fonts) -> String {
    let mut sheet = String::new();
    for &id in kept {
        let face = fonts.face(id);
        let style = if face.italic { "italic" } else { "normal" };
        let (family, weight) = (&face.family, face.weight);
        let source = address(id, fonts);
        let _ = writeln!(
            sheet,
            "@font-face {{ font-family: \"{family}\"; font-weight: {weight}; font-style: {style}; src: url(\"{source}\"); }}"
        );
    }
    for (family, selector, generic) in RULES {
        let mut families: Vec<&str> = Vec::new();
        // A style's own faces first, most characters first; then those of the text.
        for wanted in [family, Family::Song] {
            let mut faces: Vec<(usize, FaceId)> = [false, true]
                .iter()
                .filter_map(|&bold| needs.get(&(wanted, bold)))
                .flatten()
                .filter(|(id, _)| kept.contains(id))
                .map(|(id, characters)| (characters.len(), *id))
                .collect();
            faces.sort_by_key(|&(count, id)| (std::cmp::Reverse(count), id));
            for (_, id) in faces {
                let name = fonts.face(id).family.as_str();
                if !families.contains(&name) {
                    families.push(name);
                }
            }
        }
        if !families.is_empty() {
            let _ = writeln!(sheet, "{selector} {{ font-family: \"{}\", {generic}; }}", families.join("\", \""));
        }
    }
    if !kept.is_empty() {
        sheet.push_str("em { font-style: normal; }\n");
    }
    sheet
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::env::Env;
    use crate::model::native;

    /// The families that travel with a document.
    fn check(source: &str, option: EmbedFonts, expected: &[&str]) {
        let document = native::parse(source).expect("well formed");
        let embedded = embed(&document, "zh-Hans", option, &Fonts::new(&Env::for_tests()), &mut Sink::new());
        let names: Vec<_> = embedded.files.iter().map(|file| &file.address["fonts/f00-".len()..]).collect();
        assert_eq!(names, expected);
        assert_eq!(embedded.sheet.matches("@font-face").count(), expected.len());
    }

    #[test]
    fn only_faces_that_are_used_travel() {
        check("body :: 重排\n", EmbedFonts::Subset, &["song.ttf"]);
        check(
            "heading 1 :: 题\nbody :: 文{strong|字}\nbyline :: 王\n",
            EmbedFonts::Subset,
            &["hei-bold.ttf", "kai.ttf", "song.ttf", "song-bold.ttf"],
        );
        check("heading 1 :: 题\nbody :: 文\n", EmbedFonts::None, &[]);
        check("body :: \\{\n", EmbedFonts::Full, &["song.ttf"]);
    }

    #[test]
    fn a_style_that_lacks_many_characters_is_song() {
        let fonts = Fonts::new(&Env::for_tests());
        let family = |heading: &str| {
            let document = native::parse(&format!("heading 1 :: {heading}\nbody :: 文\n")).expect("well formed");
            let sheet = embed(&document, "zh-Hant", EmbedFonts::Subset, &fonts, &mut Sink::new()).sheet;
            let of_headings = sheet.lines().find(|line| line.starts_with("h1")).expect("a rule");
            of_headings.split('"').nth(1).expect("a family").to_owned()
        };
        let style = Style { family: Family::Hei, bold: true, italic: false, tongue: Tongue::Hant };
        let is_bold = |c: char| fonts.choose(c, style, false).is_some_and(|choice| fonts.face(choice.face).key == "hei-bold");
        let lacking: String = ('\u{4e00}'..'\u{9fa5}').filter(|&c| !is_bold(c)).take(4).collect();
        assert!(family("山水有相逢").contains("Hei"));
        assert!(!family(&format!("山水有相逢{lacking}")).contains("Hei"), "{lacking}");
    }

    #[test]
    fn the_budget_keeps_what_the_text_needs_most() {
        let [song, hei, bold] = [FaceId(1), FaceId(2), FaceId(3)];
        let some = |count: usize| ('\u{4e00}'..).take(count).collect::<BTreeSet<char>>();
        let check = |song_size: usize, hei_size: usize, expected: &[FaceId]| {
            let wanted = BTreeMap::from([(song, some(song_size)), (hei, some(hei_size)), (bold, some(0))]);
            let one = |face: FaceId| BTreeMap::from([(face, wanted[&face].clone())]);
            let needs = Needs::from([
                ((Family::Song, false), one(song)),
                ((Family::Hei, true), one(hei)),
                ((Family::Song, true), one(bold)),
            ]);
            assert_eq!(affordable(&needs, &wanted).into_iter().collect::<Vec<_>>(), expected);
        };
        check(BUDGET / 2, BUDGET / 2, &[song, hei, bold]);
        check(BUDGET, 1, &[song, bold]);
        check(BUDGET + 1, 1, &[hei]);
    }
}
