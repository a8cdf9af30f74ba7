//! Recognition: the text of pages that are pictures, by `tesseract` where it is installed.
//!
//! The program gets a picture of the whole page and tells words with their places; they become glyphs, so that page analysis
//! finds lines, columns and articles as it does on any page. What a recognizer reads is a guess: pages are named in the report
//! with how sure it was.

use super::layout::page::{Area, FontId, Glyph};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Dots per inch of the pictures: what recognizers are trained on.
pub const DOTS: f32 = 300.0;
/// The longest that a page may take.
const PATIENCE: Duration = Duration::from_secs(300);
/// A line's ink against its em: Han fill nine tenths of it.
const INK: f32 = 0.92;
/// How far the ink of Han goes below the baseline, in em.
const BELOW: f32 = 0.1;
/// The face of all recognized glyphs: pictures do not say which it is.
const FACE: FontId = FontId(u32::MAX);

/// The program that recognizes, and the languages that it looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognizer {
    /// The program.
    pub program: PathBuf,
    /// Languages by the program's names, with `+` between: `chi_sim+eng`. Names that end in `_vert` are for vertical lines.
    pub languages: String,
}

/// What was recognized on a page.
#[derive(Debug, Default)]
pub struct Recognized {
    /// The glyphs, in the recognizer's order.
    pub glyphs: Vec<Glyph>,
    /// How sure the recognizer was of the words, on average, in percent.
    pub confidence: u8,
}

impl Recognizer {
    /// Looks whether the program runs and has the languages; says what to do where not.
    pub fn find(program: &Path, languages: &str) -> Result<Recognizer, String> {
        let listed = Command::new(program).arg("--list-langs").stdin(Stdio::null()).output();
        let listed = listed.map_err(|error| {
            let name = program.display();
            format!("{name} can't be started ({error}); install it (Debian: tesseract-ocr and tesseract-ocr-chi-sim)")
        })?;
        let said = [listed.stdout, listed.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        let known: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.contains(' ')).collect();
        match languages.split('+').find(|language| !known.contains(language)) {
            Some(missing) => {
                let known = known.join(", ");
                Err(format!("{} has no language {missing}; it has {known}", program.display()))
            }
            None => Ok(Recognizer { program: program.to_owned(), languages: languages.to_owned() }),
        }
    }

    /// Recognizes a picture (a portable graymap) with so many pixels in a point.
    pub fn read(&self, picture: &[u8], scale: f32) -> Result<Recognized, String> {
        let mut command = Command::new(&self.program);
        command.args(["stdin", "stdout", "-l", &self.languages, "--dpi"]).arg(format!("{:.0}", scale * 72.0));
        // Pages are recognized beside one another already.
        command.args(["--psm", "3", "tsv"]).env("OMP_THREAD_LIMIT", "1");
        let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let child = child.map_err(|error| format!("{} can't be started: {error}", self.program.display()))?;
        let told = converse(child, picture).map_err(|error| format!("{}: {error}", self.program.display()))?;
        Ok(glyphs(&told, scale, self.languages.split('+').any(|language| language.ends_with("_vert"))))
    }
}

/// Gives a program its input and takes its output; one that takes too long is stopped.
fn converse(mut child: Child, input: &[u8]) -> Result<String, String> {
    let begun = Instant::now();
    let (mut stdin, mut stdout) = (child.stdin.take(), child.stdout.take());
    std::thread::scope(|scope| {
        scope.spawn(move || stdin.take().map(|mut pipe| pipe.write_all(input)));
        let reading = scope.spawn(move || {
            let mut told = Vec::new();
            stdout.take().map(|mut pipe| pipe.read_to_end(&mut told));
            told
        });
        let status = loop {
            match child.try_wait() {
                Ok(Some(status)) => break Ok(status),
                Ok(None) if begun.elapsed() < PATIENCE => std::thread::sleep(Duration::from_millis(20)),
                Ok(None) => break Err(format!("took longer than {} s", PATIENCE.as_secs())),
                Err(error) => break Err(error.to_string()),
            }
        };
        if status.is_err() {
            // The pipes close with the program, and the threads end.
            let _ = child.kill();
            let _ = child.wait();
        }
        let told = reading.join().unwrap_or_default();
        let status = status?;
        if status.success() { Ok(String::from_utf8_lossy(&told).into_owned()) } else { Err(format!("ended with {status}")) }
    })
}

/// A row of the table that the program writes: level, page, block, paragraph, line, word, left, top, width, height,
/// confidence, text.
struct Row<'a> {
    /// Block and paragraph.
    paragraph: (u32, u32),
    line: u32,
    area: Area,
    confidence: f32,
    text: &'a str,
}

/// Rows of lines and of words.
const LINE: &str = "4";
const WORD: &str = "5";

impl<'a> Row<'a> {
    fn parse(line: &'a str, level: &str, scale: f32) -> Option<Row<'a>> {
        let mut cells = line.splitn(12, '\t');
        let found = cells.next()?;
        let mut number = || cells.next()?.parse::<f32>().ok().filter(|number| number.is_finite());
        let (_, block, paragraph, line) = (number()?, number()?, number()?, number()?);
        let (_, left, top, width, height, confidence) = (number()?, number()?, number()?, number()?, number()?, number()?);
        let [left, top, right, bottom] = [left, top, left + width, top + height].map(|pixels| pixels / scale);
        (found == level && left < right && top < bottom).then(|| Row {
            paragraph: (block as u32, paragraph as u32),
            line: line as u32,
            area: Area { left, top, right, bottom },
            confidence,
            text: cells.next().unwrap_or_default().trim(),
        })
    }
}

/// The glyphs of a table of words.
fn glyphs(table: &str, scale: f32, vertical: bool) -> Recognized {
    let rows = |level: &'static str| table.lines().filter_map(move |line| Row::parse(line, level, scale));
    // Lines of a paragraph have one size, whatever ink each of them has.
    let mut heights: BTreeMap<(u32, u32), Vec<f32>> = BTreeMap::new();
    let mut lines: BTreeMap<((u32, u32), u32), Area> = BTreeMap::new();
    for row in rows(LINE) {
        let thick = if upright(&row.area, vertical) { row.area.bottom - row.area.top } else { row.area.right - row.area.left };
        heights.entry(row.paragraph).or_default().push(thick);
        lines.insert((row.paragraph, row.line), row.area);
    }
    let size = |paragraph: (u32, u32)| -> f32 {
        let mut heights = heights.get(&paragraph).cloned().unwrap_or_default();
        heights.sort_by(f32::total_cmp);
        let em = heights.get(heights.len() / 2).copied().unwrap_or(10.5) / INK;
        (em * 2.0).round() / 2.0
    };
    let mut found = Recognized::default();
    let (mut sure, mut words) = (0.0, 0usize);
    for row in rows(WORD).filter(|row| !row.text.is_empty()) {
        let line = lines.get(&(row.paragraph, row.line)).copied().unwrap_or(row.area);
        sure += row.confidence.clamp(0.0, 100.0);
        words += 1;
        place(&row, &line, size(row.paragraph), !upright(&line, vertical), &mut found.glyphs);
    }
    found.confidence = (sure / words.max(1) as f32) as u8;
    found
}

/// Whether a line runs from left to right.
fn upright(line: &Area, vertical: bool) -> bool {
    !vertical || line.right - line.left >= line.bottom - line.top
}

/// Parts a word's box among its characters by their widths.
fn place(row: &Row<'_>, line: &Area, size: f32, vertical: bool, glyphs: &mut Vec<Glyph>) {
    let width = |c: char| if c.is_ascii() && !vertical { 1.0 } else { 2.0 };
    let all: f32 = row.text.chars().map(width).sum();
    let (start, length) = match vertical {
        true => (row.area.top, row.area.bottom - row.area.top),
        false => (row.area.left, row.area.right - row.area.left),
    };
    let mut at = start;
    for c in row.text.chars() {
        let advance = length * width(c) / all;
        let (x, y, ink) = match vertical {
            true => ((line.left + line.right) / 2.0, at, Area { top: at, bottom: at + advance, ..row.area }),
            false => (at, line.bottom - BELOW * size, Area { left: at, right: at + advance, ..row.area }),
        };
        glyphs.push(Glyph {
            text: c.into(),
            x,
            y,
            advance,
            size,
            ink,
            font: FACE,
            bold: false,
            italic: false,
            vertical,
            angle: 0,
            color: 0,
            tag: None,
            artifact: false,
            order: glyphs.len() as u32,
        });
        at += advance;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the program tells it: two lines of a paragraph, at two pixels a point.
    const TABLE: &str = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
        1\t1\t0\t0\t0\t0\t0\t0\t400\t400\t-1\t\n4\t1\t1\t1\t1\t0\t20\t20\t120\t20\t-1\t\n\
        5\t1\t1\t1\t1\t1\t20\t20\t80\t20\t90.5\t江湾早市\n5\t1\t1\t1\t1\t2\t108\t22\t32\t16\t70\tNo.1\n\
        4\t1\t1\t1\t2\t0\t20\t60\t40\t18\t-1\t\n5\t1\t1\t1\t2\t1\t20\t60\t40\t18\t80\t散了\n5\tbroken\n";

    #[test]
    fn words_become_glyphs_of_one_line() {
        let found = glyphs(TABLE, 2.0, false);
        let text: String = found.glyphs.iter().flat_map(|glyph| glyph.text.chars()).collect();
        assert_eq!((text.as_str(), found.confidence), ("江湾早市No.1散了", 80));
        let places: Vec<(f32, f32)> = found.glyphs.iter().map(|glyph| (glyph.x, glyph.advance)).collect();
        assert_eq!(&places[..5], [(10.0, 10.0), (20.0, 10.0), (30.0, 10.0), (40.0, 10.0), (54.0, 4.0)]);
        assert!(found.glyphs.iter().all(|glyph| glyph.size == found.glyphs[0].size));
        assert_eq!(found.glyphs[0].y, found.glyphs[7].y, "words of a line stand on one baseline");
        assert!(found.glyphs[8].y > found.glyphs[0].y);
    }

    #[test]
    fn vertical_lines_run_down() {
        let table = "4\t1\t1\t1\t1\t0\t300\t20\t20\t80\t-1\t\n5\t1\t1\t1\t1\t1\t300\t20\t20\t80\t90\t江湾早市\n";
        let found = glyphs(table, 2.0, true);
        let places: Vec<(f32, f32, bool)> = found.glyphs.iter().map(|glyph| (glyph.x, glyph.y, glyph.vertical)).collect();
        assert_eq!(places, [(155.0, 10.0, true), (155.0, 20.0, true), (155.0, 30.0, true), (155.0, 40.0, true)]);
    }

    #[test]
    fn a_program_that_is_not_there_is_named() {
        let error = Recognizer::find(Path::new("/no/such/recognizer"), "chi_sim").expect_err("there is none");
        assert!(error.contains("/no/such/recognizer can't be started") && error.contains("install"), "{error}");
    }
}
