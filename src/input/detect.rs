//! Which format bytes are in: by content; the name only settles ties.
//!
//! Formats that have no reader are named, with the next step, instead of being read as noise. Among texts, Markdown is told
//! from plain text by marks that prose hardly ever has: one stray `#` or a row of asterisks is no Markdown.

use super::aozora;
use super::reader::Format;
use crate::error::{Error, ErrorKind, Result};

/// Beginnings of files that are no text: the bytes, what they are, and what to do.
const MAGIC: &[(&[u8], &str, &str)] = &[
    (b"%PDF-", "a PDF", "extract its text first, for example with pdftotext"),
    (
        b"PK\x03\x04",
        "a ZIP package of no document that is known",
        "unpack it first, or call it .zip to have its files converted",
    ),
    (b"PK\x05\x06", "an empty ZIP package", "give a text"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an OLE file (DOC, WPS, XLS or PPT)", "save it as text first"),
    (b"{\\rtf", "an RTF document", "save it as text first"),
    (b"\x89PNG", "a PNG picture", "recognize its text first"),
    (b"\xff\xd8\xff", "a JPEG picture", "recognize its text first"),
    (b"GIF8", "a GIF picture", "recognize its text first"),
    (b"II*\0", "a TIFF picture", "recognize its text first"),
    (b"MM\0*", "a TIFF picture", "recognize its text first"),
    (b"AT&TFORM", "a DjVu document", "extract its text first, for example with djvutxt"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "unpack it first"),
    (b"\x7fELF", "a program", "give a text"),
    (b"MZ\x90\0", "a program", "give a text"),
    (b"SQLite format 3", "a database", "give a text"),
];

/// The share of characters that no text has, above which bytes are not read as one.
const NOISE: f64 = 0.1;
/// Characters that are looked at for it.
const NOISE_SAMPLE: usize = 1 << 17;
/// Marks that make a text Markdown.
const ENOUGH: usize = 2;
/// The columns that lines of code stand in.
const CODE: usize = 4;
/// Lines that are looked at.
const LINES: usize = 20_000;

/// What the first bytes say, of a file that is no text.
fn magic(bytes: &[u8]) -> Option<&'static (&'static [u8], &'static str, &'static str)> {
    MAGIC.iter().find(|(magic, _, _)| bytes.starts_with(magic))
}

/// Whether bytes may be text, read or not.
pub fn may_be_text(bytes: &[u8]) -> bool {
    !bytes.is_empty() && magic(bytes).is_none()
}

/// Refuses a file of no bytes.
pub fn refuse_empty(bytes: &[u8]) -> Result<()> {
    if bytes.is_empty() { Err(Error::new(ErrorKind::Invalid, "the file is empty")) } else { Ok(()) }
}

/// Refuses bytes that no reader takes.
pub fn refuse(bytes: &[u8]) -> Result<()> {
    if let Some((_, what, next)) = magic(bytes) {
        return Err(Error::new(ErrorKind::Unsupported, format!("the file is {what}, which can't be read; {next}")));
    }
    Ok(())
}

/// Why an office document that has a password is not read.
pub fn encrypted(what: &str) -> Error {
    let message = format!("{what} is encrypted, and --password opens PDF files alone; save it without a password first");
    Error::new(ErrorKind::Encrypted, message)
}

/// Refuses decoded text that was no text.
pub fn refuse_noise(name: &str, text: &str) -> Result<()> {
    let (mut all, mut noise) = (0u64, 0u64);
    for c in text.chars().filter(|c| *c != '\0').take(NOISE_SAMPLE) {
        all += 1;
        noise += u64::from(match c {
            '\t' | '\n' | '\r' | '\u{c}' | '\u{1a}' | '\u{85}' => false,
            '\u{1}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffd}'..='\u{ffff}' | '\u{e000}'..='\u{f8ff}' => true,
            c => c >= '\u{40000}',
        });
    }
    if all == 0 && !text.is_empty() {
        return Err(Error::new(ErrorKind::Corrupt, "the file holds NUL bytes and nothing else"));
    }
    if text.trim().is_empty() {
        return Err(Error::new(ErrorKind::Invalid, "the file is empty: it holds white space and nothing else"));
    }
    let share = noise as f64 / all.max(1) as f64;
    if share > NOISE && noise > 8 {
        let share = share * 100.0;
        let message = match claimed(name) {
            Some(format) => {
                format!("the file is called .{format}, yet it holds neither that nor text; fetch it again")
            }
            None => format!("the file is no text: {share:.0} % of it are no characters; name its encoding if it is one"),
        };
        return Err(Error::new(ErrorKind::Unsupported, message));
    }
    Ok(())
}

/// The format that a name claims, of those that are no text.
fn claimed(name: &str) -> Option<String> {
    let extension = std::path::Path::new(name).extension()?.to_str()?.to_ascii_lowercase();
    let is_of_text = |format: Format| matches!(format, Format::Txt | Format::Aozora | Format::Markdown);
    let reader = super::reader::READERS.iter().find(|reader| reader.extensions.contains(&extension.as_str()))?;
    (!is_of_text(reader.format)).then_some(extension)
}

/// The format of a text.
pub fn format(name: &str, text: &str) -> Format {
    let extension = std::path::Path::new(name).extension().map(|extension| extension.to_ascii_lowercase());
    let markdown = extension.is_some_and(|extension| extension == "md" || extension == "markdown");
    match () {
        () if markdown => Format::Markdown,
        () if aozora::knows(text) => Format::Aozora,
        () if marks(text) >= ENOUGH => Format::Markdown,
        () => Format::Txt,
    }
}

/// Marks of Markdown; a strong one counts twice. Counting ends when there are enough.
fn marks(text: &str) -> usize {
    // No mark does without one of these, and most texts have none of them.
    if memchr::memchr3(b'#', b'[', b'|', text.as_bytes()).is_none() && memchr::memchr2(b'*', b'`', text.as_bytes()).is_none() {
        return 0;
    }
    let mut marks = 0;
    let marked = |line: &str| line.bytes().any(|b| matches!(b, b'#' | b'[' | b'|' | b'*' | b'`'));
    let lines = || text.lines().filter(|line| !line.trim().is_empty()).take(LINES);
    let margin = lines().map(indent).min().unwrap_or(0);
    for (place, raw) in lines().enumerate() {
        let line = raw.trim();
        if !marked(line) {
            continue;
        }
        let first = place == 0;
        // What stands in by so much is no heading and no fence (CommonMark 0.31, 4.4): `    # apt-get update` in a manual.
        let code = indent(raw) >= margin + CODE;
        if !code && is_heading(line) {
            marks += if first { 2 } else { 1 };
        } else if is_delimiter_row(line) || line.starts_with("[^") && line.contains("]:") {
            marks += 2;
        } else if !code && line.starts_with("```") {
            marks += 1;
        }
        marks += strong_spans(line) + pictures(line);
        if marks >= ENOUGH {
            break;
        }
    }
    marks
}

/// The columns of white space before a line: prose that is set in by ideographic spaces has none.
fn indent(line: &str) -> usize {
    line.chars()
        .map_while(|c| {
            Some(match c {
                ' ' | '\u{a0}' => 1,
                '\t' => CODE,
                _ => return None,
            })
        })
        .sum()
}

/// `## 标题`, or `##标题` from the second level on.
fn is_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    match line.len() - rest.len() {
        1 => rest.starts_with(' ') && !rest.trim().is_empty(),
        2..=6 => !rest.trim().is_empty(),
        _ => false,
    }
}

/// The rule under a table's head: `|---|:-:|`.
fn is_delimiter_row(line: &str) -> bool {
    line.contains('|') && line.contains("--") && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

/// Pairs of exactly two asterisks round something that has no white space at its edges.
fn strong_spans(line: &str) -> usize {
    let mut spans = 0;
    let mut open = None;
    for (at, mark) in line.match_indices("**") {
        let alone = !line[..at].ends_with('*') && !line[at + mark.len()..].starts_with('*');
        open = match open {
            _ if !alone => None,
            Some(start) if !line[start..at].trim().is_empty() => {
                spans += usize::from(line[start..at].trim().len() == at - start);
                None
            }
            _ => Some(at + mark.len()),
        };
    }
    spans
}

/// Pictures `![…](…)`.
fn pictures(line: &str) -> usize {
    line.match_indices("![").filter(|(at, _)| line[*at..].find("](").is_some_and(|end| line[at + end..].contains(')'))).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_told_by_its_marks() {
        let check = |name: &str, text: &str, expected: Format| assert_eq!(format(name, text), expected, "{text}");
        check("a.txt", "# 关于开展检查的通知\n\n各单位：\n", Format::Markdown);
        check("a.txt", "前文\n\n## 一、目标\n\n正文\n\n## 二、任务\n", Format::Markdown);
        check("a.txt", "**一、** 目标\n**二、** 任务\n", Format::Markdown);
        check("a.txt", "| 甲 | 乙 |\n|---|:-:|\n| 1 | 2 |\n", Format::Markdown);
        check("a.txt", "![图](a.jpg)\n\n![图](b.jpg)", Format::Markdown);
        check("a.md", "没有标记的一行\n", Format::Markdown);
        let code =
            "先做这两步：\n\n    # apt-get update\n\u{a0}\u{a0}\u{a0} # reboot | tee log\n\u{a0}\u{a0}\u{a0} # halt\n    ```\n";
        check("a.txt", code, Format::Txt);
        check("a.txt", "    ## 一、目标\n\n    正文\n\n    ## 二、任务\n", Format::Markdown);
        check("a.txt", "　　# 一、目标\n　　正文\n　　# 二、任务\n", Format::Markdown);
        check("a.txt", "[bookmark: _GoBack]正文\n1. 第一\n2. 第二\n- 甲\n", Format::Txt);
        check("a.txt", "正文里的\n# 一个井号\n不是标题\n", Format::Txt);
        check("a.txt", "号码是138****1234和139****5678。\n****\n#1号楼\n", Format::Txt);
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let check = |bytes: &[u8], expected: ErrorKind, word: &str| {
            let error = refuse_empty(bytes)
                .and_then(|()| refuse(bytes))
                .and_then(|()| refuse_noise("a.txt", &String::from_utf8_lossy(bytes)))
                .expect_err("it is refused");
            assert_eq!(error.kind(), expected);
            assert!(error.to_string().contains(word), "{error}");
        };
        check(b"", ErrorKind::Invalid, "empty");
        check(b" \n\n", ErrorKind::Invalid, "empty");
        check(b"%PDF-1.7", ErrorKind::Unsupported, "PDF");
        check(b"PK\x03\x04...", ErrorKind::Unsupported, "ZIP");
        check(b"\0\0\0\0", ErrorKind::Corrupt, "NUL");
        check(b"a\x01\x02\x03\x04\x05\x06\x07\x0e\x0f\x10bcdefgh", ErrorKind::Unsupported, "no text");
        assert!(refuse("一行文字。".as_bytes()).is_ok() && refuse_noise("a.txt", "一行文字。").is_ok());
        let error = refuse_noise("b/A.PDF", &"\u{1}甲".repeat(20)).expect_err("it is noise");
        assert!(error.to_string().contains("called .pdf"), "{error}");
    }
}
