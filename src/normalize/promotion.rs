//! Promotion: lines that say nothing but whom to follow, or where the text came from.

use super::forms;
use crate::text::patterns::compile;
use regex::Regex;
use std::sync::LazyLock;

/// The longest call, in characters.
const CALL: usize = 40;
/// The longest saying of a site.
const SAYING: usize = 80;

/// Narrower than NP-PROMO, whose words stand in articles too.
static CALLS: LazyLock<Regex> = LazyLock::new(|| {
    let papers = r"欢迎(?:关注|扫码|订阅)|歡迎(?:關注|訂閱)|扫码(?:关注|下载|阅读|看)|扫一扫|长按.{0,4}二维码|(?:点击|关注).{0,8}公众号|版权所有|未经.{0,6}(?:授权|许可).{0,8}(?:不得|禁止|严禁)?(?:转载|使用|复制)|更多精彩.{0,10}(?:关注|公众号|下载)";
    let novels = r"手机用户请(?:登录|登陆|访问|浏览|到|阅读)|最新章节.{0,12}(?:阅读|请)|请记住(?:本站|本书|网址)|点击下载本书|^[（(【]?本章(?:未完|完)(?:[）)】，,。！!…—\s]|待续|请|$)|^\P{Han}*(?:求(?:推荐票?|收藏|月票|订阅|打赏)\P{Han}*)+$";
    let friends = r"(?:点击|點擊)(?:上方|下方|上面|下面|文末|左下角)?.{0,4}(?:蓝字|蓝色字|名片|卡片|阅读原文|閱讀原文).{0,12}$|^\P{Han}*(?:长按|扫描|识别).{0,8}二维码|设为星标|(?:点|點)(?:个|個|一下|亮)?\s*[“「]?(?:在看|赞|讚)[”」]?\P{Han}*(?:$|[和与]|吧)|^阅读\s*[\d万+.]+(?:\s*(?:点?赞|在看|分享|收藏|评论|留言)\s*[\d万+.]*)*$";
    let sites = r"^\P{Han}*姊妹[计計]划[:：]|^本作品收录于《";
    compile(&format!("{papers}|{novels}|{friends}|{sites}"))
});

/// What only sites that give novels away say, in a sentence or not.
static SITES_SAY: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"一秒(?:钟)?记住|请(?:大家)?收藏[:：]|(?:更新速度|最快更新).{0,12}(?:全网|最快|最新章节|无弹窗|无广告)|(?:最新|备用)(?:网址|域名)[:：]|看最新章节|章节(?:错误|内容).{0,8}(?:举报|报错)|无弹窗(?:广告)?(?:小说|阅读|,|，)",
    )
});

/// The buttons that lead from chapter to chapter: `上一章 目录 下一章`.
fn is_way(text: &str) -> bool {
    const WAYS: [&str; 20] = [
        "上一章",
        "上一页",
        "上一頁",
        "上一回",
        "上一节",
        "上一卷",
        "上一篇",
        "下一章",
        "下一页",
        "下一頁",
        "下一回",
        "下一节",
        "下一卷",
        "下一篇",
        "返回目录",
        "返回目錄",
        "返回列表",
        "章节目录",
        "加入书签",
        "目录",
    ];
    let arrow = |c: char| {
        c.is_whitespace() || matches!(c, '|' | '｜' | '←' | '→' | '<' | '>' | '《' | '》' | '«' | '»' | '/' | '[' | ']' | '·')
    };
    let text = text.trim_start_matches(arrow);
    // Prose does not begin so.
    if !WAYS.iter().any(|way| text.starts_with(way)) {
        return false;
    }
    let mut words = text.split(arrow).filter(|word| !word.is_empty());
    words.clone().nth(1).is_some() && words.all(|word| WAYS.contains(&word))
}

/// An address of the web.
static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| compile(r"www\.|https?://|[a-z0-9-]\.(?:com|net|org|cn|cc|me|info)(?:[^a-zA-Z]|$)"));

/// Who gives a book away for nothing: `本书由江湾书屋整理制作，仅供试读`.
static GIVEN_AWAY: LazyLock<Regex> = LazyLock::new(|| compile(r"本书由.{1,40}(?:收集|整理|制作|上传).{0,40}(?:仅供|下载)"));

/// Compiles the pattern that nearly every text is asked for.
pub fn warm() {
    LazyLock::force(&CALLS);
}

/// Whether a line calls upon the reader, or is a site's that gives books away.
pub fn is_promotion(text: &str) -> bool {
    let stopped = text.contains(['。', '；']);
    !stopped && forms::is_within(text, CALL) && CALLS.is_match(text)
        || forms::is_within(text, SAYING) && SITES_SAY.is_match(text)
        || forms::is_within(text, CALL) && is_way(text)
        || is_site(text, stopped)
}

/// A site that gives books away names its address, its books, and what it wants of the reader; an article or a notice may name
/// two of the three. What cites has titles.
fn is_site(text: &str, stopped: bool) -> bool {
    const SITES: [&str; 5] = ["书屋", "书城", "书网", "论坛", "文库"];
    const BOOKS: [&str; 11] = ["好书", "小说", "小說", "电子书", "電子書", "书库", "书城", "书网", "书屋", "文库", "txt"];
    const WANTS: [&str; 15] = [
        "尽在",
        "盡在",
        "免费",
        "免費",
        "请关注",
        "请访问",
        "请登录",
        "请登陆",
        "请浏览",
        "首发",
        "手打",
        "上传",
        "整理",
        "制作",
        "下载",
    ];
    const GIVES: [&str; 4] = ["免费", "首发", "手打", "下载"];
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if text.contains("本书由") && GIVEN_AWAY.is_match(text) {
        return has(&SITES) || ADDRESS.is_match(text);
    }
    if stopped || !text.contains('.') || text.contains(['《', '[', '［']) {
        return false;
    }
    let framed = || text.starts_with(['-', '=', '*', '★', '☆', '〖']) && text.ends_with(['-', '=', '*', '★', '☆', '〗']);
    (has(&BOOKS) && (has(&WANTS) || framed()) || text.contains("本书") && has(&GIVES)) && ADDRESS.is_match(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_and_calls_speak_of_themselves() {
        for line in [
            "本书来自www.example.com免费小说下载站",
            "----〖江湾电子文库(www.example.org)〗",
            "更多好书，请登陆江湾书网--www.example.com",
            "声明：本书由江湾书屋(example.com)收集整理，仅供学习，版权归作者所有。",
            "求收藏！求月票！",
            "（本章完）",
            "手机用户请浏览m.example.com阅读",
            "天才一秒记住本站地址：www.example.com，最快更新！无广告！",
            "喜欢渡口少年请大家收藏：(www.example.com)渡口少年更新速度全网最快。",
            "更多好书，更多原创TXT手机电子书尽在江湾书屋http://www.example.com",
            "点击上方蓝字关注我们",
            "喜欢就点个“在看”吧",
            "阅读 1024　赞 36　在看 12",
            "←上一回 返回目录 下一回→",
            "上一章 | 目录 | 下一章",
        ] {
            assert!(is_promotion(line), "{line}");
        }
        for line in [
            "报名请登录www.example.gov.cn",
            "江湾图书馆电子书平台：www.example.org",
            "林见川：《江湾小说史》，请访问www.example.org",
            "他的网站上有免费的小说，地址是www.example.com。",
            "请求推荐几本好书",
            "求推荐信的写法",
            "“求订阅！”他喊道",
            "本章完成后，读者应当能够说出各部分的名称，",
            "手机用户请拨打96110咨询",
            "点击下载APP，注册账号",
            "本书由林见川教授组织整理，收入讲稿二十篇，供各地同行交流。",
            "本书的最新勘误见https://www.example.org",
            "图片来自小说网站 www.example.com",
            "阅读 1024 页的旧档",
            "目录",
            "下一回",
            "他点了个赞成的手势",
            "最快更新的是水位表",
            "请收藏好这张船票。",
        ] {
            assert!(!is_promotion(line), "{line}");
        }
    }
}
