//! Captions: the words under a picture and those over a table, in whatever kind of document.
//!
//! A caption stands between the halves of a sentence that its picture cut, and is a part of neither; it must be known before lines
//! are joined.

use super::patterns::{NP_PHOTO, compile};
use super::{forms, roles};
use crate::model::{Block, EditLog, Kind, Reason, Role, Rule};
use regex::Regex;
use std::sync::LazyLock;

/// The longest caption, in characters.
const LONGEST: usize = 100;

/// Finds captions: they say what a picture shows, or stand under one and say who took it, or its number (NP-11).
pub fn run(blocks: &mut [Block], log: &mut EditLog) {
    for at in 0..blocks.len() {
        let block = &blocks[at];
        let text = block.text.as_str();
        if !matches!(block.kind, Kind::Paragraph(Role::Body | Role::Byline)) {
            continue;
        }
        let shown = (text.starts_with("图为") || text.starts_with("圖為")) && NP_PHOTO.is_match(text)
            || ["图注：", "图注:", "图说：", "图说:", "圖說："].iter().any(|label| text.starts_with(label))
            || points_at_picture(text) && is_signed(text)
            || POINTED.is_match(text);
        let below = || {
            let above = roles::before(blocks, at);
            above.is_some_and(|above| matches!(above.kind, Kind::Figure(_) | Kind::Paragraph(Role::Caption)))
        };
        let named = || FIGURE.is_match(text) && !forms::is_sentence(text);
        let found = shown || below() && (TAKEN.is_match(text) || SIGNED.is_match(text) || LABELLED.is_match(text) || named());
        if found && forms::is_within(text, LONGEST) {
            let reason = Reason::likely(Rule::RoleOf, "what a picture shows, or who took it");
            blocks[at].retag(Kind::Paragraph(Role::Caption), &reason, log);
        }
    }
}

/// Whether a line opens with where its picture stands: `上图：`, `右图为…`.
fn points_at_picture(text: &str) -> bool {
    let picture = text.strip_prefix(['上', '下', '左', '右', '题']).and_then(|rest| rest.strip_prefix(['图', '圖']));
    picture.is_some_and(|rest| rest.starts_with(['：', ':', '为', '為']))
}

/// Whether a line ends in who took the picture that it tells of, behind a gap: `老渡口　方远摄`.
pub fn is_signed(text: &str) -> bool {
    forms::is_within(text, LONGEST) && SIGNED.is_match(text)
}

/// Whether a line is the number and the name of a figure or a table: `图2　渡口的水位`.
pub fn is_numbered(text: &str) -> bool {
    forms::is_within(text, LONGEST) && (FIGURE.is_match(text) || NUMBERED.is_match(text)) && !forms::is_sentence(text)
}

/// Gives tables the lines above them that say their number, whatever markup or type made of these: `表7.5 用地指标`. Said before
/// headings are judged.
pub fn of_tables(blocks: &mut Vec<Block>, log: &mut EditLog) {
    let is_caption = |above: &Block, table: &Block| {
        let text = above.text.as_str();
        matches!(table.kind, Kind::Table(_))
            && table.text.is_empty()
            && (above.is_body() || above.heading().is_some() || above.kind == Kind::Paragraph(Role::Caption))
            && !above.hints.continues
            && forms::is_within(text, LONGEST)
            && NUMBERED.is_match(text)
            && !forms::is_sentence(text)
            && !text.ends_with(['：', ':', '，'])
    };
    if !blocks.windows(2).any(|pair| is_caption(&pair[0], &pair[1])) {
        return;
    }
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    for mut block in std::mem::take(blocks) {
        if let Some(above) = kept.pop_if(|above| is_caption(above, &block)) {
            let reason = Reason::likely(Rule::RoleOf, "the number and the name of the table below");
            block.text.append(above.text, "", &above.origin, &reason, log);
            block.hints.blank_before = above.hints.blank_before;
        }
        kept.push(block);
    }
    *blocks = kept;
}

/// The number of a table.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    let form = r"^(?:(?:[续續]\s*)?表\s*|(?i:table)\s+)(?:[0-9０-９]+|[一二三四五六七八九十]+)(?:[-－–.．][0-9０-９]+)*(?:[　 :：.．、]|$|\p{Han})";
    compile(form)
});

/// Who took a picture, and nothing else.
static TAKEN: LazyLock<Regex> = LazyLock::new(|| {
    let form =
        r"^[（(]?\s*(?:本报|新华社)?(?:记者|通讯员)?\s*[\p{Han}·]{2,4}(?:[　 、][\p{Han}·]{2,4})*\s*(?:摄|摄影|供图)\s*[）)]?$";
    compile(form)
});

/// What a picture shows, and behind a gap who took it: `老渡口　方远摄`.
static SIGNED: LazyLock<Regex> = LazyLock::new(|| compile(r"[　 ][\p{Han}·]{2,4}\s*(?:摄|摄影|供图)\s*[）)]?$"));

/// A sign that points at a picture, and where the picture is from: `▲渡口旧影。资料图`.
static POINTED: LazyLock<Regex> =
    LazyLock::new(|| compile(r"^[▲△▼▽].{2,60}(?:资料图片?|資料圖片?|摄|摄影|攝|攝影|供图|供圖|制图|製圖)\s*[）)]?$"));

/// The number of a picture, a sign that points at it, or the words that it is one.
static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    let form = r"^(?:[图圖]\s*[0-9０-９一二三四五六七八九十]+(?:[-－.．]\d+)?(?:[　 :：.．、]|$)|[▲△▼▽]|[图圖](?:为|為|注|说|說|片说明)|[（(](?:资料|資料)?[图圖]片?[）)])|[（(](?:资料|資料)[图圖]片?[）)]$";
    compile(form)
});

/// The number of a picture and its name, with nothing between: `图3一季度各月水位`.
static FIGURE: LazyLock<Regex> = LazyLock::new(|| {
    let form = r"^[图圖]\s*[0-9０-９]+(?:[-－.．][0-9０-９]+)?\p{Han}";
    compile(form)
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;
    use crate::normalize::settles::makes;

    #[test]
    fn tables_have_captions_above() {
        let table = |caption: &str| format!("table{caption}\n  row\n    cell 1x1 start\n      body :: 身\n");
        let check = |above: &str, taken: bool| {
            for kind in ["body", "heading 1"] {
                let line = format!("{kind} :: {above}\n");
                let mut document = native::parse(&format!("{line}{}", table(""))).expect("the native form is well formed");
                of_tables(&mut document.blocks, &mut document.log);
                let after = if taken { table(&format!(" :: {above}")) } else { format!("{line}{}", table("")) };
                assert_eq!(native::write(&document), after);
                assert_eq!(document.balance(), Ok(()));
            }
        };
        for caption in
            ["表7.5 停车区用地（公顷/处）", "表7.6用地调整系数", "表 3", "续表2　各月水位", "表二：渡口", "Table 4-1. Ferries"]
        {
            check(caption, true);
        }
        for line in ["表1列出各月水位。", "表2如下：", "表决结果", "附表1", "一、表1", "报表3"] {
            check(line, false);
        }
    }

    #[test]
    fn pictures_have_captions() {
        let check = |before: &str, after: &str| makes(|blocks, log| run(blocks, log), before, after);
        check(
            "body :: 图为渡口夜景。 本报记者 林见川 摄\nbyline :: 林见川 摄\nbody :: 他在图书馆摄\n",
            "caption :: 图为渡口夜景。 本报记者 林见川 摄\ncaption :: 林见川 摄\nbody :: 他在图书馆摄\n",
        );
        check(
            "body :: 上图：船工在修补渡船。　林见川　摄\nbody :: 上图书馆的人多了，林见川摄\n",
            "caption :: 上图：船工在修补渡船。　林见川　摄\nbody :: 上图书馆的人多了，林见川摄\n",
        );
        check("body :: 图注：江边的老码头\n", "caption :: 图注：江边的老码头\n");
        for text in
            ["图1 各月水位", "图3-2一季度各月水位", "▲新桥通车", "图为江边的老码头。", "江边的老码头（资料图片）", "白石 摄"]
        {
            let picture = "figure 1\n";
            check(&format!("{picture}body :: {text}\n"), &format!("{picture}caption :: {text}\n"));
            check(&format!("body :: 渡口。\nbody :: {text}\n"), &format!("body :: 渡口。\nbody :: {text}\n"));
        }
        check("figure 1\nbody :: 图3列出各月水位。\n", "figure 1\nbody :: 图3列出各月水位。\n");
    }
}
