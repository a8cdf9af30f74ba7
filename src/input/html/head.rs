//! What a page says of itself in its head: title, author, date, language.

use super::tree::{Id, Tree};
use crate::model::{Meta, facts};

/// What is said.
#[derive(Debug, Default)]
pub struct Head {
    /// `og:title`, or the title without the site's name.
    pub title: Option<String>,
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
    Head {
        title: said(&["og:title", "articletitle", "twitter:title"])
            .or(title)
            .map(|title| without_site(&title))
            .filter(|title| !title.is_empty()),
        author: said(&AUTHORS).filter(|author| !author.contains("://") && author.chars().count() <= 40),
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

/// `标题_频道_网站名` and `标题 - 网站名`: the part before the first divider, where it is the longest.
fn without_site(title: &str) -> String {
    let dividers = ["_", " - ", "——", " | ", "|", "--", "-"];
    for divider in dividers {
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
        assert_eq!(without_site("江湾镇修好两座旧桥_地方新闻_江湾网"), "江湾镇修好两座旧桥");
        assert_eq!(without_site("渡口 - 一个人的四十年"), "渡口 - 一个人的四十年");
    }
}
