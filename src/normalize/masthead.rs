//! The masthead of a paper (NP-1 to NP-3): which lines it has, and what they say.
//!
//! Lines with a number, a code or a date of the issue are told by their form; what stands among them (the name alone on its
//! line, the day of the week, an address) is told by its place.

use super::forms;
use super::metadata::{number, texts};
use super::patterns::{NP_CN, NP_ISSUE, NP_LUNAR, NP_OWNER, NP_PAGES, NP_POST, compile};
use crate::model::{Block, EditLog, Furniture, Kind, Masthead, Reason, Role, Rule};
use crate::text::jump::folio;
use regex::Regex;
use std::sync::LazyLock;

/// A masthead stands among so many blocks at the start of an issue.
const FIRST: usize = 24;
/// So many lines before its first mark, and behind its last, may belong to it.
const BESIDE: usize = 2;

/// Gives the lines of the masthead their part, once those with marks of their own have it.
pub fn complete(blocks: &mut [Block], log: &mut EditLog) {
    let passed = |block: &Block| matches!(block.kind, Kind::Furniture(furniture) if furniture != Furniture::RunningHead);
    let seen: Vec<usize> = (0..blocks.len()).filter(|&at| !passed(&blocks[at])).take(FIRST).collect();
    let is_masthead = |at: usize| blocks[at].kind == Kind::Paragraph(Role::Masthead);
    let Some(first) = seen.iter().position(|&at| is_masthead(at)) else { return };
    let mut last = first;
    while let Some(next) = (last + 1..seen.len().min(last + 2 + BESIDE)).find(|&next| is_masthead(seen[next])) {
        last = next;
    }
    let around = &seen[first.saturating_sub(BESIDE)..(last + 1 + BESIDE).min(seen.len())];
    for &at in around {
        let open = matches!(blocks[at].kind, Kind::Heading(_) | Kind::Paragraph(Role::Body | Role::SectionLabel | Role::Date));
        if open && is_beside(blocks[at].text.as_str()) {
            let reason = Reason::likely(Rule::RoleOf, "among the lines of the masthead");
            blocks[at].retag(Kind::Paragraph(Role::Masthead), &reason, log);
        }
    }
}

/// Whether a line among those of a masthead is one of them.
fn is_beside(text: &str) -> bool {
    forms::is_within(text, 60)
        && !forms::has_comma(text)
        && (forms::is_paper_name(text)
            || forms::is_pinyin(text)
            || forms::masthead_marks(text) > 0
            || forms::is_date(text)
            || WEEKDAY.is_match(text)
            || forms::is_within(text, 24) && NP_LUNAR.is_match(text)
            || ADDRESS.is_match(text)
            || NP_OWNER.is_match(text) && !forms::is_sentence(text))
}

static WEEKDAY: LazyLock<Regex> = LazyLock::new(|| compile(r"^\s*(?:星期|周)[一二三四五六日天]\s*$"));

/// An address of the web or of a street, with its label; `a` is the address.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    let form = r"(?:(?:社址|报社地址|本报地址|地\s*址|网\s*址|官网)\s*[:：]\s*(?P<a>[^\s　|｜,，;；]+?)(?:本期|今日|邮编|电话|邮箱|零售|[\s　|｜,，;；]|$)|(?P<w>(?:https?://|www\.)[0-9A-Za-z./_\-]+))";
    compile(form)
});

/// The name of a paper before the words for its publisher, or alone on its line.
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    let name = r"^\s*《?(?P<name>[\p{Han}]{1,8}(?:报|報|周刊|週刊|月刊|杂志|雜誌|通讯))》?(?:社|编辑部)?(?:主管|主办|主辦|出版|编辑|[　 ]|$)";
    compile(name)
});

/// Who is answerable, behind the words that say so.
static OWNER: LazyLock<Regex> = LazyLock::new(|| {
    let form = r"(?:主管主办|主管、主办|主管|主办|主辦)(?:单位)?\s*[:：]\s*(?P<o>[\p{Han}、（）()]{3,30})";
    compile(form)
});

/// Who is answerable, before them.
static OWNED: LazyLock<Regex> = LazyLock::new(|| {
    let form = r"(?P<o>[\p{Han}（）()]{4,30}?)\s*(?:主管、主办|主管主办|主管|主办|主辦)";
    compile(form)
});

/// A notice that the paper does not appear names it.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    let form = r"《(?P<name>[\p{Han}]{2,8}(?:报|報|周刊|月刊))》[^《。]{0,40}(?:休刊|停刊|出版|复刊|改版)";
    compile(form)
});

/// What the masthead says; a paper without one may name itself in a notice.
pub fn read(blocks: &[Block]) -> Option<Masthead> {
    let mut found = Masthead::default();
    for text in texts(blocks, Role::Masthead).map(|block| block.text.as_str()) {
        let set = |field: &mut Option<String>, value: Option<String>| *field = field.take().or(value);
        set(&mut found.cn, NP_CN.captures(text).map(|cn| format!("CN {}-{}", &cn["a"], &cn["b"])));
        set(&mut found.post, NP_POST.captures(text).map(|post| post["p"].split_whitespace().collect()));
        set(&mut found.name, NAME.captures(text).map(|name| name["name"].to_owned()));
        let owner = OWNER.captures(text).or_else(|| OWNED.captures(text)).map(|owner| owner["o"].to_owned());
        set(&mut found.owner, owner.filter(|owner| !forms::is_paper_name(owner.trim_end_matches('社'))));
        let address = ADDRESS.captures(text).and_then(|address| address.name("a").or(address.name("w")));
        set(&mut found.address, address.map(|address| address.as_str().to_owned()));
        found.pages = found.pages.or_else(|| NP_PAGES.captures(text).and_then(|pages| number(&pages["n"])));
        // 总第2163期 counts all issues; 第8期 those of a year.
        let issue = NP_ISSUE
            .captures_iter(text)
            .max_by_key(|issue| (issue[0].contains('总'), std::cmp::Reverse(issue.get(0).map(|all| all.start()))));
        let issue = issue.map(|issue| (issue[0].contains('总'), folio(&issue["n"])));
        match issue {
            Some((true, total)) => found.issue = Some(total),
            Some((false, number)) => set(&mut found.issue, Some(number)),
            None => {}
        }
    }
    if found.name.is_none() {
        let notices = blocks.iter().filter(|block| matches!(block.kind, Kind::Paragraph(Role::Body | Role::Notice)));
        let named = notices.filter_map(|block| NAMED.captures(block.text.as_str())).next();
        found.name = named.map(|named| named["name"].to_owned());
    }
    (found != Masthead::default()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    #[test]
    fn what_stands_among_its_lines_belongs_to_it() {
        let before = "body :: 江湾时报\nsection-label :: JIANG WAN SHI BAO\nmasthead :: 总第2163期\nbody :: 星期五\nbody :: 社址：江湾镇河沿街8号\n\
                      masthead :: 今日8版\nbody :: 渡口开了夜班船\nbody :: 三月六日夜里，第一班船离了岸。\n";
        let mut document = native::parse(before).expect("the native form is well formed");
        complete(&mut document.blocks, &mut document.log);
        let after = "masthead :: 江湾时报\nmasthead :: JIANG WAN SHI BAO\nmasthead :: 总第2163期\nmasthead :: 星期五\nmasthead :: 社址：江湾镇河沿街8号\n\
                     masthead :: 今日8版\nbody :: 渡口开了夜班船\nbody :: 三月六日夜里，第一班船离了岸。\n";
        assert_eq!(native::write(&document), after);
    }

    #[test]
    fn fields_are_read() {
        let check = |lines: &[&str], expected: [&str; 6]| {
            let native: String = lines.iter().map(|line| format!("masthead :: {line}\n")).collect();
            let found = read(&native::parse(&native).expect("the native form is well formed").blocks).expect("there is one");
            let fields = [found.name, found.issue, found.cn, found.post, found.owner, found.address];
            assert_eq!(fields.each_ref().map(|field| field.as_deref().unwrap_or("-")), expected, "{lines:?}");
        };
        check(
            &["江湾县融媒体中心主管、主办 国内统一连续出版物号:C N33-0917 邮发代号:31-208 网址:www.jwsb.example"],
            ["-", "-", "CN 33-0917", "31-208", "江湾县融媒体中心", "www.jwsb.example"],
        );
        check(
            &["江湾时报", "第8期（总第二一六三期）", "主办单位：江湾县文联", "社址：河沿街8号"],
            ["江湾时报", "2163", "-", "-", "江湾县文联", "河沿街8号"],
        );
        check(&["第12期"], ["-", "12", "-", "-", "-", "-"]);
    }
}
