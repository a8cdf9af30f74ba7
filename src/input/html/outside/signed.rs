//! What stands right behind an article, outside the element that holds it, and is the end of it: where and when it was written,
//! where it was printed first, who wrote it.

use super::View;
use crate::input::html::tree::Id;
use crate::text::length::unspaced;
use crate::text::patterns::compile;
use regex::Regex;
use std::sync::LazyLock;

/// Elements between the end of an article and such a line at most.
const NEAR: usize = 24;
/// The longest line, in characters.
const LONGEST: usize = 40;

/// A date with where or how: `1998年冬写于深圳`, `二〇〇三年十月于广州`.
static WRITTEN: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^(?:公元)?(?:(?:18|19|20)\d\d|[一二][八九〇○零0][一二三四五六七八九〇○零]{2})(?:年|[./-]\d).{0,12}(?:于|於|在|写|寫|作|记|記|稿|识|識|草|改)",
    )
});
/// What a bracket says of a text.
static PRINTED: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^[（(\[【［].*(?:原载|原載|载于|載於|刊于|刊於|发表于|發表於|选自|選自|摘自|节选|節選|作者|编译|編譯|整理|供稿|单位|單位).*[）)\]】］]$",
    )
});

impl View<'_> {
    /// Whether an element behind the article's end is such a line.
    pub(super) fn signs_off(&self, id: Id, ends: usize) -> bool {
        let behind = self.order.get(&id).is_some_and(|at| *at > ends && *at - ends <= NEAR);
        let mass = self.mass(id);
        if !behind || mass.all == 0 || mass.links > 0 || mass.all > 2 * LONGEST || !self.is_one_cell(id) || self.is_around(id) {
            return false;
        }
        let text: String = self.tree.within(id).filter_map(|node| self.tree.text(node)).collect();
        let said = unspaced(&text);
        said.chars().count() <= LONGEST && (WRITTEN.is_match(&said) || PRINTED.is_match(&said))
    }
}
