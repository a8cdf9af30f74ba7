//! What rules of marks must not touch: addresses, paths, entities, formulas, numbers of serials.
//!
//! Nothing parts an address from the Chinese after it, so it ends before Han, and before a mark that Han follows. Han inside are
//! its own where they fill a step of its path (`/说明/`).

use crate::text::patterns::compile;
use crate::text::script::is_han;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Marks that end an address where Han follows, and at its end.
const ENDS: [char; 8] = [',', '.', ';', ':', '!', '?', ')', '\''];

static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    let han = r"[〇\u{3400}-\u{9fff}]";
    let url = r##"(?:https?|ftp|file)://"##;
    let sign = r##"[!#-;=?-_a-z{|}~]"##;
    let kinds = format!(
        r##"{url}(?:{sign}|{han}{{1,20}}[/?&=#._-])+|www\.[A-Za-z0-9./_?=&%#-]+|[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{{2,}}|[A-Za-z]:\\[^\s，。；"<>|]+"##
    );
    compile(&kinds)
});

static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    let kinds = r"&(?:[a-zA-Z]{2,8}|#\d{1,6});|`[^`]+`|\$[^$\s][^$]*\$|(?:ISBN|ISSN|CN)[\s:：]*[\d-]+";
    compile(kinds)
});

/// Addresses of the web, of mail, of files, in order.
pub fn addresses(text: &str) -> Vec<Range<usize>> {
    if memchr::memchr3(b'/', b'@', b'.', text.as_bytes()).is_none() && !text.contains('\\') {
        return Vec::new();
    }
    ADDRESS.find_iter(text).map(|found| found.start()..end(text, found.range())).collect()
}

/// Everything else that stays as it is.
pub fn others(text: &str) -> impl Iterator<Item = Range<usize>> {
    OTHER.find_iter(text).map(|found| found.range())
}

/// Where the address ends that was found there.
fn end(text: &str, found: Range<usize>) -> usize {
    let inside = &text[found.clone()];
    let parts = |(at, mark): (usize, &str)| text[found.start + at + mark.len()..].starts_with(is_han);
    let cut = inside.match_indices(ENDS).find(|&mark| mark.0 > 2 && parts(mark)).map_or(inside.len(), |mark| mark.0);
    found.start + inside[..cut].trim_end_matches(ENDS).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_before_the_chinese_after_it() {
        for (text, expected) in [
            ("打开http://localhost:8080/index.html,然后登录.完了", "http://localhost:8080/index.html"),
            ("见https://a.example/b?c=1,2#d.", "https://a.example/b?c=1,2#d"),
            ("（http://a.example/x）", "http://a.example/x"),
            ("见http://a.example/说明/书 一文", "http://a.example/说明/"),
            ("见http://a.example/看一看,再说", "http://a.example/"),
            ("写信到abc@d.example.com,谢谢", "abc@d.example.com"),
            ("看www.a.example.然后走", "www.a.example"),
            ("存到D:\\渡口\\说明.txt,再打开", "D:\\渡口\\说明.txt"),
        ] {
            assert_eq!(addresses(text).into_iter().map(|range| &text[range]).collect::<Vec<_>>(), [expected], "{text}");
        }
    }
}
