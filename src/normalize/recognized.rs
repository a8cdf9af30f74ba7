//! Spaces between recognized words: programs that read scanned pages part words by spaces, in Chinese as well, and call most characters a
//! word: `渡 口 修 在河 湾 的 北岸`.
//!
//! A few spaces between Han may be an author's, and are the question of the pass `spacing`, which asks (NR-7). Where one pair of
//! Han in five has a space between, all through a text, nobody set them. They go before anything is read by its form: the heads
//! of chapters have them, too.

use super::spacing;
use crate::model::{Block, Document, Kind, Reason, Replacement, Rule, walk};
use crate::text::script::is_solid;

/// One pair of solid characters of so many has a space between, and so many in all.
const SHARE: usize = 5;
const FEWEST: usize = 100;
/// One byte of so many is a space, at least: what has fewer is not asked.
const BYTES: usize = 50;
/// Prose has a stop in so many characters; a table of characters has none.
const PROSE: usize = 60;
/// A wider gap is the layout's.
const WIDEST: usize = 2;

/// Drops these spaces, if the text has them.
pub fn run(document: &mut Document) {
    let (mut bytes, mut spaces) = (0, 0);
    for text in walk::texts(document) {
        bytes += text.as_str().len();
        spaces += memchr::memchr_iter(b' ', text.as_str().as_bytes()).count();
    }
    if spaces < FEWEST || spaces * BYTES < bytes {
        return;
    }
    let (mut apart, mut together, mut stops) = (0, 0, 0);
    for text in walk::texts(document) {
        apart += gaps(text.as_str()).count();
        together += spacing::pairs(text.as_str(), is_solid);
        stops += text.as_str().chars().filter(|c| matches!(c, '，' | '。' | '、')).count();
    }
    if apart < FEWEST || apart * SHARE < apart + together || stops * PROSE < apart + together {
        return;
    }
    walk::each_found(document, found, |block, found, log| block.text.edit(found, &block.origin, log));
}

/// The spaces of a block, if they are those of a program: names one beside the other have more characters each.
fn found(block: &Block) -> Vec<Replacement> {
    let text = block.text.as_str();
    let words = matches!(block.kind, Kind::Paragraph(_) | Kind::Heading(_));
    let single = || text.split(' ').any(|word| word.chars().count() == 1 && word.starts_with(is_solid));
    let apart = gaps(text).count();
    let prose = || text.contains(['，', '。', '；', '：', '？', '！']);
    if !words || apart == 0 || apart * 2 * SHARE < apart + spacing::pairs(text, is_solid) || !(single() || prose()) {
        return Vec::new();
    }
    let reason = || Reason::certain(Rule::WordSpaces, "a program parted words by spaces all through the text");
    gaps(text).map(|(start, end)| Replacement { range: start..end, with: String::new(), reason: reason() }).collect()
}

/// Where U+0020 stands between solid characters.
fn gaps(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let narrow = move |&(start, end, ..): &(usize, usize, char, char)| {
        end - start <= WIDEST && text[start..end].bytes().all(|byte| byte == b' ')
    };
    let between = spacing::spaces(text).filter(|&(_, _, before, after)| is_solid(before) && is_solid(after));
    between.filter(narrow).map(|(start, end, ..)| (start, end))
}

#[cfg(test)]
mod tests {
    use crate::model::native;

    fn check(times: usize, before: &str, after: &str) {
        let rest = "渡 口 修 在河 湾 的 北岸， 石 阶 共 有 四十二 级 。 ".repeat(times);
        let source = format!("body :: {before}\nbody :: {}\n", rest.trim_end());
        let mut document = native::parse(&source).expect("well formed");
        super::run(&mut document);
        assert_eq!(document.blocks[0].text.as_str(), after);
        assert_eq!(document.balance(), Ok(()));
    }

    #[test]
    fn spaces_go_where_a_program_set_them_all_through() {
        check(20, "第 一 章　渡 口", "第一章　渡口");
        check(20, "由 Ferry Co. 改 造过", "由 Ferry Co. 改造过");
        check(20, "林见川 周知 陆一鸣", "林见川 周知 陆一鸣");
        check(20, "校 长      林见川", "校长      林见川");
        let table = format!("body :: {}\n", "渡 口 桥 船 ".repeat(60).trim_end());
        let mut document = native::parse(&table).expect("well formed");
        super::run(&mut document);
        assert_eq!(native::write(&document), table);
        // A few are an author's.
        check(2, "第 一 章　渡 口", "第 一 章　渡 口");
    }
}
