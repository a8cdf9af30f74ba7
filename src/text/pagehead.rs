//! The heads of a paper's pages (NP-4): `02 要闻`, `第5版 综合`, `A12版·国际`, with date and editors beside them or not.
//!
//! Only the form is read here; whether a line stands at the head of a page is the question of whoever knows its place.

use super::jump::folio;
use super::patterns::compile;
use regex::Regex;
use std::sync::LazyLock;

/// What the head of a page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageHead {
    /// The page as [`folio`] writes it: `5`, `A12`.
    pub folio: String,
    /// The section's name; often nothing.
    pub name: String,
    /// Whether the form is one that hardly anything else has: 版, a letter, a leading zero.
    pub sure: bool,
}

/// A page with its unit or its letter, then a name and what stands beside it.
static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?:第[\s　]*)?(?P<n>%D{1,3}|[A-H]\d{1,2})[\s　]*版(?P<s>[\s　]*[·•|｜／/：:．.\-—]?[\s　]*)(?P<name>[\p{Han}·]{2,8})?(?P<rest>[\s　·|｜／/,，].*)?$",
    )
});
/// A page without its unit.
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    compile(r"^(?P<n>0?\d{1,2}|[A-H]\d{1,2})[\s　]*[·•|｜／/　 ][\s　]*(?P<name>[\p{Han}·]{2,8})(?P<rest>[\s　|｜／/].*)?$")
});
/// The name before the page.
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?P<name>[\p{Han}·]{2,6})[\s　]*[·•|｜／/　 ][\s　]*(?:第[\s　]*)?(?P<n>0\d|\d{1,2}[\s　]*版|[A-H]\d{1,2})(?:[\s　]*版)?$",
    )
});
/// The date before the page.
static DATED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?:\d{4}[\s　]*年[\s　]*\d{1,2}[\s　]*月[\s　]*\d{1,2}[\s　]*日|\d{4}[.\-/]\d{1,2}[.\-/]\d{1,2})[\s　]*(?:(?:星期|周)[一二三四五六日天])?[\s　|｜·]*",
    )
});

/// The longest head, in characters.
const LONGEST: usize = 60;

impl PageHead {
    /// Reads a line.
    pub fn of(line: &str) -> Option<PageHead> {
        let line = line.trim();
        if line.is_empty()
            || line.len() > 4 * LONGEST
            || line.chars().count() > LONGEST
            || line.contains(['。', '；', '？', '！'])
        {
            return None;
        }
        let line = DATED.find(line).map_or(line, |date| &line[date.end()..]);
        let (form, found) =
            [&UNIT, &BARE, &AFTER].iter().enumerate().find_map(|(at, form)| Some((at, form.captures(line)?)))?;
        let rest = found.name("rest").map_or("", |rest| rest.as_str());
        let name = found.name("name").map_or("", |name| name.as_str());
        // `第三版画册出版`: a name follows the unit after a mark or a space.
        if form == 0 && !name.is_empty() && found["s"].is_empty() || !is_beside(rest) {
            return None;
        }
        let n = &found["n"];
        let sure = form == 0 || n.contains('版') || n.starts_with('0') || n.starts_with(|c: char| c.is_ascii_uppercase());
        Some(PageHead { folio: folio(n), name: name.trim_matches('·').to_owned(), sure })
    }

    /// The page as a reader is told of it: `第5版 综合`, `A12版 国际`.
    pub fn label(&self) -> String {
        let ordinal = if self.folio.starts_with(|c: char| c.is_ascii_digit()) { "第" } else { "" };
        let name = if self.name.is_empty() { String::new() } else { format!(" {}", self.name) };
        format!("{ordinal}{}版{name}", self.folio)
    }
}

/// What a mark of a page is called in a table of contents, whoever made the mark.
pub fn label(mark: &str) -> String {
    let own = folio(mark);
    match PageHead::of(mark) {
        Some(head) => head.label(),
        None if !own.is_empty() && own.bytes().all(|b| b.is_ascii_digit()) && mark.trim().chars().count() <= 3 => {
            format!("第{own}版")
        }
        None if own.len() <= 3
            && own.starts_with(|c| ('A'..='H').contains(&c))
            && own.ends_with(|c: char| c.is_ascii_digit()) =>
        {
            format!("{own}版")
        }
        None => mark.trim().to_owned(),
    }
}

/// Whether what stands behind a page's name may stand there: dates, editors, the paper's own name, numbers.
fn is_beside(rest: &str) -> bool {
    let rest = rest.trim();
    rest.chars().count() <= 8 && !rest.contains(['，', ','])
        || ["年", "星期", "编辑", "责编", "校对", "电话", "邮箱", "E-mail", "主编", "美编", "版式", "编审", "版面"]
            .iter()
            .any(|word| rest.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_say_page_and_section() {
        let check = |line: &str, expected: Option<&str>| {
            assert_eq!(PageHead::of(line).map(|head| head.label()).as_deref(), expected, "{line}");
        };
        check("02 要闻", Some("第2版 要闻"));
        check("第05版 综合", Some("第5版 综合"));
        check("第二版·地方", Some("第2版 地方"));
        check("A12 国际", Some("A12版 国际"));
        check("A3版｜财经", Some("A3版 财经"));
        check("03版 综合　2024年3月8日　责任编辑：林见川", Some("第3版 综合"));
        check("2024年3月8日 星期五 第三版 要闻 责编 张三", Some("第3版 要闻"));
        check("副刊 04", Some("第4版 副刊"));
        check("第三版", Some("第3版"));
        check("第三版画册昨日出版", None);
        check("8版印刷机", None);
        check("02版 要闻，渡口开了夜班船，人都来了", None);
        check("2024年3月8日 星期五", None);
        check("今日8版", None);
        assert_eq!(label("A3"), "A3版");
        assert_eq!(
            (label("02"), label("第二版 要闻 责编 张三"), label("封底")),
            ("第2版".into(), "第2版 要闻".into(), "封底".into())
        );
        check("第三版 他来到画展的现场看了很久", None);
    }
}
