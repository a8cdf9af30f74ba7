//! Residue: characters that programs left in the text and nobody wrote.
//!
//! Bookmark labels, field codes and the ghosts of fields that could not be worked out, zero-width and control characters,
//! marks of Markdown that no reader took for markup, and combining characters that belong composed (NR-1). The result of a
//! field stays; formulas in TeX are characters ([`formulas`]), and tables that are drawn with
//! characters are tables ([`drawn`]), as are lines in columns ([`aligned`]); a block that was nothing but residue goes. Which characters *exchange* for others is the question of
//! the pass `characters`. Marks of headings before every line are residue, too ([`text_levels`]).

use super::{NormalizeOptions, aligned, drawn, forms, formulas, list_labels, recognized, text_levels};
use crate::diag::Sink;
use crate::model::{Block, Document, EditLog, Furniture, Kind, Origin, Reason, Replacement, Role, Rule, SpanKind, Text, walk};
use crate::text::patterns::compile;
use crate::text::script::is_solid;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The pass.
pub fn run(document: &mut Document, options: &NormalizeOptions, _: &mut Sink) {
    let mut emptied = false;
    walk::each_found(document, is_unclean, |block, unclean, log| {
        if unclean {
            clean(block, options, log);
            emptied |= block.text.is_empty();
        }
    });
    emptied |= formulas::run(document);
    let Document { blocks, notes, log, .. } = &mut *document;
    for flow in std::iter::once(blocks).chain(notes.iter_mut().map(|note| &mut note.blocks)) {
        drawn::run(flow, log);
        aligned::run(flow, log);
    }
    if emptied {
        drop_empty(&mut document.blocks);
        document.notes.iter_mut().for_each(|note| drop_empty(&mut note.blocks));
    }
    recognized::run(document);
    text_levels::run(&mut document.blocks, &mut document.log);
    list_labels::run(&mut document.blocks, &mut document.log);
}

/// Cheap enough, and right for most blocks: whether there is anything to clean.
fn is_unclean(block: &Block) -> bool {
    let text = block.text.as_str();
    memchr::memchr3(b'[', b'#', b'*', text.as_bytes()).is_some()
        || text.chars().any(is_suspect)
        || text.contains("<|")
        || has_field(text)
        || has_button(text)
}

fn clean(block: &mut Block, options: &NormalizeOptions, log: &mut EditLog) {
    let Block { kind, text, origin, .. } = block;
    let mut head = false;
    if text.as_str().contains('\u{13}') {
        apply(text, field_marks(text.as_str()), Rule::Field, "a field between control characters", origin, log);
    }
    if text.as_str().chars().any(is_suspect) {
        apply(text, controls(text.as_str()), Rule::Controls, "zero-width or control", origin, log);
        compose(text, options.bold, origin, log);
    }
    if text.as_str().contains('[') {
        apply(text, bookmarks(text.as_str()), Rule::Bookmark, "a label in brackets", origin, log);
        let button = EDIT.find(text.as_str()).map(|found| found.range());
        if let Some(button) = button {
            apply(text, vec![button], Rule::Outside, "the button that edits a section", origin, log);
            // The button stands beside the heads of sections alone.
            if matches!(kind, Kind::Paragraph(Role::Body)) && forms::is_within(text.as_str(), SECTION) && !text.is_empty() {
                head = true;
            }
        }
    }
    if text.as_str().contains("<|") {
        let tokens = TOKEN.find_iter(text.as_str()).map(|found| found.range()).collect();
        apply(text, tokens, Rule::Outside, "a token of the program that read the page", origin, log);
    }
    let page = text.as_str().trim_start_matches(['-', '—', ' ', '{']).starts_with("PAGE ");
    if has_field(text.as_str()) {
        let fields = FIELD.find_iter(text.as_str()).map(|found| found.range()).collect();
        apply(text, fields, Rule::Field, "a field code or the ghost of a field", origin, log);
    }
    if has_button(text.as_str()) {
        let buttons = BUTTON.find_iter(text.as_str()).map(|found| found.range()).collect();
        apply(text, buttons, Rule::Outside, "a counter or a button beside a page's source and date", origin, log);
    }
    if text.as_str().contains(['#', '*']) {
        noise(text, matches!(kind, Kind::Heading(_)), origin, log);
    }
    if head {
        let reason = Reason::certain(Rule::Heading, "the button that edits a section stood beside it");
        block.retag(Kind::Heading(2), &reason, log);
        return;
    }
    let folio = text.as_str().trim_matches(['-', '—', ' ']);
    if page && (1..=4).contains(&folio.len()) && folio.bytes().all(|byte| byte.is_ascii_digit()) {
        block.retag(
            Kind::Furniture(Furniture::PageNumber),
            &Reason::certain(Rule::Field, "the result of a field for the page"),
            log,
        );
    }
}

/// Removes ranges, with one side of the white space that would meet, and all of it at the text's edges.
fn apply(text: &mut Text, ranges: Vec<Range<usize>>, rule: Rule, evidence: &'static str, origin: &Origin, log: &mut EditLog) {
    if ranges.is_empty() {
        return;
    }
    let string = text.as_str();
    let mut cuts: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        let before = &string[cuts.last().map_or(0, |last| last.end)..range.start];
        let after = &string[range.end..];
        let mut cut = range.clone();
        if before.is_empty() && cuts.last().is_none_or(|last| last.start == 0) || before.ends_with(char::is_whitespace) {
            cut.end += after.len() - after.trim_start().len();
        }
        if after.trim_start().is_empty() {
            cut.start -= before.len() - before.trim_end().len();
            cut.end = string.len();
        }
        match cuts.last_mut() {
            Some(last) if cut.start <= last.end => last.end = last.end.max(cut.end),
            _ => cuts.push(cut),
        }
    }
    // Cuts that met at the end are one, with white space before it.
    let kept = cuts.len().checked_sub(2).map_or(0, |before| cuts[before].end);
    if let Some(last) = cuts.last_mut().filter(|last| last.end == string.len()) {
        last.start = last.start.min(string[..last.start].trim_end().len().max(kept));
    }
    let remove = |range| Replacement { range, with: String::new(), reason: Reason::certain(rule, evidence) };
    let changes = cuts.into_iter().map(remove).collect();
    text.edit(changes, origin, log);
}

/// Blocks that are nothing but what was dropped; the next block takes over the blank lines before them.
fn drop_empty(blocks: &mut Vec<Block>) {
    let mut blank = 0u16;
    blocks.retain_mut(|block| {
        match &mut block.kind {
            Kind::Quote(inner) => drop_empty(inner),
            Kind::List(list) => list.items.iter_mut().for_each(|item| drop_empty(&mut item.blocks)),
            _ => {}
        }
        let gone = match &block.kind {
            Kind::Heading(_) | Kind::Paragraph(_) | Kind::Verse | Kind::Furniture(_) => block.text.is_empty(),
            _ => false,
        };
        block.hints.blank_before = block.hints.blank_before.saturating_add(blank);
        blank = if gone { block.hints.blank_before } else { 0 };
        !gone
    });
}

/// Cheap: whether a character may have to go or to be composed.
fn is_suspect(c: char) -> bool {
    // No ideograph is, and most characters are ideographs.
    !matches!(c, '\u{3400}'..='\u{9fff}')
        && (is_invisible(c) || is_combining_mark(c) || matches!(c, '\u{1100}'..='\u{11ff}' | '\u{200c}' | '\u{200d}'))
}

/// NR-1: dropped wherever they stand. The joiners are judged by their neighbours; variation selectors stay, and so do the
/// unseen operators of mathematics (U+2061 to U+2064).
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}'
        | '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'
        | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffc}' | '\u{fffe}' | '\u{ffff}')
}

/// Where the invisible characters stand. Joiners stay in emoji and in Indic and Arabic words.
fn controls(string: &str) -> Vec<Range<usize>> {
    let mut previous = '\0';
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, c) in string.char_indices() {
        let joins = matches!(c, '\u{200c}' | '\u{200d}') && !needs_joiner(previous);
        if is_invisible(c) || joins {
            match found.last_mut() {
                Some(last) if last.end == at => last.end += c.len_utf8(),
                _ => found.push(at..at + c.len_utf8()),
            }
        } else {
            previous = c;
        }
    }
    found
}

fn needs_joiner(previous: char) -> bool {
    matches!(previous, '\u{600}'..='\u{109f}' | '\u{1780}'..='\u{18af}' | '\u{2600}'..='\u{27bf}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

/// NR-1: normalization form C of what is composed of parts. A character alone is never exchanged: NFC would replace CJK
/// compatibility ideographs, and NR-2b asks for leave to do that.
fn compose(text: &mut Text, bold: bool, origin: &Origin, log: &mut EditLog) {
    let continues = |c: char| is_combining_mark(c) || matches!(c, '\u{1160}'..='\u{11ff}');
    let string = text.as_str();
    let mut changes = Vec::new();
    let mut start = 0;
    let mut parts = 0;
    let mut segment = |start: usize, end: usize, parts: usize| {
        let piece = &string[start..end];
        let compatibility = piece.starts_with(|c| matches!(c, '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}'));
        if parts > 1 && (bold || !compatibility) {
            let with: String = piece.nfc().collect();
            if with != piece {
                let reason = Reason::certain(Rule::Composition, "parts of one character");
                changes.push(Replacement { range: start..end, with, reason });
            }
        }
    };
    for (at, c) in string.char_indices() {
        if !continues(c) {
            segment(start, at, parts);
            (start, parts) = (at, 0);
        }
        parts += 1;
    }
    segment(start, string.len(), parts);
    text.edit(changes, origin, log);
}

/// Fields as Word keeps them in a stream of characters: U+0013 code U+0014 result U+0015, nested. Code and marks go.
fn field_marks(string: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Vec<bool> = Vec::new(); // for each open field: whether we are still in its code
    let mut start = None;
    for (at, c) in string.char_indices() {
        let (mark, was_code) = (matches!(c, '\u{13}'..='\u{15}'), open.contains(&true));
        match c {
            '\u{13}' if open.len() < 64 => open.push(true),
            '\u{14}' => {
                if let Some(code) = open.last_mut() {
                    *code = false;
                }
            }
            '\u{15}' => {
                open.pop();
            }
            _ => {}
        }
        if mark || was_code {
            start.get_or_insert(at);
        } else if let Some(start) = start.take() {
            found.push(start..at);
        }
    }
    // A field that never ends is damage: its marks go with the controls, its characters stay.
    if let Some(start) = start.filter(|_| open.is_empty()) {
        found.push(start..string.len());
    }
    if open.is_empty() { found } else { Vec::new() }
}

/// The longest label of a bookmark that is believed, in bytes.
const LABEL: usize = 400;

/// Labels that an extractor wrote: `[bookmark: …]`, brackets inside the name allowed, the closing one perhaps lost.
fn bookmarks(string: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in string.match_indices('[') {
        if found.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let Some(head) = BOOKMARK.find(&string[at..]) else { continue };
        let rest = &string[at + head.end()..];
        let mut depth = 1;
        let close = rest.char_indices().take_while(|(at, _)| *at < LABEL).find_map(|(at, c)| {
            match c {
                '[' => depth += 1,
                ']' => depth -= 1,
                _ => {}
            }
            (depth == 0).then_some(at + 1)
        });
        let name = || rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        found.push(at..at + head.end() + close.unwrap_or_else(name));
    }
    found
}

/// The longest head of a section, in characters.
const SECTION: usize = 30;

/// What a wiki sets beside the heads of its sections.
static EDIT: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"^\s*\[(?:编辑|編輯|编辑源代码|編輯原始碼|edit)\]|\[(?:编辑|編輯|编辑源代码|編輯原始碼|edit)\]\s*$")
});

/// What models that read pages write between their texts: the kind of a region, and where it stands.
static TOKEN: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"<\|ref\|>[a-z_ ]{0,30}<\|/ref\|>|<\|(?:det|box)\|>[\[\]()\d,.\s]*<\|/(?:det|box)\|>|<\|/?[a-z_]{2,24}\|>")
});

static BOOKMARK: LazyLock<Regex> = LazyLock::new(|| compile(r"^\[\s*(?i:bookmark)\s*[:：=]\s*"));

/// Whether a short line with a page's source or date has counters or buttons: `发布时间：3月8日　浏览次数：120　字号：[大 中 小]`.
fn has_button(text: &str) -> bool {
    static WORDS: LazyLock<Regex> = LazyLock::new(|| compile("次数[：:]|量[：:]|击数|击率|字号|字体|字體|打印|关闭|關閉"));
    static FACTS: LazyLock<Regex> = LazyLock::new(|| compile("来源|來源|发布|發布|时间|時間|日期"));
    text.len() <= 400 && WORDS.is_match(text) && FACTS.is_match(text) && BUTTON.is_match(text)
}

/// Counters and buttons. `字号：三号` is a fact of typesetting: only the sizes that a page offers are a button.
static BUTTON: LazyLock<Regex> = LazyLock::new(|| {
    let sizes = r"[\[【〔（(]?\s*(?:大\s*中\s*小|小\s*中\s*大|特大\s*大\s*中\s*小)\s*[\]】〕）)]?|[\[【〔（(]\s*[\]】〕）)]|$";
    compile(&format!(
        r"(?:浏览|瀏覽|点击|點擊|阅读|閱讀|访问)(?:次数|次數|量|数|率)\s*[:：]\s*[0-9]*\s*次?|字[号體体](?:大小)?\s*[:：]\s*(?:{sizes})|[【\[]\s*(?:打印|打印本页|关闭|关闭窗口|關閉)\s*[】\]]"
    ))
});

/// Whether a text has a field code or a ghost. None is without one of these words, which hardly any text has: the pattern is
/// compiled for those alone.
fn has_field(text: &str) -> bool {
    static WORDS: LazyLock<Regex> =
        LazyLock::new(|| compile(r"\\|HYPERLINK|REF|INCLUDEPICTURE|MERGEFIELD|ADDIN|错误|錯誤|エラー|rror|RROR"));
    WORDS.is_match(text) && FIELD.is_match(text)
}

/// Field codes and ghosts. A word of the language of fields counts only with the syntax of a field behind it.
static FIELD: LazyLock<Regex> = LazyLock::new(|| {
    let switches = r#"(?:\s*\\[a-zA-Z*@#!]\s*(?:MERGEFORMAT(?:INET)?|CHARFORMAT|Upper|Lower|FirstCap|Caps|(?i:arabic|roman|alphabetic|chinesenum[123])|"[^"]*"|“[^”]*”)?)"#;
    let codes = [
        format!(r#"HYPERLINK\s*(?:\\[a-z]\s*)*(?:"[^"]*"|“[^”]*”){switches}*"#),
        format!(r"HYPERLINK\s+\\l\s+_\w+{switches}*"),
        format!(r"(?:PAGE|NOTE)?REF\s+_[A-Za-z0-9_]+{switches}*"),
        format!(r"TOC{switches}+"),
        format!(r"(?:PAGE|NUMPAGES|SECTIONPAGES|AUTHOR|TITLE|FILENAME|DATE|TIME|CREATEDATE|SAVEDATE|PRINTDATE){switches}+"),
        format!(r"SEQ\s+\S{{1,20}}{switches}+"),
        format!(r#"INCLUDEPICTURE\s*(?:"[^"]*"|“[^”]*”){switches}*"#),
        format!(r"MERGEFIELD\s+[\w.]+{switches}*"),
        r"ADDIN\s+(?:EN\.CITE|ZOTERO_ITEM|CNKISM)[^\s]*".to_owned(),
    ]
    .join("|");
    let ghosts = r"错误[!！]\s*(?:未定义书签|未找到引用源|未指定书签|超链接引用无效|不能识别的开关参数|文档中没有指定样式的文字|使用“开始”选项卡将[^。]*)[。.]?|錯誤[!！]\s*(?:尚未定義書籤|找不到參照來源)[。.]?|(?i:error)[!！]\s*(?:Bookmark not defined|Reference source not found|Hyperlink reference not valid|No bookmark name given|Unknown document property name|No text of specified style in document)[.。]?|エラー[!！]\s*(?:ブックマークが定義されていません|参照元が見つかりません)[。.]?";
    compile(&format!(r"\{{\s*(?:{codes})[^{{}}]*\}}|(?-u:\b)(?:{codes})|\\\*\s*(?:MERGEFORMAT(?:INET)?|CHARFORMAT)|{ghosts}"))
});

/// Marks of Markdown as text: `#` at the edges of a heading, `**` wherever it pairs or stands at an edge or beside Han. A pair
/// makes its text strong. Lines of nothing but marks are pauses, `2**3` is a power: both stay.
fn noise(text: &mut Text, heading: bool, origin: &Origin, log: &mut EditLog) {
    let string = text.as_str();
    if string.chars().all(|c| matches!(c, '*' | '#' | ' ' | '\u{3000}')) {
        return;
    }
    if heading {
        let opening = string.len() - string.trim_start_matches(['#', ' ']).len();
        let closing = string.trim_end_matches(['#', ' ']).len();
        let mut edges = Vec::new();
        if string[..opening].contains('#') {
            edges.push(0..opening);
        }
        if string[closing..].contains("##") || string[closing..].starts_with(" #") {
            edges.push(closing..string.len());
        }
        apply(text, edges, Rule::Noise, "heading marks in a heading", origin, log);
    }
    let string = text.as_str();
    let stars: Vec<usize> = string.match_indices("**").map(|(at, _)| at).collect();
    let near = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_alphanumeric() && c != '*');
    let loose = |at: usize| {
        let (before, after) = (string[..at].chars().next_back(), string[at + 2..].chars().next());
        (near(before) || near(after)) && before != Some('*') && after != Some('*')
    };
    let free: Vec<usize> = stars.into_iter().filter(|&at| loose(at)).collect();
    if free.is_empty() || !string.chars().any(is_solid) {
        return;
    }
    if free.len().is_multiple_of(2) {
        text.add_spans(free.chunks_exact(2).map(|pair| (pair[0] + 2..pair[1], SpanKind::Strong)));
    }
    let marks = free.into_iter().map(|at| at..at + 2).collect();
    apply(text, marks, Rule::Noise, "emphasis marks that were read as text", origin, log);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    fn check(before: &str, after: &str) {
        let mut document = native::parse(before).expect("the native form is well formed");
        run(&mut document, &NormalizeOptions::default(), &mut Sink::new());
        assert_eq!(native::write(&document).trim_end(), after);
        assert_eq!(document.balance(), Ok(()));
        let edits = document.log.edits().len();
        run(&mut document, &NormalizeOptions::default(), &mut Sink::new());
        assert_eq!(document.log.edits().len(), edits, "a second run changes nothing");
    }

    #[test]
    fn bookmarks_go() {
        check("body :: [bookmark: _GoBack]江湾区开会", "body :: 江湾区开会");
        check("body :: 甲[bookmark: _Toc[1]x]乙[bookmark: a b]", "body :: 甲乙");
        check("body :: [Bookmark：_Toc2\nbody :: 乙", "body :: 乙");
        check("body :: 他在[书签]处", "body :: 他在[书签]处");
    }

    #[test]
    fn tokens_of_models_and_buttons_of_wikis_go() {
        check(
            "body :: <|ref|>title<|/ref|><|det|>[[120, 60, 880, 110]]<|/det|>\nbody :: <|ref|>text<|/ref|>渡口<|end_of_text|>",
            "body :: 渡口",
        );
        check("body :: [编辑]桥与渡\nbody :: 甲", "heading 2 :: 桥与渡\nbody :: 甲");
        check("heading 2 :: 桥与渡[編輯]", "heading 2 :: 桥与渡");
        check("body :: 他按下[编辑]键", "body :: 他按下[编辑]键");
        check("body :: 甲<渡口>乙", "body :: 甲<渡口>乙");
    }

    #[test]
    fn field_codes_go_and_results_stay() {
        check(r#"body :: 见HYPERLINK "http://a.example/b" \\o "t"江湾网"#, "body :: 见江湾网");
        check(r#"body :: TOC \\o "1-3" \\h \\z \\u第一章 雨"#, "body :: 第一章 雨");
        check(r#"body :: 第一章 雨 PAGEREF _Toc12 \\h 3"#, "body :: 第一章 雨 3");
        check(r"body :: 目录错误!未定义书签。", "body :: 目录");
        check("body :: See Error! Bookmark not defined. here", "body :: See here");
        check(r"body :: 尊敬的\{MERGEFIELD name\}：", "body :: 尊敬的：");
        check(r"body :: 第PAGE \\* MERGEFORMAT2页", "body :: 第2页");
        check("body :: 甲\u{13}HYPERLINK \"x\"\u{14}乙\u{15}丙", "body :: 甲乙丙");
        check(r"body :: PAGE   \\* MERGEFORMAT 2", "furniture page-number :: 2");
        check("body :: The HYPERLINK function, a REF and PAGE 3", "body :: The HYPERLINK function, a REF and PAGE 3");
        check("body :: 这是一个错误!请改正。", "body :: 这是一个错误!请改正。");
    }

    #[test]
    fn counters_and_buttons_of_pages_go() {
        check(
            "body :: 发布时间：2023-09-01　来源：江湾网　浏览次数：120　字号：[大 中 小]",
            "body :: 发布时间：2023-09-01　来源：江湾网",
        );
        check("body :: 日期：3月8日 点击率： 【打印】 【关闭】", "body :: 日期：3月8日");
        check("body :: 发布稿用字号：三号", "body :: 发布稿用字号：三号");
        check("body :: 浏览次数：120", "body :: 浏览次数：120");
    }

    #[test]
    fn invisible_characters_go() {
        check("body :: 江\u{200b}湾\u{feff}区\u{ad}\u{fffc}\u{7}", "body :: 江湾区");
        check("body :: 👨\u{200d}👩和葛\u{e0100}氏", "body :: 👨\u{200d}👩和葛\u{e0100}氏");
        check("body :: \u{fffc}\nbody :: 乙", "body :: 乙");
    }

    #[test]
    fn parts_are_composed_and_compatibility_forms_stay() {
        check("body :: cafe\u{301}と か\u{3099}", "body :: café\u{3068} が");
        check("body :: \u{f900}更", "body :: \u{f900}更");
    }

    #[test]
    fn marks_of_markdown_go() {
        check("heading 2 :: ## **二、落实责任** ##", "heading 2 :: {strong|二、落实责任}");
        check("body :: ** 本报讯** 昨日", "body :: {strong|本报讯} 昨日");
        check("body :: **要求。各区照办", "body :: 要求。各区照办");
        check("body :: 2**3等于八", "body :: 2**3等于八");
        check("body :: ***", "body :: ***");
        check("body :: C#语言和#5号", "body :: C#语言和#5号");
    }
}
