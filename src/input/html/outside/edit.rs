//! Links that are buttons: `[编辑]` beside the headings of wikis, `回复` and `举报` below posts.

use super::{Regions, View, names};
use crate::input::html::head::iso_date;
use crate::input::html::tree::{Id, Tree};
use crate::input::html::walk::Page;
use crate::model::Rule;
use crate::text::length::unspaced;

/// What such links say, without the marks round them.
const WORDS: [&str; 14] = [
    "编辑",
    "編輯",
    "编辑本段",
    "編輯本段",
    "编辑章节",
    "编辑源代码",
    "編輯原始碼",
    "编辑编辑源代码",
    "編輯編輯原始碼",
    "播报编辑",
    "播报",
    "edit",
    "editsource",
    "editeditsource",
];

/// Leaves them out: in a heading, or right behind it.
pub fn edit_links(tree: &Tree, page: &Page, regions: &mut Regions) {
    for heading in ["h1", "h2", "h3", "h4", "h5", "h6"].into_iter().flat_map(|name| tree.named(page.root, name)) {
        let after = |id: Id| std::iter::successors(tree.next(id), |&node| tree.next(node));
        let says = |id: Id| tree.within(id).filter_map(|node| tree.text(node)).any(|text| text.contains(char::is_alphanumeric));
        let mut children: Vec<Id> = tree.children(heading).collect();
        children.reverse();
        let last = children.into_iter().take_while(|&id| !says(id) || is_edit_link(tree, id));
        for id in last.chain(after(heading).take(4)).filter(|&id| is_edit_link(tree, id)) {
            regions.entry(id).or_insert((Rule::Outside, "a link that opens an editor"));
        }
    }
}

/// What links say that do something with the page, or with a post.
const CONTROLS: [&str; 24] = [
    "回复",
    "回覆",
    "举报",
    "檢舉",
    "纠错",
    "引用",
    "打印",
    "打印本页",
    "收藏",
    "关闭",
    "关闭窗口",
    "分享",
    "点赞",
    "转发",
    "发消息",
    "发短消息",
    "加好友",
    "只看该作者",
    "倒序浏览",
    "复制链接",
    "使用道具",
    "显示全部楼层",
    "设为首页",
    "收藏本站",
];

impl View<'_> {
    /// Leaves out links that are buttons, where their line says little else.
    pub(super) fn controls(&self, article: Id, regions: &mut Regions) {
        for link in self.tree.named(article, "a").filter(|&link| self.is_button(link)) {
            let line = self.tree.ancestors(link).skip(1).find(|&up| names::is_line(self.tree.name(up))).unwrap_or(article);
            let mass = self.mass(line);
            if mass.told() > 12 || mass.marks > 0 {
                continue;
            }
            // `3楼 | 举报 | 回复`.
            let whole = line != article
                && mass.told() <= 2
                && iso_date(&self.squeezed(line)).is_none()
                && self.tree.named(line, "a").all(|link| self.is_button(link));
            regions.entry(if whole { line } else { link }).or_insert((Rule::Hidden, "a control"));
        }
    }

    /// Whether a link does something with the page.
    pub(super) fn is_button(&self, id: Id) -> bool {
        self.tree.name(id) == "a" && CONTROLS.contains(&self.squeezed(id).trim_matches(|c: char| !c.is_alphanumeric()))
    }
}

fn is_edit_link(tree: &Tree, id: Id) -> bool {
    /// Nodes in such an element.
    const MOST: usize = 24;
    if tree.name(id).is_empty() || tree.within(id).nth(MOST).is_some() || !tree.within(id).any(|node| tree.name(node) == "a") {
        return false;
    }
    let text: String = tree.within(id).filter_map(|node| tree.text(node)).map(unspaced).collect();
    let bare: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    WORDS.contains(&bare.as_str())
}
