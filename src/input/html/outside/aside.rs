//! What of an article belongs to the site: pagers, lists of links, calls to share, to print, to read on.
//!
//! Links alone are no evidence: articles list attachments, places, chapters. A list goes where the site shows: by its class, by a
//! call above it, by page numbers, or because it stands before or after all prose and leads to no file.

use super::names::is_line;
use super::{Extent, Kin, LONG, Mass, View};
use crate::input::html::tree::{Id, Tree};
use crate::text::length::unspaced;

/// Characters of the shortest link that looks like the headline of another article.
const HEADLINE: usize = 8;

/// Calls that stand before something else: `分享到：微信`, `上一篇：没有了`.
const OPEN_CALLS: [&str; 16] = [
    "分享到",
    "上一篇",
    "下一篇",
    "上一则",
    "下一则",
    "上一条",
    "下一条",
    "打印本页",
    "关闭窗口",
    "关闭本页",
    "扫一扫",
    "我要评论",
    "返回首页",
    "回首页",
    "返回顶部",
    "点击查看更多",
];

/// Calls that are a line of their own, or stand before links: `相关阅读`, `上一页`.
const WHOLE_CALLS: [&str; 20] = [
    "上一页",
    "下一页",
    "打印",
    "关闭",
    "举报",
    "阅读原文",
    "更多精彩",
    "网友评论",
    "发表评论",
    "查看评论",
    "收藏本页",
    "回到顶部",
    "回顶部",
    "更多",
    "字号",
    "收起",
    "我要反馈",
    "我要跟帖",
    "跟帖",
    "返回列表",
];

/// Calls that head a list.
const LABELS: [&str; 27] = [
    "相关阅读",
    "相关新闻",
    "相关报道",
    "相关报导",
    "相关文章",
    "相关链接",
    "相关连结",
    "相关专题",
    "相关内容",
    "延伸阅读",
    "推荐阅读",
    "热点新闻",
    "热门文章",
    "最新文章",
    "更多新闻",
    "相关推荐",
    "热门推荐",
    "精彩推荐",
    "编辑推荐",
    "为您推荐",
    "猜你喜欢",
    "大家都在看",
    "相关资讯",
    "最新资讯",
    "最新新闻",
    "热门新闻",
    "今日热点",
];

/// Traditional characters of the calls, and the simplified ones.
const FOLDED: [(char, char); 32] = [
    ('頁', '页'),
    ('則', '则'),
    ('條', '条'),
    ('關', '关'),
    ('閉', '闭'),
    ('掃', '扫'),
    ('評', '评'),
    ('論', '论'),
    ('頂', '顶'),
    ('點', '点'),
    ('擊', '击'),
    ('舉', '举'),
    ('報', '报'),
    ('閱', '阅'),
    ('讀', '读'),
    ('網', '网'),
    ('發', '发'),
    ('號', '号'),
    ('聞', '闻'),
    ('導', '导'),
    ('鏈', '链'),
    ('連', '连'),
    ('結', '结'),
    ('專', '专'),
    ('題', '题'),
    ('內', '内'),
    ('薦', '荐'),
    ('熱', '热'),
    ('饋', '馈'),
    ('編', '编'),
    ('輯', '辑'),
    ('資', '资'),
];

/// Characters of a text that say nothing: marks, digits, and the units of a date.
pub(super) fn loose(text: &str) -> usize {
    let mut digit = false;
    let mut count = 0;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let unit = digit && matches!(c, '年' | '月' | '日' | '时' | '分');
        digit = c.is_numeric();
        count += usize::from(unit || !c.is_alphabetic());
    }
    count
}

/// A text as calls are compared: simplified, without marks.
fn folded(text: &str) -> String {
    let simplified = |c: char| FOLDED.iter().find(|(own, _)| *own == c).map_or(c, |(_, to)| *to);
    let mark = |c: char| !c.is_alphanumeric() && c != '：';
    text.chars().filter(|c| !c.is_whitespace()).map(simplified).collect::<String>().trim_matches(mark).to_owned()
}

/// Whether a text is a call that heads a list.
pub(super) fn is_label(text: &str) -> bool {
    LABELS.contains(&bare(&folded(text)))
}

/// A folded text without any marks at its edges.
fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Whether a text is nothing but numbers of pages and the words beside them.
fn is_pager(text: &str) -> bool {
    const WORDS: [&str; 14] =
        ["上一页", "下一页", "前一页", "后一页", "上页", "下页", "首页", "尾页", "末页", "余下全文", "全文", "第", "共", "页"];
    let mut text = folded(text);
    for word in WORDS {
        text = text.replace(word, "");
    }
    !text.chars().any(char::is_alphabetic)
}

/// What an element beside others that are made as it is shares with them; nothing where it has no class.
pub(super) fn kin(tree: &Tree, id: Id) -> Option<Kin<'_>> {
    let class = tree.attribute(id, "class").filter(|class| !class.is_empty())?;
    Some((tree.parent(id)?, tree.name(id), class))
}

impl View<'_> {
    /// Whether a region in the article belongs to the site; `extent` is where the article has its prose.
    pub(super) fn is_aside(&self, id: Id, extent: &Extent) -> bool {
        let mass = self.mass(id);
        let name = self.tree.name(id);
        if name.is_empty() || mass.all == 0 {
            return false;
        }
        let mostly_links = mass.linked * 10 >= mass.all * 7;
        if self.is_around(id) && mass.prose < LONG * 3 && (mostly_links || mass.prose == 0) {
            return !self.leads_to_files(id);
        }
        if !is_line(name) {
            return false;
        }
        let label = || self.before(id).is_some_and(|before| self.mass(before).all <= 16 && is_label(&self.squeezed(before)));
        // A label takes along what it heads.
        if mass.links > 0 && mass.linked * 2 >= mass.linked + mass.told() && mass.prose == 0 && !mass_is_long(&mass) && label()
        {
            return !self.leads_to_files(id);
        }
        let kept = |like: Id| !self.is_bar(&self.mass(like), &[like], extent);
        self.is_bar(&mass, &[id], extent) && !self.like_boxes(id).any(kept) || (mass.all <= 40 && self.is_call(id, &mass))
    }

    /// The elements beside one that are made as it is and hold links, as it does: the boxes of a directory.
    fn like_boxes(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        /// So many of them are looked at.
        const MOST: usize = 16;
        let boxes = kin(self.tree, id).and_then(|kin| self.boxes.get(&kin));
        boxes.into_iter().flatten().copied().filter(move |&like| like != id).take(MOST)
    }

    /// Whether nodes hold hardly anything but links, and stand where the links of a site stand.
    fn is_bar(&self, mass: &Mass, nodes: &[Id], extent: &Extent) -> bool {
        let text = || nodes.iter().map(|&id| self.squeezed(id)).collect::<String>();
        if mass.links >= 2 && mass.all <= LONG && is_pager(&text()) {
            return true;
        }
        // Among links, what stands between them tells what they are.
        let told = if extent.of_links { mass.all - mass.linked } else { mass.told() };
        if mass.links == 0 || told * 100 > (mass.linked + told) * 15 {
            return false;
        }
        if mass.links < 3 || mass.marks * 12 >= mass.all || nodes.iter().any(|&id| self.leads_to_files(id)) {
            return false;
        }
        let place = nodes.first().and_then(|id| self.order.get(id)).copied().unwrap_or(0);
        let outside = place < extent.prose.start || place > extent.prose.end;
        outside || extent.of_links || mass.linked >= mass.links * HEADLINE
    }

    /// Whether half of the links lead to files or to parts of a work (`第三章`), or the text says that it lists attachments.
    pub(super) fn leads_to_files(&self, id: Id) -> bool {
        const ENDS: [&str; 16] =
            ["doc", "docx", "pdf", "xls", "xlsx", "wps", "et", "ofd", "ppt", "pptx", "rtf", "txt", "zip", "rar", "7z", "csv"];
        let (mut all, mut files) = (0, 0);
        for link in self.tree.named(id, "a") {
            let Some(href) = self.tree.attribute(link, "href") else { continue };
            let path = href.split(['?', '#']).next().unwrap_or_default();
            let end = path.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
            let text = self.squeezed(link);
            let part =
                text.starts_with('第') && text.chars().take(8).any(|c| matches!(c, '章' | '节' | '回' | '卷' | '篇' | '部'));
            all += 1;
            files += usize::from(part || end.is_some_and(|end| ENDS.contains(&end.as_str())));
        }
        files > 0 && files * 2 >= all || self.mass(id).linked > 0 && self.squeezed(id).starts_with("附件")
    }

    /// The element before one, nothing but white space between them.
    pub(super) fn before(&self, id: Id) -> Option<Id> {
        let mut siblings = std::iter::successors(self.tree.previous(id), |&node| self.tree.previous(node));
        let found = siblings.find(|&node| self.mass(node).all > 0)?;
        (!self.tree.name(found).is_empty()).then_some(found)
    }

    /// What follows an element, white space left out.
    pub(super) fn following(&self, id: Id) -> Option<Id> {
        std::iter::successors(self.tree.next(id), |&node| self.tree.next(node)).find(|&node| self.mass(node).all > 0)
    }

    /// Whether a region begins with a line that heads what readers wrote, or other articles.
    pub(super) fn is_headed_by_call(&self, id: Id) -> bool {
        const COMMENTS: [&str; 8] = ["评论", "留言", "网友评论", "最新评论", "热门评论", "读者评论", "全部评论", "精彩评论"];
        let first = self.tree.within(id).find(|&node| self.tree.text(node).is_some() && self.mass(node).all > 0);
        let Some(first) = first.filter(|_| self.mass(id).lines) else { return false };
        let text = folded(self.tree.text(first).unwrap_or_default());
        // `评论（191）`
        let counted = |c: char| c.is_ascii_digit() || matches!(c, '（' | '）' | '(' | ')');
        let text = bare(&text).trim_end_matches(counted);
        LABELS.contains(&text) || COMMENTS.contains(&text)
    }

    /// `分享到：`, `上一篇`, `打印本页`, `扫一扫`: a short line that speaks to the reader of a site.
    pub(super) fn is_call(&self, id: Id, mass: &Mass) -> bool {
        let text = folded(&self.squeezed(id));
        let count = text.chars().count();
        let starts = |calls: &[&str]| calls.iter().find(|call| text.starts_with(**call)).map(|call| call.chars().count());
        // What is not linked is no more than the call with its marks.
        let links_only = |call: usize| mass.links > 0 && mass.told() <= call;
        if let Some(call) = starts(&OPEN_CALLS) {
            return mass.linked > 0 || count <= call + 8;
        }
        if let Some(call) = starts(&WHOLE_CALLS) {
            let sizes = text.strip_prefix("字号").is_some_and(|rest| rest.chars().all(|c| "：:大中小默认特".contains(c)));
            return bare(&text).chars().count() == call || links_only(call) || sizes;
        }
        // `返回搜狐，查看更多`.
        if text.starts_with("返回") && mass.links > 0 && mass.told() == 0 {
            return true;
        }
        if let Some(rest) = text.strip_prefix("字体") {
            return rest.chars().count() > 1 && rest.chars().all(|c| "：:[]【】大中小".contains(c));
        }
        if let Some(call) = starts(&LABELS) {
            let heads = |next: Id| self.mass(next).links > 0 && self.mass(next).linked >= self.mass(next).told();
            let alone = bare(&text).chars().count() == call;
            // A subheading of the article's own has text below it.
            return links_only(call) || alone && self.following(id).is_none_or(heads);
        }
        false
    }

    /// A few words that are a button: `分享`, `字号 大 中 小`.
    pub(super) fn is_control(&self, id: Id) -> bool {
        const WORDS: [&str; 22] = [
            "分享",
            "打印",
            "字号",
            "字体",
            "收藏",
            "评论",
            "参与",
            "纠错",
            "关闭",
            "大中小",
            "浏览次数",
            "浏览量",
            "点击数",
            "点击率",
            "点击量",
            "阅读次数",
            "手机看",
            "扫码",
            "扫一扫",
            "听新闻",
            "朗读",
            "关注",
        ];
        let mass = self.mass(id);
        if mass.all == 0 || mass.all > 24 || self.tree.name(id).is_empty() {
            return false;
        }
        let text = self.squeezed(id);
        WORDS.iter().any(|word| text.contains(word)) && !text.contains("来源")
    }

    /// Links that lie between the lines of an element, and belong to the site: `上一则 | 下一则`.
    pub(super) fn loose_bars(&self, id: Id, extent: &Extent) -> Vec<Id> {
        // Where most of an article is links, they are what it tells.
        if !self.mass(id).lines || self.mass(id).links == 0 || extent.of_links || self.like_boxes(id).next().is_some() {
            return Vec::new();
        }
        let mut bars = Vec::new();
        let mut run: Vec<Id> = Vec::new();
        let end = |run: &mut Vec<Id>, bars: &mut Vec<Id>| {
            let nodes = std::mem::take(run);
            let mut mass = Mass::default();
            for own in nodes.iter().map(|&node| self.mass(node)) {
                mass.all += own.all;
                mass.linked += own.linked;
                mass.loose += own.loose;
                mass.links += own.links;
                mass.marks += own.marks;
            }
            let text: String = nodes.iter().map(|&node| self.squeezed(node)).collect();
            let call = || OPEN_CALLS.iter().any(|call| folded(&text).starts_with(call)) || text.starts_with("返回");
            if mass.links > 0 && mass.told() == 0 && (self.is_bar(&mass, &nodes, extent) || mass.all <= 40 && call()) {
                bars.extend(nodes);
            }
        };
        for child in self.tree.children(id) {
            let name = self.tree.name(child);
            match name == "br" || is_line(name) {
                true => end(&mut run, &mut bars),
                false if self.order.contains_key(&child) => run.push(child),
                false => {}
            }
        }
        end(&mut run, &mut bars);
        bars
    }
}

/// Whether a list is longer than any that a site puts below an article.
fn mass_is_long(mass: &Mass) -> bool {
    mass.all > 1200
}

/// Whether a line says where on the site the page stands.
pub(super) fn is_path(text: &str) -> bool {
    let text = unspaced(text);
    ["位置", "您现在", "你现在", "首页", "首頁"].iter().any(|word| text.contains(word))
        || ["今天是", "欢迎", "星期", "热线"].iter().any(|word| text.contains(word))
        || text.contains(['>', '»', '|', '｜'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_digits_and_dates_say_nothing() {
        let check = |text: &str, expected: usize| assert_eq!(loose(text), expected, "{text}");
        check("[1] | 2010-05-19", 14);
        check("2010年5月19日 渡口", 10);
        check("年月", 0);
    }

    #[test]
    fn pagers_and_labels_are_known_in_both_scripts() {
        for (text, expected) in
            [("[1][2]下一頁", true), ("共3页 首页 上页", true), ("第一章 渡口", false), ("下一页见附表", false)]
        {
            assert_eq!(is_pager(text), expected, "{text}");
        }
        assert!(is_label("相關報導") && is_label("【延伸阅读】：") && !is_label("延伸阅读材料"));
    }
}
