//! The faces: which one sets a character, and where its bytes are.
//!
//! `fonts/fonts.toml` lists the faces and, for each style and language, the chain in which they are tried. A face is unpacked when a
//! text first needs a glyph of it; what it has is known before, from a table. Nothing needs a system font. Line height and baseline
//! come from the em box (0.88 above, 0.12 below the baseline), not from the faces.

mod coverage;
mod face;
mod source;
mod table;

use super::frame::FaceId;
use super::paragraph::Family;
use crate::diag::Trouble;
use crate::env::Env;
use coverage::{COVERAGE, Coverage};
pub use face::Loaded;
use source::Place;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, OnceLock, RwLock};
use table::{Ask, TABLE};
pub use table::{Tongue, is_latin};

/// What is drawn where no face has a character.
pub const MISSING: char = '〓';

/// A face of the set.
pub struct Face {
    /// Its key in `fonts.toml`: `song`, `lat-serif-b`.
    pub key: String,
    /// The family's name.
    pub family: String,
    /// Weight, 400 or 700.
    pub weight: u16,
    /// Whether it is an italic.
    pub italic: bool,
    /// SPDX expression of its licence.
    pub license: String,
    place: Option<Place>,
    loaded: OnceLock<Option<Arc<Loaded>>>,
    scan: OnceLock<Coverage>,
}

impl Face {
    /// The unpacked face; `None` where its file is missing or damaged.
    pub fn loaded(&self) -> Option<&Arc<Loaded>> {
        self.loaded.get_or_init(|| face::load(self.place.as_ref()?)).as_ref()
    }

    fn has(&self, c: char) -> bool {
        match COVERAGE.get(&self.key) {
            Some(coverage) => coverage.has(c),
            None => self.scan.get_or_init(|| self.look()).has(c),
        }
    }

    /// What a system's face has, found by reading it; the face itself is forgotten again.
    fn look(&self) -> Coverage {
        self.place.as_ref().and_then(face::read).map(|loaded| loaded.characters().collect()).unwrap_or_default()
    }
}

/// How a character is to be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Style of type.
    pub family: Family,
    /// Bold.
    pub bold: bool,
    /// Italic; Latin only.
    pub italic: bool,
    /// Whose faces.
    pub tongue: Tongue,
}

/// The face that sets a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The face.
    pub face: FaceId,
    /// Whether weight is added by stroking.
    pub embolden: bool,
}

struct Chain {
    links: Vec<Choice>,
    pages: Vec<OnceLock<Box<[u8; 256]>>>,
}

const NOWHERE: u8 = u8::MAX;

/// A word, shaped: glyphs with advance and offsets in units of the em, and the byte at which each cluster begins.
pub(super) type Word = Arc<Vec<Shaped>>;

/// One glyph of a shaped word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shaped {
    pub glyph: u16,
    pub advance: i32,
    pub x: i32,
    pub y: i32,
    pub cluster: u32,
}

/// The font set, as an [`Env`] finds it.
pub struct Fonts {
    faces: Vec<Face>,
    /// How many of the faces are of the set; the others are the system's.
    own: usize,
    chains: Vec<OnceLock<Chain>>,
    elsewhere: Mutex<BTreeMap<char, Option<FaceId>>>,
    troubles: Mutex<BTreeSet<(String, String)>>,
    pub(super) words: RwLock<HashMap<(FaceId, Box<str>), Word>>,
    /// For each family, the faces that a page style has tried first.
    wanted: [Vec<String>; 5],
}

impl Fonts {
    /// The set, found in the environment's folders or in the program. Cheap: nothing is unpacked yet.
    pub fn new(env: &Env) -> Fonts {
        Fonts::with(env, &<[Vec<String>; 5]>::default())
    }

    /// The set with these faces tried first, for each [`Family`]: keys of the set, or files in the environment's folders.
    pub fn with(env: &Env, wanted: &[Vec<String>; 5]) -> Fonts {
        let mut faces: Vec<Face> = TABLE
            .faces
            .iter()
            .map(|(key, row)| Face {
                key: key.clone(),
                family: row.family.clone(),
                weight: row.weight,
                italic: row.italic,
                license: row.license.clone(),
                place: source::find(&row.file, env),
                loaded: OnceLock::new(),
                scan: OnceLock::new(),
            })
            .collect();
        let strange: BTreeSet<&String> = wanted.iter().flatten().filter(|name| !TABLE.faces.contains_key(*name)).collect();
        faces.extend(strange.into_iter().map(|name| Face {
            key: name.clone(),
            family: name.clone(),
            weight: 400,
            italic: false,
            license: "LicenseRef-Unknown".to_owned(),
            place: source::find(name, env),
            loaded: OnceLock::new(),
            scan: OnceLock::new(),
        }));
        faces.sort_by(|a, b| a.key.cmp(&b.key));
        let own = faces.len();
        let room = usize::from(u16::MAX) - own;
        let system = if env.system_fonts { source::system() } else { Vec::new() };
        faces.extend(system.into_iter().take(room).map(|place| Face {
            key: format!("{place:?}"),
            family: "system".to_owned(),
            weight: 400,
            italic: false,
            license: "LicenseRef-Unknown".to_owned(),
            place: Some(place),
            loaded: OnceLock::new(),
            scan: OnceLock::new(),
        }));
        Fonts {
            faces,
            own,
            chains: (0..Ask::COUNT).map(|_| OnceLock::new()).collect(),
            elsewhere: Mutex::default(),
            troubles: Mutex::default(),
            words: RwLock::default(),
            wanted: wanted.clone(),
        }
    }

    /// A face. Every [`FaceId`] comes from this set, so there is one.
    pub fn face(&self, id: FaceId) -> &Face {
        &self.faces[usize::from(id.0).min(self.faces.len() - 1)]
    }

    /// The face for a character; `latin` where the character stands in Latin text. `None` where no face has it.
    pub fn choose(&self, c: char, style: Style, latin: bool) -> Option<Choice> {
        let ask = Ask { family: style.family, bold: style.bold, italic: style.italic && latin, latin, tongue: style.tongue };
        let chain = self.chains[ask.index()].get_or_init(|| self.chain(ask));
        let page = chain.pages[c as usize >> 8].get_or_init(|| self.page(chain, c as u32 >> 8));
        match page[c as usize & 255] {
            NOWHERE if self.faces.len() > self.own => self.elsewhere(c).map(|face| Choice { face, embolden: style.bold }),
            NOWHERE => None,
            link => chain.links.get(usize::from(link)).copied(),
        }
    }

    /// Whether a face is one of the 宋 faces, in which all other styles of type end.
    pub fn is_song(&self, id: FaceId) -> bool {
        self.face(id).key.starts_with("song")
    }

    /// Unpacks the face that sets ordinary Chinese in this style.
    pub fn warm(&self, family: Family, bold: bool) {
        if let Some(choice) = self.choose('的', Style { family, bold, italic: false, tongue: Tongue::Hans }, false) {
            self.face(choice.face).loaded();
        }
    }

    /// The characters of a text that no face has, each once, in order. What is never drawn (controls, joiners) is not counted.
    pub fn missing(&self, text: &str, language: &str) -> String {
        let style = Style { family: Family::Song, bold: false, italic: false, tongue: Tongue::of(language) };
        let mut known = vec![0u64; 0x11_0000 / 64];
        let mut missing = BTreeSet::new();
        for c in text.chars() {
            let (cell, bit) = (c as usize / 64, 1 << (c as usize % 64));
            if known[cell] & bit == 0 {
                known[cell] |= bit;
                if !is_invisible(c) && self.choose(c, style, false).is_none() {
                    missing.insert(c);
                }
            }
        }
        missing.into_iter().collect()
    }

    /// The faces that a chain asked for first and that are not there, in order of their names.
    pub fn troubles(&self) -> Vec<Trouble> {
        let troubles = self.troubles.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        troubles.iter().map(|(face, instead)| Trouble::MissingFace { face: face.clone(), instead: instead.clone() }).collect()
    }

    fn chain(&self, ask: Ask) -> Chain {
        let (links, own) = TABLE.chain(ask, &self.wanted[ask.family as usize]);
        let number = |key: &str| self.faces[..self.own].binary_search_by(|face| face.key.as_str().cmp(key)).ok();
        let numbers: Vec<(usize, bool)> = links.iter().filter_map(|(key, bold)| Some((number(key)?, *bold))).collect();
        let there = |index: usize| self.faces[index].place.is_some();
        if let Some((wanted, _)) = numbers[..own.min(numbers.len())].iter().find(|(index, _)| !there(*index)) {
            let ordinary = if ask.latin { 'a' } else { '的' };
            let instead = numbers.iter().find(|(index, _)| there(*index) && self.faces[*index].has(ordinary));
            let instead = instead.map_or("nothing", |(index, _)| self.faces[*index].family.as_str()).to_owned();
            let mut troubles = self.troubles.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            troubles.insert((self.faces[*wanted].family.clone(), instead));
        }
        let link = |(index, embolden): (usize, bool)| Choice { face: FaceId(index as u16), embolden };
        let links = numbers.into_iter().filter(|(index, _)| there(*index)).map(link).collect();
        Chain { links, pages: (0..0x1100).map(|_| OnceLock::new()).collect() }
    }

    fn page(&self, chain: &Chain, page: u32) -> Box<[u8; 256]> {
        let mut cells = Box::new([NOWHERE; 256]);
        for (cell, code) in cells.iter_mut().zip(page << 8..) {
            let Some(c) = char::from_u32(code) else { continue };
            if let Some(link) = chain.links.iter().position(|link| self.face(link.face).has(c)) {
                *cell = link as u8;
            }
        }
        cells
    }

    fn elsewhere(&self, c: char) -> Option<FaceId> {
        let mut known = self.elsewhere.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let find = || (self.own..self.faces.len()).find(|&index| self.faces[index].has(c)).map(|index| FaceId(index as u16));
        *known.entry(c).or_insert_with(find)
    }
}

/// Whether a text whose characters are in the faces of its style and in others is too mixed: it is then set in the others altogether,
/// for a line in two designs is worse than one in another design. One rare letter among many is left as it is.
pub fn is_mixed(own: usize, other: usize) -> bool {
    other * if other == 1 { 4 } else { 20 } > own + other
}

/// Characters that have no ink and no width of their own: controls, joiners, directions, variation selectors.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(c: char, family: Family, bold: bool, language: &str, expected: (&str, bool)) {
        let fonts = Fonts::new(&Env::for_tests());
        let style = Style { family, bold, italic: false, tongue: Tongue::of(language) };
        let choice = fonts.choose(c, style, is_latin(c)).expect("a face");
        assert_eq!((fonts.face(choice.face).key.as_str(), choice.embolden), expected, "{c}");
    }

    #[test]
    fn the_chain_is_tried_from_left_to_right() {
        check('重', Family::Song, false, "zh-Hans", ("song", false));
        check('重', Family::Song, true, "zh-Hans", ("song-bold", false));
        check('㐂', Family::Song, true, "zh-Hans", ("song", true));
        check('重', Family::Kai, true, "zh-Hans", ("kai", true));
        check('A', Family::Kai, false, "zh-Hans", ("lat-serif", false));
        check('한', Family::Song, false, "zh-Hans", ("song-kr", false));
        check('重', Family::Song, false, "zh-TW", ("song-tc", false));
        check('𠀀', Family::Hei, false, "zh-Hans", ("song-ext", false));
    }

    #[test]
    fn a_character_that_no_face_has_is_named() {
        let fonts = Fonts::new(&Env::for_tests());
        assert_eq!(fonts.missing("重排\u{10ffff}\u{200b}\n", "zh-Hans"), "\u{10ffff}");
        let nothing = Fonts::new(&Env { set_dirs: Vec::new(), ..Env::for_tests() });
        if cfg!(all(debug_assertions, not(feature = "embed-core"))) {
            assert_eq!(nothing.missing("排重排", "zh-Hans"), "排重");
        }
    }

    #[test]
    fn a_missing_face_has_a_stand_in() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = env!("CARGO_MANIFEST_DIR");
        for name in ["ChongpaiKaiLightSC-Regular.ttf.zst", "ChongpaiFangSongSupp-Regular.ttf.zst"] {
            std::fs::copy(format!("{root}/fonts/core/{name}"), folder.path().join(name)).expect("copied");
        }
        let fonts = Fonts::new(&Env { set_dirs: vec![folder.path().to_owned()], ..Env::for_tests() });
        let style = Style { family: Family::Fang, bold: false, italic: false, tongue: Tongue::Hans };
        let choice = fonts.choose('的', style, false).expect("a face");
        assert_eq!(fonts.face(choice.face).key, "kai-light");
        let expected = Trouble::MissingFace { face: "Chongpai FangSong SC".into(), instead: "Chongpai Kai Light SC".into() };
        assert_eq!(fonts.troubles(), [expected]);
    }

    #[test]
    fn glyphs_have_advances() {
        let fonts = Fonts::new(&Env::for_tests());
        let style = Style { family: Family::Song, bold: false, italic: false, tongue: Tongue::Hans };
        let choice = fonts.choose('重', style, false).expect("a face");
        let loaded = fonts.face(choice.face).loaded().expect("unpacked");
        let glyph = loaded.glyph('重').expect("a glyph");
        assert_eq!(loaded.advance(glyph), loaded.units);
    }
}
