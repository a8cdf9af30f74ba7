//! What the names of elements, of their classes and ids say: a text, an article, what stands around it.

use crate::input::html::tree::{Id, Tree};

/// Elements that hold others.
pub(super) fn is_container(name: &str) -> bool {
    matches!(
        name,
        "div"
            | "section"
            | "article"
            | "main"
            | "td"
            | "tr"
            | "tbody"
            | "table"
            | "center"
            | "form"
            | "font"
            | "span"
            | "ul"
            | "li"
            | "dl"
            | "dd"
            | "body"
            | "blockquote"
            | "founder-content"
    ) || name.contains('-')
}

/// Elements whose text is a line or more.
pub fn is_line(name: &str) -> bool {
    !name.is_empty() && !crate::input::html::guard::is_inline(name)
}

/// Whether an element is what the programs of such sites put round a text and nothing else.
pub(super) fn is_text(tree: &Tree, id: Id) -> bool {
    const NAMES: [&str; 8] = [
        "ucap-content",
        "trs_editor",
        "zoom",
        "pages_content",
        "rm_txt_con",
        "bt_content",
        "articlecontent",
        "article_content",
    ];
    tree.name(id) != "body" && words(tree, id).any(|word| NAMES.contains(&word.as_str()))
}

/// Whether the words of an element's class and id name an article.
pub(super) fn is_article(tree: &Tree, id: Id) -> bool {
    const NAMES: [&str; 18] = [
        "ucap-content",
        "trs_editor",
        "pages_content",
        "zoom",
        "article",
        "content",
        "post",
        "entry",
        "text",
        "detail",
        "main",
        "news",
        "rm_txt",
        "editor",
        "bt-content",
        "p-detail",
        "view",
        "artical",
    ];
    matches!(tree.name(id), "article" | "main") || words(tree, id).any(|word| NAMES.iter().any(|name| word.contains(name)))
}

/// Whether an element says that it stands around the text.
pub(super) fn is_around(tree: &Tree, id: Id) -> bool {
    const NAMES: [&str; 41] = [
        "sitesub",
        "mw-jump-link",
        "aside",
        "nav",
        "menu",
        "footer",
        "foot",
        "sidebar",
        "side",
        "breadcrumb",
        "crumb",
        "share",
        "bdshare",
        "related",
        "relate",
        "recommend",
        "comment",
        "comments",
        "hot",
        "rank",
        "advert",
        "ad",
        "ads",
        "login",
        "search",
        "toolbar",
        "copyright",
        "qrcode",
        "ewm",
        "popup",
        "banner",
        "pager",
        "pagination",
        "print",
        "fixed",
        "topbar",
        "header",
        "tags",
        "mod-more",
        "daohang",
        "disclaimer",
    ];
    /// Ends of words that name an article.
    const ENDS: [&str; 4] = ["articalcontent", "articlecontent", "articlebody", "article-content"];
    match tree.name(id) {
        "nav" | "footer" => return true,
        "body" | "html" | "main" | "article" | "p" | "h1" | "h2" | "h3" => return false,
        "" => return false,
        _ => {}
    }
    let role = tree.attribute(id, "role").unwrap_or_default();
    if matches!(role, "navigation" | "banner" | "contentinfo" | "search" | "complementary") {
        return true;
    }
    let mut part = false;
    for word in words(tree, id) {
        if NAMES.contains(&word.as_str()) {
            return true;
        }
        part |= word.split(['-', '_']).any(|part| NAMES.contains(&part));
    }
    // The place of an advertisement that says that it is the article (`keyword_ad_area articalContent`).
    part && !words(tree, id).any(|word| ENDS.iter().any(|end| word.ends_with(end)))
}

/// Whether an element that says that it stands around may hold the page all the same: a head that nobody closed, an article that can be shared.
pub(super) fn may_hold(tree: &Tree, id: Id) -> bool {
    const NAMES: [&str; 6] = ["header", "head", "top", "topbar", "banner", "fixed"];
    let holds = |word: String| {
        ["container", "wrapper", "artic"].iter().any(|name| word.contains(name))
            || word.split(['-', '_']).any(|part| NAMES.contains(&part))
    };
    !matches!(tree.name(id), "nav" | "footer" | "aside") && words(tree, id).any(holds)
}

/// Whether an element is named as sites name the box round an article and its tail.
pub(super) fn is_frame(tree: &Tree, id: Id) -> bool {
    words(tree, id).any(|word| matches!(word.as_str(), "article_content" | "articlecontent"))
}

/// The words of an element's id and class, lower case.
pub(super) fn words(tree: &Tree, id: Id) -> impl Iterator<Item = String> + '_ {
    let value = |name| tree.attribute(id, name).unwrap_or_default();
    value("id").split_ascii_whitespace().chain(value("class").split_ascii_whitespace()).take(12).map(str::to_ascii_lowercase)
}
