//! Issues → one document: a title page, the issues under their dates, indexes.
//!
//! What the volume says itself is recorded as given by the program; the issues' headings go a level down, and the marks of
//! their pages say the day as well, so that a list of pages tells them apart.

use super::{Binding, By, Issue};
use crate::model::{Block, Document, DocumentKind, Kind, Masthead, Meta, Reason, Role, Rule, SpanKind, issue, walk};
use crate::normalize;
use std::collections::BTreeMap;

/// Binds issues, which are in order; `key` is the volume's year, month, or a word.
pub fn volume(issues: Vec<Issue>, binding: &Binding, key: &str) -> Document {
    let paper = paper(&issues, binding);
    let (name, title) = names(&issues, binding, key);
    let span = spanned(&issues, binding, key);
    let language = common(&issues, |issue| issue.document.meta.language.clone());
    let script = issues.iter().find_map(|issue| issue.document.meta.script);
    let date = (key.starts_with(|c: char| c.is_ascii_digit())).then(|| key.to_owned());
    let mut whole = Document {
        meta: Meta {
            kind: Some(DocumentKind::Newspaper),
            title: Some(title.clone()),
            date,
            language,
            script,
            masthead: paper.map(|name| Masthead { name: Some(name), ..Masthead::default() }),
            source: title,
            bound: true,
            ..Meta::default()
        },
        ..Document::default()
    };
    made(&mut whole, Kind::Paragraph(Role::Title), name);
    let numbers: Vec<&str> =
        issues.iter().filter_map(|issue| issue.document.meta.masthead.as_ref()?.issue.as_deref()).collect();
    let count = match (numbers.first(), numbers.last()) {
        (Some(first), Some(last)) if first != last => format!("第{first}期至第{last}期　共{}期", issues.len()),
        _ => format!("共{}期", issues.len()),
    };
    for line in [span, count].into_iter().filter(|line| !line.is_empty()) {
        made(&mut whole, Kind::Paragraph(Role::Masthead), line);
    }
    let (headlines, bylines) = entries(&issues, binding);
    for issue in issues {
        append(&mut whole, issue);
    }
    index(&mut whole, "标题索引", headlines);
    index(&mut whole, "作者索引", bylines);
    whole
}

/// The paper's name, where it is known.
fn paper(issues: &[Issue], binding: &Binding) -> Option<String> {
    binding.title.clone().or_else(|| common(issues, |issue| issue.document.meta.masthead.as_ref()?.name.clone()))
}

/// The paper's name and the volume's.
pub fn names(issues: &[Issue], binding: &Binding, key: &str) -> (String, String) {
    let name = paper(issues, binding).unwrap_or_else(|| "合订本".to_owned());
    let title = [name.as_str(), &spanned(issues, binding, key)].join(" ").trim_end().to_owned();
    (name, title)
}

/// The time that a volume spans.
fn spanned(issues: &[Issue], binding: &Binding, key: &str) -> String {
    match binding.by {
        By::All => span(issues),
        By::Month | By::Year => spoken(key),
    }
}

/// Adds a block of the volume's own.
fn made(whole: &mut Document, kind: Kind, text: String) {
    let reason = Reason::certain(Rule::Bound, "the volume's own words");
    whole.blocks.push(Block::made(kind, text, &reason, &mut whole.log));
}

/// Puts an issue under its date.
fn append(whole: &mut Document, issue: Issue) {
    let head = called(&issue);
    let day = issue.date.as_deref().map(short);
    let mut document = issue.document;
    let down = Reason::certain(Rule::Bound, "under the date of its issue");
    walk::each_block(&mut document, &mut |block, log| match block.kind {
        Kind::Heading(level) => block.retag(Kind::Heading(level.saturating_add(1).min(9)), &down, log),
        Kind::PageMark => {
            if let Some(day) = &day {
                let origin = block.origin.clone();
                block.text.replace(0..0, &format!("{day} "), &origin, down.clone(), log);
            }
        }
        _ => {}
    });
    made(whole, Kind::Heading(1), head);
    if let Some(day) = day.filter(|_| document.blocks.iter().all(|block| block.kind != Kind::PageMark)) {
        made(whole, Kind::PageMark, day);
    }
    whole.append(document);
}

/// What an issue is called in its volume.
pub fn called(issue: &Issue) -> String {
    let number = issue.document.meta.masthead.as_ref().and_then(|masthead| masthead.issue.as_deref());
    let parts = [issue.date.as_deref().map(spoken), number.map(|number| format!("第{number}期"))];
    let said = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    if !said.is_empty() {
        return said;
    }
    let name = issue.source.file_stem().map(|name| name.to_string_lossy().into_owned());
    let title = issue.document.meta.title.clone();
    // A headline of the issue's own would stand twice.
    let is_headline = |title: &String| {
        let words = |block: &Block| block.heading().is_some() && block.text.as_str().trim() == title.trim();
        issue.document.blocks.iter().any(words)
    };
    title.clone().filter(|title| !is_headline(title)).or(name).or(title).unwrap_or_default()
}

/// What most issues say.
fn common(issues: &[Issue], of: impl Fn(&Issue) -> Option<String>) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for said in issues.iter().filter_map(of) {
        *counts.entry(said).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(said, count)| (*count, std::cmp::Reverse(said.clone()))).map(|(said, _)| said)
}

/// From the first date to the last.
fn span(issues: &[Issue]) -> String {
    let mut dates = issues.iter().filter_map(|issue| issue.date.as_deref());
    match (dates.next(), dates.next_back()) {
        (Some(first), Some(last)) if first != last => format!("{}至{}", spoken(first), spoken(last)),
        (Some(only), _) => spoken(only),
        _ => String::new(),
    }
}

/// `2024-03-08` as it is said; words that are no date are nothing.
fn spoken(date: &str) -> String {
    if !date.starts_with(|c: char| c.is_ascii_digit()) {
        return String::new();
    }
    date.split('-').zip(["年", "月", "日"]).map(|(part, unit)| format!("{}{unit}", part.trim_start_matches('0'))).collect()
}

/// `2024-03-08` as `3月8日`.
fn short(date: &str) -> String {
    let said = spoken(date);
    said.split_once('年').map_or(said.clone(), |(_, day)| day.to_owned())
}

/// Lines of an index in order, and the numbers of the headings that they lead to.
type Index = Vec<(String, usize)>;

/// Headlines and writers, each with its day and page. The order is that of GB 18030, which is pinyin's for common characters.
fn entries(issues: &[Issue], binding: &Binding) -> (Index, Index) {
    let mut headlines: Vec<(String, String, usize)> = Vec::new();
    let mut bylines: Vec<(String, String, usize)> = Vec::new();
    let mut before = 0;
    if !(binding.headlines || binding.bylines) {
        return (Vec::new(), Vec::new());
    }
    for bound in issues {
        let head = called(bound);
        before += usize::from(!head.trim().is_empty());
        let headings: Vec<&Block> = issue::headings(&bound.document.blocks).collect();
        let numbers: BTreeMap<*const Block, usize> =
            headings.iter().enumerate().map(|(at, block)| (std::ptr::from_ref(*block), before + at + 1)).collect();
        let number = |block: Option<&Block>| block.and_then(|block| numbers.get(&std::ptr::from_ref(block))).copied();
        let day = bound.date.as_deref().map_or(head, spoken);
        for page in issue::pages(&bound.document) {
            for article in page.articles.iter().filter(|article| !article.title().is_empty()) {
                let place = [day.as_str(), page.label.as_str()].join(" ").trim_end().to_owned();
                let number = number(article.headline).unwrap_or(0);
                headlines.push((article.title(), place.clone(), number));
                let names = article.bylines.iter().flat_map(|block| normalize::writers(block.text.as_str()));
                bylines.extend(names.map(|name| (name, format!("{}　{place}", article.title()), number)));
            }
        }
        before += headings.len();
    }
    let sorted = |mut all: Vec<(String, String, usize)>, wanted: bool| -> Index {
        all.sort_by_cached_key(|(key, rest, number)| (encoding_rs::GB18030.encode(key).0.into_owned(), rest.clone(), *number));
        all.dedup_by(|a, b| (&a.0, &a.1) == (&b.0, &b.1));
        let line = |(key, rest, number): (String, String, usize)| (format!("{key}　{rest}"), number);
        if wanted { all.into_iter().map(line).collect() } else { Vec::new() }
    };
    (sorted(headlines, binding.headlines), sorted(bylines, binding.bylines))
}

fn index(whole: &mut Document, name: &str, lines: Index) {
    if lines.is_empty() {
        return;
    }
    made(whole, Kind::Heading(1), name.to_owned());
    for (line, number) in lines {
        let link = (0..line.len(), SpanKind::Link(issue::link_to(number)));
        made(whole, Kind::Paragraph(Role::Line), line);
        if let Some(block) = whole.blocks.last_mut().filter(|_| number > 0) {
            block.text.add_spans([link]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    #[test]
    fn an_issue_without_a_date_is_not_called_as_its_article_is() {
        let named = |title: &str| {
            let mut document = native::parse("heading 1 :: 春汛\nbody :: 水涨了。\n").expect("well formed");
            document.meta.title = Some(title.into());
            called(&Issue { source: "spring.txt".into(), date: None, document, files: Vec::new() })
        };
        assert_eq!([named("春汛"), named("江湾文艺")], ["spring", "江湾文艺"]);
    }

    #[test]
    fn issues_stand_under_their_dates() {
        let issue = |date: &str, number: &str, native: &str| {
            let mut document = native::parse(native).expect("the native form is well formed");
            document.meta.masthead =
                Some(Masthead { name: Some("江湾时报".into()), issue: Some(number.into()), ..Masthead::default() });
            Issue { source: "a.txt".into(), date: Some(date.into()), document, files: Vec::new() }
        };
        let issues = vec![
            issue("2024-03-01", "8", "page-mark :: 第1版\nheading 1 :: 渡口\nbyline :: □ 本报记者 林见川\nbody :: 船开了。\n"),
            issue("2024-03-08", "9", "heading 1 :: 石桥\nbody :: 桥通了。\n"),
        ];
        let binding = Binding { by: By::Month, headlines: true, bylines: true, ..Binding::default() };
        let whole = volume(issues, &binding, "2024-03");
        assert_eq!(
            native::write(&whole),
            "title :: 江湾时报\nmasthead :: 2024年3月\nmasthead :: 第8期至第9期　共2期\nheading 1 :: 2024年3月1日 第8期\npage-mark :: 3月1日 第1版\nheading 2 :: 渡口\n\
             byline :: □ 本报记者 林见川\nbody :: 船开了。\nheading 1 :: 2024年3月8日 第9期\npage-mark :: 3月8日\nheading 2 :: 石桥\nbody :: 桥通了。\n\
             heading 1 :: 标题索引\nline :: {link #h2|渡口　2024年3月1日 第1版}\nline :: {link #h4|石桥　2024年3月8日}\nheading 1 :: 作者索引\nline :: {link #h2|林见川　渡口　2024年3月1日 第1版}\n"
        );
        assert_eq!(whole.balance(), Ok(()));
        assert_eq!(whole.meta.title.as_deref(), Some("江湾时报 2024年3月"));
    }
}
