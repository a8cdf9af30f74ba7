//! One paragraph: characters and settings in, justified lines out.

use super::fonts::Fonts;
use super::frame::Line;
use super::linebreak::{self, Column, Sums};
use super::place::{self, Slot};
use super::unit::Class;
use super::{adjust, itemize, prohibition};
use crate::geom::Abs;
use crate::model::{MediaId, NoteId};
use std::ops::Range;

/// The four styles of Chinese type, which chains of faces serve.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// 宋.
    #[default]
    Song,
    /// 黑.
    Hei,
    /// 楷.
    Kai,
    /// 仿宋.
    Fang,
    /// Typewriter, for program text.
    Mono,
}

/// How a stretch of characters looks. Settings cover the text without gaps or overlaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Byte range in the paragraph's text.
    pub range: Range<usize>,
    /// Style of type.
    pub family: Family,
    /// Bold.
    pub bold: bool,
    /// Italic, for Latin; Han is not slanted.
    pub italic: bool,
    /// Size of the em.
    pub size: Abs,
    /// Above (positive) the baseline.
    pub raise: Abs,
    /// Grey, from 0 (black) to 255.
    pub grey: u8,
    /// Must not be broken inside.
    pub keep: bool,
    /// White before and after each of its characters, where an annotation needs the room.
    pub around: (Abs, Abs),
}

/// Something in the text that is not a character of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Insert {
    /// The mark of a note, set small and raised, kept to the character before it (LB-9).
    NoteMark(NoteId, String),
    /// A picture of this width and height, on the baseline.
    Picture(MediaId, Abs, Abs),
}

/// Where lines stand in the measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alignment {
    /// Both edges, but for the last line (JU-11).
    #[default]
    Justify,
    /// At the left edge, ragged right.
    Left,
    /// In the middle; lines balanced, as titles are (HD-5).
    Center,
    /// At the right edge.
    Right,
}

/// Levels of line-edge prohibition (CLREQ 3.1.4, LB-1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Prohibition {
    /// Nothing is forbidden.
    None,
    /// Stops, closing marks, connectors and interpuncts never start a line; opening marks never end one.
    #[default]
    Basic,
    /// As basic, and the solidus stands at neither edge.
    Gb,
    /// As gb, and —— and …… never start a line.
    Strict,
}

/// Whose habits marks follow (PW-6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Region {
    /// Mainland: marks in the corner, squeezed.
    #[default]
    Cn,
    /// Taiwan: marks in the centre, not squeezed.
    Tw,
    /// Hong Kong: marks in the centre, squeezed by quarters.
    Hk,
    /// Japan (JIS X 4051).
    Jp,
    /// Korea: word spaces, half-width marks.
    Kr,
}

impl Region {
    /// Whose habits a language's marks follow (PW-6).
    pub fn of(language: &str) -> Region {
        let language = language.to_ascii_lowercase();
        match language.split('-').next().unwrap_or_default() {
            "ja" => Region::Jp,
            "ko" => Region::Kr,
            "zh" if language.contains("hk") || language.contains("mo") => Region::Hk,
            "zh" if language.contains("tw") || language.contains("hant") => Region::Tw,
            _ => Region::Cn,
        }
    }
}

/// How wide full-width marks are set (PW-8): the styles that Chinese printers name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Punctuation {
    /// 行末半角: one em, neighbours squeezed, half an em at the edges of lines.
    #[default]
    Hangmobanjiao,
    /// 全角: one em, neighbours squeezed, the edges as everywhere.
    Quanjiao,
    /// 开明: marks that end a sentence are one em, all others half an em.
    Kaiming,
    /// 半角: half an em.
    Banjiao,
    /// One em everywhere, whatever stands beside.
    Plain,
}

/// How marks and Latin words are given their widths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Widths {
    /// Full-width marks.
    pub punctuation: Punctuation,
    /// One stop that is the last of its line hangs beyond the edge (PW-7).
    pub hanging: bool,
    /// Between Han and Latin letters or figures, in thousandths of an em (MX-1).
    pub gap: i64,
    /// Latin letters have the widths of type of this size, in thousandths of the em, and stand closer by what it is larger: so word
    /// processors draw type together until as many Han fit the line.
    pub latin: i64,
    /// Latin words are widened to whole em, so that Han stand on a grid (MX-4).
    pub grid: bool,
    /// Lines are filled one after another, as word processors do; else the breaks of a paragraph are chosen together.
    pub filled: bool,
}

impl Default for Widths {
    fn default() -> Widths {
        Widths { punctuation: Punctuation::default(), hanging: false, gap: 250, latin: 1000, grid: false, filled: false }
    }
}

/// The form of quotes in vertical lines (VT-4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quotes {
    /// “ ” and ‘ ’ are drawn as corner brackets of the region.
    #[default]
    Corners,
    /// They are turned.
    Turned,
}

/// Vertical setting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Vertical {
    /// Numbers of up to so many figures stand side by side in one em 纵中横; 0 and 1 are none (VT-1).
    pub combine: i64,
    /// The form of quotes.
    pub quotes: Quotes,
}

/// A paragraph to be set.
#[derive(Clone, Debug)]
pub struct Paragraph<'a> {
    /// The characters; `\n` breaks the line.
    pub text: &'a str,
    /// How they look, in order.
    pub settings: Vec<Setting>,
    /// Byte offsets, in order, with what stands there.
    pub inserts: Vec<(usize, Insert)>,
    /// Width of the column.
    pub measure: Abs,
    /// Indent of the first line (PA-1).
    pub first_indent: Abs,
    /// Indent of the other lines.
    pub indent: Abs,
    /// Alignment.
    pub alignment: Alignment,
    /// Lines are made alike, as titles are (HD-5); those in the middle are where lines are not filled.
    pub balanced: bool,
    /// Letters of the last line, at least (PA-3).
    pub last_line: i64,
    /// Prohibition at line edges.
    pub prohibition: Prohibition,
    /// Runs of three marks and more may be broken at a high price (LB-6).
    pub remedy: bool,
    /// Habits of marks.
    pub region: Region,
    /// Widths of marks and words.
    pub widths: Widths,
    /// Set in vertical lines: what is horizontal here is then along the line, and above is on its right.
    pub vertical: Option<Vertical>,
    /// Language (BCP 47), which chooses the faces.
    pub language: &'a str,
}

impl Setting {
    /// All of a text in one style of type.
    pub fn whole(text: &str, family: Family, bold: bool, size: Abs) -> Setting {
        Setting {
            range: 0..text.len(),
            family,
            bold,
            italic: false,
            size,
            raise: Abs::ZERO,
            grey: 0,
            keep: false,
            around: (Abs::ZERO, Abs::ZERO),
        }
    }
}

impl<'a> Paragraph<'a> {
    /// A justified paragraph of one setting, with the habits of its language.
    pub fn plain(text: &'a str, setting: Setting, measure: Abs, language: &'a str) -> Paragraph<'a> {
        Paragraph {
            text,
            settings: vec![setting],
            inserts: Vec::new(),
            measure,
            first_indent: Abs::ZERO,
            indent: Abs::ZERO,
            alignment: Alignment::Justify,
            balanced: false,
            last_line: 2,
            prohibition: Prohibition::Basic,
            remedy: false,
            region: Region::of(language),
            widths: Widths::default(),
            vertical: None,
            language,
        }
    }
}

impl Paragraph<'_> {
    /// Whether marks are as wide as letters and have their blank behind them.
    pub(super) fn has_plain_marks(&self) -> bool {
        let behind = self.vertical.is_none() && matches!(self.region, Region::Cn | Region::Jp);
        self.widths.punctuation == Punctuation::Plain && behind
    }
}

/// The lines of a paragraph, never none.
pub type Lines = Vec<Line>;

/// Sets a paragraph. Every character of the text is in exactly one run of one line, in order; only white space at the edges of lines and
/// line ends are left out.
pub fn set(paragraph: &Paragraph, fonts: &Fonts) -> Lines {
    let mut units = itemize::itemize(paragraph, fonts);
    prohibition::decide(&mut units.units, paragraph);
    adjust::squeeze(&mut units.units, paragraph.region, &paragraph.widths, paragraph.vertical.is_some());
    adjust::space(&mut units.units, paragraph.widths.gap, paragraph.widths.latin - 1000);
    if paragraph.widths.grid {
        adjust::fill_cells(&mut units.units);
    }
    adjust::gaps(&mut units.units);
    let sums = Sums::new(&units.units);
    let measure = paragraph.measure.units();
    let column = Column {
        first: measure - paragraph.first_indent.units(),
        rest: measure - paragraph.indent.units(),
        em: place::em(&units.units),
        alignment: paragraph.alignment,
        filled: paragraph.widths.filled && !paragraph.balanced,
        plain: paragraph.has_plain_marks(),
        balanced: paragraph.balanced || paragraph.alignment == Alignment::Center && !paragraph.widths.filled,
        last_line: paragraph.last_line,
    };
    let whole = sums.line(&units.units, 0, units.units.len(), true);
    if column.balanced && whole.width > column.first {
        prohibition::keep_words(&mut units.units, paragraph.text);
    }
    let ranges = linebreak::lines(&units.units, &sums, &column);
    let mut lines = Vec::with_capacity(ranges.len().max(1));
    for range in ranges {
        let opening = range.start == 0 || units.units[range.start - 1].class == Class::Newline;
        let last = range.end == units.units.len() || units.units[range.end - 1].class == Class::Newline;
        let measured = sums.line(&units.units, range.start, range.end, opening);
        let (indent, target) = match range.start {
            0 => (paragraph.first_indent.units(), column.first),
            _ => (paragraph.indent.units(), column.rest),
        };
        lines.push(place::line(paragraph, &units, &Slot { units: range, measured, indent, target, last }));
    }
    if lines.is_empty() {
        lines.push(Line::default());
    }
    lines
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::env::Env;
    use crate::text::clreq;
    use proptest::prelude::*;

    /// A paragraph of 10 pt 宋, `measure` points wide.
    pub fn plain(text: &str, measure: f64) -> Paragraph<'_> {
        let setting = Setting::whole(text, Family::Song, false, Abs::pt(10.0));
        Paragraph::plain(text, setting, Abs::pt(measure), "zh-Hans")
    }

    fn fonts() -> &'static Fonts {
        static FONTS: std::sync::LazyLock<Fonts> = std::sync::LazyLock::new(|| Fonts::new(&Env::for_tests()));
        &FONTS
    }

    fn drawn(line: &Line) -> String {
        line.runs.iter().filter(|run| run.setting != crate::typeset::frame::Run::MARK).map(|run| run.text.as_str()).collect()
    }

    fn check(text: &str, ems: f64, expected: &[&str]) {
        let lines = set(&plain(text, ems * 10.0), fonts());
        assert_eq!(lines.iter().map(drawn).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn pure_han_keeps_the_grid() {
        let lines = set(&plain("天地玄黄宇宙洪荒日月盈昃辰宿列张", 80.0), fonts());
        assert_eq!(lines.len(), 2);
        for line in &lines {
            assert_eq!((line.right, line.gap), (Abs::pt(80.0), 0));
            let steps: Vec<Abs> = line.runs[0].glyphs.iter().map(|glyph| glyph.x).collect();
            assert!(steps.iter().enumerate().all(|(index, x)| *x == Abs::pt(10.0 * index as f64)));
        }
    }

    #[test]
    fn a_line_is_made_to_fit_by_squeezing() {
        check("天地玄黄，“宇宙洪荒”日月", 9.0, &["天地玄黄，“宇宙洪", "荒”日月"]);
        check("天地玄黄宇宙，洪荒日月", 6.0, &["天地玄黄宇", "宙，洪荒日月"]);
    }

    #[test]
    fn letters_have_the_widths_of_larger_type_drawn_together() {
        let right = |latin: i64| {
            let widths = Widths { latin, ..Widths::default() };
            set(&Paragraph { widths, ..plain("2024", 100.0) }, fonts())[0].right.to_pt()
        };
        // Half an em wide: each loses half of what the em is smaller.
        let each = (right(1000) - right(1040)) / 4.0;
        let own = right(1000) / 4.0;
        assert!((each - (0.4 - own * 0.04)).abs() < 0.02, "{each} of {own}");
    }

    #[test]
    fn a_stop_behind_latin_takes_the_word_along() {
        let check = |text: &str, expected: &[&str]| {
            let widths = Widths { filled: true, punctuation: Punctuation::Plain, ..Widths::default() };
            let lines = set(&Paragraph { widths, ..plain(text, 55.0) }, fonts());
            assert_eq!(lines.iter().map(drawn).collect::<Vec<_>>(), expected);
        };
        check("天地玄黄宇，宙洪荒", &["天地玄黄宇，", "宙洪荒"]);
        check("天地玄AB，宙洪", &["天地玄", "AB，宙洪"]);
    }

    #[test]
    fn a_last_line_is_never_one_character() {
        check("天地玄黄宇宙洪荒日月盈昃辰", 6.0, &["天地玄黄宇宙", "洪荒日月盈", "昃辰"]);
        check("天地玄黄宇宙洪荒日月盈昃——", 6.0, &["天地玄黄宇", "宙洪荒日月", "盈昃——"]);
    }

    #[test]
    fn a_last_line_has_as_many_letters_as_are_asked_for() {
        let count = |last_line: i64| {
            let lines = set(&Paragraph { last_line, ..plain("天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑", 80.0) }, fonts());
            drawn(lines.last().expect("a line")).chars().count()
        };
        assert_eq!((count(1), count(2), count(4)), (3, 3, 4));
        let alone = Paragraph { last_line: 1, ..plain("天地玄黄宇宙洪荒日月盈昃辰", 60.0) };
        assert_eq!(set(&alone, fonts()).iter().map(drawn).collect::<Vec<_>>(), ["天地玄黄宇宙", "洪荒日月盈昃", "辰"]);
    }

    #[test]
    fn exclamations_stand_side_by_side_in_vertical_lines() {
        let check = |text: &str, expected: &[(&str, f64)]| {
            let lines = set(&Paragraph { vertical: Some(Vertical::default()), ..plain(text, 200.0) }, fonts());
            let runs = lines[0].runs.iter().filter(|run| run.text.starts_with(['！', '？']));
            let runs: Vec<(&str, f64)> = runs.map(|run| (run.text.as_str(), run.width.to_pt())).collect();
            assert_eq!(runs, expected, "{text}");
            let pair = lines[0].runs.iter().find(|run| run.text.starts_with(['！', '？']));
            assert_eq!(pair.map(|run| run.way), Some(super::super::frame::Way::Combined(1000)), "{text}");
        };
        check("船来了！！他说", &[("！！", 10.0)]);
        check("船来了？！", &[("？！", 10.0)]);
        check("船来了！！！他说", &[("！！", 10.0), ("！他说", 30.0)]);
    }

    #[test]
    fn the_halves_of_a_dash_join_in_vertical_lines() {
        let dash = |vertical| {
            let lines = set(&Paragraph { vertical, ..plain("船——来", 200.0) }, fonts());
            let run = lines[0].runs.iter().find(|run| run.text.contains('—')).expect("a dash").clone();
            let at = run.text.find('—').expect("a dash") as u32;
            let halves: Vec<_> = run.glyphs.iter().filter(|glyph| (at..at + 6).contains(&glyph.start)).cloned().collect();
            (run.way, halves.iter().map(|half| half.id).collect::<Vec<_>>(), halves[1].x - halves[0].x)
        };
        let (across, down) = (dash(None), dash(Some(Vertical::default())));
        assert_eq!(down.0, super::super::frame::Way::Turned);
        assert_eq!((&down.1, down.2), (&across.1, Abs::pt(10.0)), "the form that joins in horizontal lines");
    }

    #[test]
    fn three_marks_are_parted_only_as_a_remedy() {
        let lines = |remedy: bool| {
            let text = "天地玄黄宇宙洪“‘荒日’”。）月盈昃辰";
            set(&Paragraph { remedy, ..plain(text, 45.0) }, fonts()).iter().map(drawn).collect::<Vec<_>>()
        };
        let parted = |lines: &[String]| lines.iter().any(|line| line.starts_with(['’', '”', '。', '）']));
        assert!(!parted(&lines(false)), "{:?}", lines(false));
        let narrow = Paragraph { remedy: true, ..plain("天（“‘地’”）玄", 25.0) };
        let set = set(&narrow, fonts()).iter().map(drawn).collect::<Vec<_>>();
        assert!(parted(&set), "{set:?}");
    }

    #[test]
    fn a_final_mark_touches_the_margin() {
        let lines = set(&plain("天地玄黄宇宙洪荒，日月盈昃辰宿列张", 90.0), fonts());
        assert_eq!(drawn(&lines[0]), "天地玄黄宇宙洪荒，");
        assert_eq!(lines[0].right, Abs::pt(90.0));
        let mark = lines[0].runs[0].glyphs.last().expect("a glyph").x;
        assert_eq!(mark, Abs::pt(85.0));
    }

    #[test]
    fn an_opening_mark_begins_at_the_margin() {
        let indented = Paragraph { first_indent: Abs::pt(20.0), ..plain("“天地玄黄”", 200.0) };
        let lines = set(&indented, fonts());
        assert_eq!(lines[0].runs[0].x + lines[0].runs[0].glyphs[0].x, Abs::pt(15.0));
        assert_eq!(lines[0].runs[0].glyphs[1].x + lines[0].runs[0].x, Abs::pt(25.0));
    }

    #[test]
    fn regions_follow_languages() {
        let check = |language, expected| assert_eq!(Region::of(language), expected);
        check("zh-Hans", Region::Cn);
        check("zh-Hant", Region::Tw);
        check("zh-Hant-HK", Region::Hk);
        check("ja", Region::Jp);
        check("ko", Region::Kr);
        check("en", Region::Cn);
    }

    #[test]
    fn a_title_is_balanced() {
        let title = Paragraph {
            alignment: Alignment::Center, ..plain("关于进一步加强县级档案馆建设的若干意见", 150.0)
        };
        let lines = set(&title, fonts());
        let lengths: Vec<usize> = lines.iter().map(|line| drawn(line).chars().count()).collect();
        assert_eq!(lengths.len(), 2);
        assert!(lengths[0].abs_diff(lengths[1]) <= 1, "{lengths:?}");
        let left = lines[0].runs[0].x;
        assert!((left + lines[0].right - Abs::pt(150.0)).abs() <= Abs::pt(0.01));
    }

    #[test]
    fn a_title_is_broken_between_its_clauses() {
        for (title, first) in [
            ("第一回　老渡口夜半闻铃　少年人风中送信", "第一回　老渡口夜半闻铃"),
            ("某镇人民政府办公室 关于做好春季防汛工作的通知", "某镇人民政府办公室"),
        ] {
            let title = Paragraph { alignment: Alignment::Center, ..plain(title, 180.0) };
            let lines = set(&title, fonts());
            assert_eq!(lines.len(), 2);
            assert_eq!(drawn(&lines[0]).trim(), first);
        }
    }

    #[test]
    fn words_too_long_are_cut_and_spaces_trimmed() {
        let lines = set(&plain("abcdefghijklmnopqrstuvwxyz 天地", 50.0), fonts());
        assert!(lines.len() > 2);
        assert_eq!(lines.iter().map(drawn).collect::<String>().replace(' ', ""), "abcdefghijklmnopqrstuvwxyz天地");
        assert!(lines.iter().all(|line| line.right <= Abs::pt(50.1)));
    }

    #[test]
    fn ragged_lines_hold_as_much_of_a_long_word_as_they_can() {
        for alignment in [Alignment::Left, Alignment::Center, Alignment::Right] {
            let lines = |text: &str| {
                let ragged = Paragraph { alignment, ..plain(text, 50.0) };
                set(&ragged, fonts()).iter().map(drawn).collect::<Vec<_>>()
            };
            let cut = lines("abcdefghijklmnopqrstuvwxyz");
            assert!(cut.len() <= 4 && cut.concat() == "abcdefghijklmnopqrstuvwxyz", "{cut:?}");
            assert_eq!(lines("ferry_timetable"), ["ferry_", "timetable"]);
        }
    }

    #[test]
    fn quotes_of_latin_words_are_narrow() {
        let width = |text: &str, family: Family| {
            let setting = Setting::whole(text, family, false, Abs::pt(10.0));
            set(&Paragraph::plain(text, setting, Abs::pt(400.0), "zh-Hans"), fonts())[0].right
        };
        for family in [Family::Song, Family::Hei, Family::Kai, Family::Fang, Family::Mono] {
            let mark = width("don’t", family) - width("dont", family);
            assert!(mark > Abs::ZERO && mark <= Abs::pt(6.1), "{family:?} {mark:?}");
        }
        assert_eq!(width("他说’好", Family::Song), Abs::pt(40.0));
    }

    #[test]
    fn a_line_is_set_in_one_design() {
        let faces = |text: &str, language: &str| {
            let setting = Setting::whole(text, Family::Kai, false, Abs::pt(10.0));
            let line = set(&Paragraph::plain(text, setting, Abs::pt(400.0), language), fonts()).remove(0);
            let mut keys: Vec<&str> = line.runs.iter().map(|run| fonts().face(run.face).key.as_str()).collect();
            keys.dedup();
            keys.join(" ")
        };
        assert_eq!(faces("山水有相逢", "zh-Hans"), "kai");
        assert_eq!(faces("過橋東望，燈火兩岸", "zh-Hant"), "song-tc");
        // One letter that is missing does not change all others.
        let rare = "山水有相逢山水有相逢山水有相逢山水有相逢㐂";
        assert_eq!(faces(rare, "zh-Hans"), "kai song");
    }

    #[test]
    fn line_ends_of_the_text_are_kept() {
        check("天地\n\n玄黄", 9.0, &["天地", "", "玄黄"]);
        check("", 9.0, &[""]);
    }

    #[test]
    fn a_note_mark_stays_with_its_word() {
        let mut noted = plain("天地玄黄宇宙洪荒", 40.0);
        noted.inserts.push((12, Insert::NoteMark(NoteId(0), "①".to_owned())));
        let lines = set(&noted, fonts());
        let with: Vec<&Line> = lines.iter().filter(|line| !line.notes.is_empty()).collect();
        assert_eq!(with.len(), 1);
        let mark = with[0].runs.iter().position(|run| run.setting == crate::typeset::frame::Run::MARK).expect("a mark");
        assert!(mark > 0 && with[0].runs[mark - 1].text.ends_with('黄'));
        assert_eq!(with[0].runs[mark].text, "①");
    }

    fn piece() -> impl Strategy<Value = String> {
        let han = "[天地玄黄宇宙洪荒日月]{1,9}";
        let marks = "[，。、；：！？“”‘’（）《》—…·～]{1,2}";
        let latin = "[A-Za-z0-9]{1,12}( [a-z]{1,8})?";
        let odd = "[ 　\u{200b}\u{301}한글かなァ①→％/\\-.,\n𠀀]{1,3}";
        prop_oneof![8 => han, 3 => marks, 2 => latin, 1 => odd]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn laws(pieces in prop::collection::vec(piece(), 1..40), ems in 4u32..40, region in 0usize..5, indent in 0u32..3) {
            let text = pieces.concat();
            let region = [Region::Cn, Region::Tw, Region::Hk, Region::Jp, Region::Kr][region];
            let measure = f64::from(ems) * 10.0;
            let paragraph = Paragraph { region, first_indent: Abs::pt(f64::from(indent) * 10.0), ..plain(&text, measure) };
            let lines = set(&paragraph, fonts());
            // Ranges follow one another and hold the whole text; white space alone may be missing at their edges.
            let mut at = 0;
            for line in &lines {
                prop_assert_eq!(line.text.start, at);
                at = line.text.end;
                let shown = drawn(line);
                let white = |c: char| matches!(c, ' ' | '\u{3000}' | '\n');
                prop_assert_eq!(shown.trim_matches(white), text[line.text.clone()].trim_matches(white));
            }
            prop_assert_eq!(at, text.len());
            for (index, line) in lines.iter().enumerate() {
                // Each run's glyphs stand for its text, all of it, in order.
                for run in &line.runs {
                    let mut at = 0;
                    for glyph in run.glyphs.iter().filter(|glyph| glyph.start < glyph.end) {
                        prop_assert_eq!(glyph.start, at);
                        at = glyph.end;
                    }
                    prop_assert_eq!(at as usize, run.text.len());
                }
                // Lines reach the margin, neither less nor more, unless nothing could be widened.
                let last = index + 1 == lines.len() || text[line.text.clone()].ends_with('\n');
                let right = line.right.to_pt();
                let alone = drawn(line).trim().chars().filter(|c| c.is_alphanumeric()).count() < 2;
                prop_assert!(right <= measure + 0.1 || alone, "{} > {measure}: {:?}", right, drawn(line));
                let letters: Vec<char> = drawn(line).chars().collect();
                let widens = letters.windows(2).any(|two| two.iter().all(|&c| crate::text::script::is_han(c)));
                if !last && line.gap < 330 && widens {
                    prop_assert!((right - measure).abs() < 0.1, "{right} {measure} {:?}", drawn(line));
                }
            }
            prop_assert_eq!(lines, set(&paragraph, fonts()));
        }

        #[test]
        fn no_line_begins_or_ends_with_what_may_not(pieces in prop::collection::vec(("[天地玄黄宇宙洪荒]{2,9}", "[，。、；：！？”’）》·～]|[“‘（《]"), 1..40), ems in 8u32..40) {
            let text: String = pieces.into_iter().map(|(han, mark)| han + &mark).collect();
            for line in set(&plain(&text, f64::from(ems) * 10.0), fonts()) {
                let shown = drawn(&line);
                let first = shown.chars().next().unwrap_or('天');
                prop_assert!(!clreq::is_stop(first) && !clreq::is_close(first) && !clreq::is_connector(first) && !clreq::is_interpunct(first), "{shown}");
                let whole = line.text.end == text.len();
                prop_assert!(whole || !clreq::is_open(shown.chars().next_back().unwrap_or('天')), "{shown}");
            }
        }
    }
}
