//! What a page says of itself in its head: title, author, date, language.

use super::tree::{Id, Tree};
use crate::model::{Meta, facts};
use std::ops::Range;

/// What is said.
#[derive(Debug, Default)]
pub struct Head {
    /// `og:title`, or the title without the site's name.
    pub title: Option<String>,
    /// The titles as they are, the name of the site in them.
    pub titles: Vec<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// The date as ISO 8601.
    pub date: Option<String>,
    /// The language (BCP 47).
    pub language: Option<String>,
    /// The program that wrote the file.
    pub generator: String,
    /// What this program's own files say of themselves.
    pub facts: Meta,
}

/// Names under which pages keep their date, the most exact first.
const DATES: [&str; 12] = [
    "article:published_time",
    "og:release_date",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish_time",
    "dc.date",
    "dc.date.issued",
    "apub:time",
    "date",
    "dcterms.created",
    "weibo: article:create_at",
];
/// Names under which pages keep their author.
const AUTHORS: [&str; 5] = ["author", "article:author", "dc.creator", "og:article:author", "dcterms.creator"];

/// Reads a head.
pub fn read(tree: &Tree, root: Id) -> Head {
    let metas: Vec<(String, String)> = tree
        .named(root, "meta")
        .filter_map(|meta| {
            let name = ["property", "name", "itemprop"].into_iter().find_map(|name| tree.attribute(meta, name))?;
            Some((name.trim().to_ascii_lowercase(), folded(tree.attribute(meta, "content")?)))
        })
        .filter(|(_, content)| !content.is_empty())
        .collect();
    let said = |names: &[&str]| {
        names.iter().find_map(|name| metas.iter().find(|(own, _)| own == name)).map(|(_, content)| content.clone())
    };
    let named =
        tree.named(root, "meta").filter_map(|meta| Some((tree.attribute(meta, "name")?, tree.attribute(meta, "content")?)));
    let title = tree
        .named(root, "title")
        .next()
        .map(|title| folded(&tree.within(title).filter_map(|node| tree.text(node)).collect::<String>()));
    let html = tree.named(root, "html").next();
    let language = html.and_then(|html| ["lang", "xml:lang"].into_iter().find_map(|name| tree.attribute(html, name)));
    let language =
        language.or_else(|| html.and_then(|html| tree.attribute(html, "lang"))).map(str::trim).filter(|tag| is_language(tag));
    let told = said(&["og:title", "articletitle", "twitter:title"]);
    Head {
        titles: told.iter().chain(&title).filter(|title| !title.is_empty()).cloned().collect(),
        title: told.or(title).map(|title| without_site(&title)).filter(|title| !title.is_empty()),
        author: said(&AUTHORS)
            .filter(|author| !author.contains("://") && !author.contains('@') && author.chars().count() <= 40),
        date: DATES.iter().find_map(|name| said(&[name]).and_then(|date| iso_date(&date))),
        language: language.map(str::to_owned),
        generator: said(&["generator"]).unwrap_or_default(),
        facts: facts::meta(named),
    }
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_language(tag: &str) -> bool {
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    matches!(primary.len(), 2 | 3) && primary.chars().all(|c| c.is_ascii_alphabetic())
}

/// What stands between the parts of a title.
const DIVIDERS: [&str; 15] = ["_", " - ", "——", " | ", "|", "--", "-", "«", "»", "–", "｜", "－", "·", "丨", "—"];

/// Where the pieces of a title stand, without white space at their edges.
pub fn pieces(title: &str) -> Vec<Range<usize>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut at = 0;
    let mut end = |start: usize, end: usize| {
        let piece = &title[start..end];
        let from = start + (piece.len() - piece.trim_start().len());
        if !piece.trim().is_empty() {
            pieces.push(from..from + piece.trim().len());
        }
    };
    while let Some(c) = title[at..].chars().next() {
        let divider = DIVIDERS.iter().filter(|divider| title[at..].starts_with(**divider)).map(|divider| divider.len()).max();
        match divider {
            Some(length) => {
                end(start, at);
                at += length;
                start = at;
            }
            None => at += c.len_utf8(),
        }
    }
    end(start, title.len());
    pieces
}

/// Whether a piece of a title names a site: a paper, a portal, an office.
pub fn is_site(piece: &str) -> bool {
    const ENDS: [&str; 27] = [
        "网",
        "網",
        "日报",
        "日報",
        "晚报",
        "早报",
        "时报",
        "数字报",
        "电子报",
        "频道",
        "頻道",
        "博客",
        "论坛",
        "論壇",
        "网站",
        "門戶",
        "门户",
        "在线",
        "百科",
        "百科全书",
        "书库",
        "政府",
        "管理局",
        "委员会",
        "电视台",
        "广播",
        "主页",
    ];
    let count = piece.chars().count();
    (3..=20).contains(&count)
        && (ENDS.iter().any(|end| piece.ends_with(end)) || (4..=12).contains(&count) && piece.ends_with('局'))
}

/// `标题_频道_网站名`, `标题 - 网站名`, `网站名-标题`: the title without what names the site.
fn without_site(title: &str) -> String {
    let pieces = pieces(title);
    let text = |range: &Range<usize>| &title[range.clone()];
    let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return title.to_owned() };
    if pieces.len() > 1 && !is_site(text(first)) && is_site(text(last)) {
        // What stands between title and site are its sections, where the same divider parts them.
        let divider = &title[pieces[pieces.len() - 2].end..last.start];
        let end = title.find(divider).filter(|end| *end > 0).unwrap_or(last.start);
        return title[..end].trim().to_owned();
    }
    if pieces.len() == 2 && is_site(text(first)) && !is_site(text(last)) {
        return text(last).to_owned();
    }
    for divider in ["_", " - ", "——", " | ", "|", "--", "-"] {
        if let Some((first, rest)) = title.split_once(divider) {
            let (first, rest) = (first.trim(), rest.trim());
            if first.chars().count() >= 6
                && first.chars().count() >= rest.split(divider).map(|part| part.trim().chars().count()).max().unwrap_or(0)
            {
                return first.to_owned();
            }
        }
    }
    title.to_owned()
}

/// The first date in a text, as ISO 8601.
pub fn iso_date(text: &str) -> Option<String> {
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        rest = &rest[start..];
        let length = digits(rest);
        if length == 8
            && let Some(date) = checked(&rest[..4], &rest[4..6], &rest[6..8])
        {
            return Some(date);
        }
        if length == 4 {
            let year = &rest[..4];
            let after = rest[4..].trim_start_matches(['-', '/', '.', '年', ' ']);
            let month = &after[..digits(after)];
            let after = after[month.len()..].trim_start_matches(['-', '/', '.', '月', ' ']);
            let day = &after[..digits(after)];
            if rest[4..].starts_with(['-', '/', '.', '年', ' '])
                && let Some(date) = checked(year, month, day.get(..2).unwrap_or(day))
            {
                return Some(date);
            }
        }
        rest = &rest[length..];
    }
    None
}

fn checked(year: &str, month: &str, day: &str) -> Option<String> {
    let number = |text: &str, most: u32| text.parse::<u32>().ok().filter(|number| (1..=most).contains(number));
    let year = number(year, 2100).filter(|year| *year >= 1800)?;
    Some(format!("{year:04}-{:02}-{:02}", number(month, 12)?, number(day, 31)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_found_in_any_form() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(iso_date(text).as_deref(), expected, "{text}");
        check("发布时间：2024年3月8日 09:30", Some("2024-03-08"));
        check("2019-12-10T08:00:00+08:00", Some("2019-12-10"));
        check("20240308", Some("2024-03-08"));
        check("电话 12345678", None);
        check("2024年", None);
    }

    #[test]
    fn the_name_of_the_site_is_no_part_of_a_title() {
        let check = |title: &str, expected: &str| assert_eq!(without_site(title), expected, "{title}");
        check("江湾镇修好两座旧桥_地方新闻_江湾网", "江湾镇修好两座旧桥");
        check("渡口 - 一个人的四十年", "渡口 - 一个人的四十年");
        check("摆渡人_散文_江湾网", "摆渡人");
        check("摆渡人 « 江湾博客", "摆渡人");
        check("渡口｜江湾在线", "渡口");
        check("江湾日报-两座旧桥修好了", "两座旧桥修好了");
        check("百年渡口——记江湾镇船民老周", "百年渡口——记江湾镇船民老周");
        check("江湾网", "江湾网");
    }
}
