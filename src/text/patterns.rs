//! The forms that lines take in papers (NP), official documents (GW) and books (BK), as regular expressions.
//!
//! Each pattern says what *form* a line has; whether the line *is* that thing depends on its place, and is the question of
//! the pass that asks. The doc comment of each names its known false hits. The patterns have no look-around, so matching is
//! linear in the line; they are compiled when first asked for. Ask short lines only: no form here is longer than
//! [`LONGEST`] characters.

use regex::Regex;
use std::sync::LazyLock;

/// A line with more characters than this has none of the forms (long leads and mastheads are asked by their start).
pub const LONGEST: usize = 200;

/// Digits as issues and pages are numbered: Latin, full width, Han.
const DIGIT: &str = "[0-9０-９〇零一二三四五六七八九十百]";

/// Classes of Unicode as the few ranges that sources have: each pattern would be compiled for all of the others too.
const CLASSES: [(&str, &str); 3] = [
    (r"\p{Han}", r"[々〇〻\u{3400}-\u{9fff}\u{f900}-\u{faff}\u{20000}-\u{3ffff}]"),
    (r"\d", "[0-9０-９]"),
    (r"\s", r"[\t-\r \u{85}\u{a0}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{3000}]"),
];

/// A pattern of the program, compiled; `%D` is a digit as issues and pages are numbered.
///
/// # Panics
///
/// If it is no pattern.
pub fn compile(pattern: &str) -> Regex {
    let pattern = CLASSES.iter().fold(pattern.replace("%D", DIGIT), |pattern, (class, ranges)| pattern.replace(class, ranges));
    Regex::new(&pattern).expect("the pattern is a constant that the tests compile")
}

macro_rules! patterns {
    ($($(#[$doc:meta])* $name:ident $number:literal $pattern:expr;)*) => {
        $($(#[$doc])* pub static $name: LazyLock<Regex> = LazyLock::new(|| compile($pattern));)*

        /// Every pattern with its number, for tests and for `--explain`.
        pub static ALL: &[(&str, &LazyLock<Regex>)] = &[$(($number, &$name),)*];
    };
}

patterns! {
    /// NP-CN: the CN number of a serial, region and serial number; journals add a class (`/TP`).
    NP_CN "NP-CN" r"(?:国内统一(?:连续出版物号|刊号)|国内刊号)?\s*[:：]?\s*C\s?N\s*(?P<a>\d{2})\s*[-－—–]\s*(?P<b>\d{4})(?:\s*[/／]\s*[A-Z]{1,2})?";
    /// NP-POST: the postal code of a serial. A bare `代号` of anything else hits: use it in a masthead only.
    NP_POST "NP-POST" r"(?:邮发|邮局|邮政)?代号\s*[:：]?\s*(?P<p>\d{1,2}\s*[-－—–]\s*\d{1,4})";
    /// NP-PAGES: how many pages the issue has. `共八版印刷` in running text hits: use it in a masthead only.
    NP_PAGES "NP-PAGES" r"(?:今日|今天|本期|本报今日|全日|本日|共)\s*(?:共|对开|四开|4开|[^，。]{0,6}?)?\s*(?P<n>%D{1,3})\s*(?:个)?版";
    /// NP-ISSUE: the running number. `第三期工程` hits: use it in a masthead only.
    NP_ISSUE "NP-ISSUE" r"(?:总)?第\s*(?P<n>%D{1,6})\s*[期号]";
    /// NP-DATE: a date in Arabic digits, with the day of the week. Any sentence with a date hits.
    NP_DATE "NP-DATE" r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日\s*(?:星期(?P<w>[一二三四五六日天])|周[一二三四五六日])?";
    /// NP-LUNAR: a date of the old calendar.
    NP_LUNAR "NP-LUNAR" r"(?:农历|夏历|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年)[^，。；]{0,14}?(?:初|十|廿|二十|三十)[一二三四五六七八九十]?";
    /// NP-JUMP-TO: the rest of the article is on another page, or on two; `h` may name the article. A sentence that ends in `转第三版` hits: ask for a
    /// line of its own.
    NP_JUMP_TO "NP-JUMP-TO" r"[（(\[【［]?\s*(?:下|转)\s*(?:转|至|接)?\s*第?\s*(?P<n>%D{1,3}|[A-Z]\d{1,2})(?:\s*[、，,和]\s*第?\s*(?P<m>%D{1,3}|[A-Z]\d{1,2}))?\s*(?P<k>版|页)(?P<h>[^）)\]】］。]{0,24})[）)\]】］]?\s*[▶►→]?\s*$";
    /// NP-JUMP-FROM: the article began on another page. Text may follow on the same line.
    NP_JUMP_FROM "NP-JUMP-FROM" r"^\s*[◀◄←]?\s*[（(\[【［]?\s*(?:上接|紧接|接)\s*第?\s*(?P<n>%D{1,3}|[A-Z]\d{1,2})(?:\s*[、，,和]\s*第?\s*(?P<m>%D{1,3}|[A-Z]\d{1,2}))?\s*(?P<k>版|页)(?P<h>[^）)\]】］。]{0,24})[）)\]】］]?";
    /// NP-LEAD: the words that open a report. `本报讯 记者从…` fills `who2` with what is no name: [`lead_end`] looks at the
    /// character that follows.
    NP_LEAD "NP-LEAD" r"^\s*[　 ]*(?:本[报報]|本刊|本台|新[华華]社|中新社|中央社|人民网|[\p{Han}]{2,8}(?:日报|晚报|时报|早报|晨报|商报|网))?\s*(?:[\p{Han}]{2,8}?)?(?:\d{1,2}\s*月\s*\d{1,2}\s*日)?[讯电訊電]\s*(?:[（(](?P<who>[^）)]{1,60})[）)]|(?P<who2>(?:本报)?(?:全媒体)?(?:见习|实习|首席|特约|通讯)?[记記]者\s*[\p{Han}·]{2,4}(?:[　 、][\p{Han}·]{2,4})*?)\s*(?:报道|摄影报道)?)?";
    /// NP-BYLINE: a line that names its writers and nothing else. A heading such as `作者介绍` has no name after it and misses; so
    /// do the names of columns: `记者手记`, `记者调查`, and what begins a sentence: `记者在现场看`.
    NP_BYLINE "NP-BYLINE" r"^\s*[　 ]*[□■◎○●◆▪]?\s*[（(]?\s*(?:[\p{Han}]{0,6}(?:日报|晚报|时报|早报|晨报|商报|周报|网|社|电视台|杂志|周刊|月刊|半月谈))?(?:本报|本刊)?(?:全媒体|融媒体)?(?:见习|实习|首席|特约|驻[\p{Han}]{2,6})?(?:记者|通讯员|评论员|特约撰稿人?|实习生|作者|摄影)\s*[:：/]?\s*(?:[\p{Han}--[手调札观视见感述来在从到对就了日近昨今将被把也还再已问走采电致发现获赶随跟与是有通所们进注最]][\p{Han}·]{1,3}|来[\p{Han}--[信]][\p{Han}·]{0,2})(?:\s*[　 、,，/]\s*(?:通讯员|实习生|(?:本报)?记者)?\s*[\p{Han}·]{2,4})*\s*(?:文[/／]?(?:图|摄)|摄影?|报道|摄影报道)?\s*[）)]?\s*$";
    /// NP-BYLINE-TW: the same in papers of Taiwan and Hong Kong: writer, stroke, place and kind of report, with or without brackets.
    NP_BYLINE_TW "NP-BYLINE-TW" r"^\s*[〔【［\[（(]?\s*(?:[\p{Han}]{0,6}(?:社|[報报]|[網网]|台|電視))?(?:本[報报]|特派|特[約约]|[實实][習习]|[駐驻][\p{Han}]{2,6}|[專专][訪访])?(?:[記记]者|通[訊讯][員员]|特派[員员]|[編编][譯译])\s*[\p{Han}·]{2,4}(?:\s*[、　 ]\s*[\p{Han}·]{2,4}){0,4}\s*(?:[／/╱∕]\s*(?:[\p{Han}]{2,8}?)(?:[連连][線线]|[綜综]合)?(?:[報报][導导道]|電|[專专][訪访]|特稿|[攝摄]影?)|[\p{Han}]{2,5}(?:[一二三四五六七八九十\d]{1,3}日)?(?:[報报][導导]|電))\s*[〕】］\]）)]?\s*$";
    /// NP-STAFF: who edited the page.
    NP_STAFF "NP-STAFF" r"^[　 ]*(?:本版|本期|值班|执行|责任|一版|二版|首席|图片|视觉)?[　 ]*(?:总?编辑|主编|责编|编审|校对|版式|版面|组版|美编|图编|检校|审读|编委|值班主任|值班总编|统筹)[　 ]*(?:[:：/／][　 ]*|[　 ]+)[\p{Han}·]{2,4}(?:[　 、]+[\p{Han}·]{2,4}(?:[:：/／][\p{Han}·]{2,4})?)*[　 ]*$";
    /// NP-OWNER: who publishes, prints or supports the paper. A sentence that opens with `主办` hits: ask for its length.
    NP_OWNER "NP-OWNER" r"^\s*(?:主管(?:单位)?|主办(?:单位)?|主管主办|主管、主办|协办(?:单位)?|承办(?:单位)?|出版(?:单位)?|承印|印刷)\s*[:：]?\s*\S{2,}";
    /// NP-PAGEHEAD: folio and section at the head of a page. A numbered heading `3 结论` hits: ask for repetition.
    NP_PAGEHEAD "NP-PAGEHEAD" r"^\s*(?:第\s*)?(?P<n>0?%D{1,3}|[A-D]\d{1,2})\s*版?\s*[·•|｜／/　 ]\s*(?P<name>[\p{Han}·]{2,8})\s*$";
    /// NP-PROMO: calls to subscribe, scan, follow; addresses and licences of the paper. `客户端` in running text hits.
    NP_PROMO "NP-PROMO" r"(?:欢迎(?:关注|订阅|扫码|投稿|来稿)|扫(?:一扫|码)(?:关注|下载|看|阅读)?|微信(?:公众号|扫码)|客户端|本报(?:地址|电话)|版权所有|未经授权|广告经营许可证)";
    /// NP-EDNOTE: the label of a note of the editors or of a box.
    NP_EDNOTE "NP-EDNOTE" r"^\s*[【\[［(（]?\s*(?:编者按|编者的话|编后|开栏语|开栏的话|题记|按语|阅读提示|核心提示|新闻背景|相关链接|延伸阅读|小链接|新闻链接)\s*[】\]］)）]?\s*[:：]?";
    /// NP-COMPILE: who put a column or a page together.
    NP_COMPILE "NP-COMPILE" r"本(?:栏目?|版|组)(?:组稿|稿件|文图|图片|图文|撰文|文章)?\s*(?:均)?\s*(?:由|据|为)?\s*[^。]{0,20}?(?:组稿|撰写|提供|采写|摄影?|整理|供稿)";
    /// NP-PHOTO: who took the picture. Any line that ends in `图` after a name-like word hits: ask beside a picture.
    NP_PHOTO "NP-PHOTO" r"(?:本报|新华社|中新社)?(?:记者|通讯员)?\s*[\p{Han}·]{2,4}\s*(?:摄|图|／摄|/摄|摄影|供图)\s*[）)]?\s*$";

    /// GW-DOCNO: a document number, with whatever brackets stand round the year. `关于报送材料的通知（2024）12号` hits: look at
    /// the prefix.
    GW_DOCNO "GW-DOCNO" r"(?P<p>[\p{Han}]{1,12}?)\s*[〔\[［（(【﹝]\s*(?P<y>(?:19|20)\d{2})\s*[〕\]］）)】﹞]\s*(?:第\s*)?0*(?P<n>\d{1,5})\s*号";
    /// GW-H1: a heading of the first level, `一、`, by some hands `一．`. An item of a list in running text has the same form.
    GW_H1 "GW-H1" r"^\s*[一二三四五六七八九十]{1,3}[、．]";
    /// GW-H2: a heading of the second level, `（一）`.
    GW_H2 "GW-H2" r"^\s*[（(][一二三四五六七八九十]{1,3}[）)]";
    /// GW-H3: a heading of the third level, `1.`; a decimal number misses.
    GW_H3 "GW-H3" r"^\s*\d{1,2}\s*[.．](?:[^\d]|$)";
    /// GW-H4: a heading of the fourth level, `（1）`.
    GW_H4 "GW-H4" r"^\s*[（(]\d{1,2}[）)]";
    /// GW-ATT: an attachment, or the list of them, `附：` by older rules.
    GW_ATT "GW-ATT" r"^\s*附\s*(?:件\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?\s*(?:[:：]|[.．]?\s*$)|[:：][^:：]*$)";
    /// GW-DATE: a line that is a date.
    GW_DATE "GW-DATE" r"^\s*(?:\d{4}|[〇零○ＯO一二三四五六七八九]{4})\s*年\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*月\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*日\s*$";
    /// GW-CC: who gets a copy.
    GW_CC "GW-CC" r"^\s*(?:抄\s*送|主\s*送|抄\s*报|分\s*送|报\s*送|抄\s*发|内部发送)\s*[:：]";
    /// GW-PRINT: when it was printed.
    GW_PRINT "GW-PRINT" r"(?P<d>\d{4}年\d{1,2}月\d{1,2}日)\s*印发\s*$";
    /// GW-SEC: the degree of secrecy, with its term.
    GW_SEC "GW-SEC" r"^\s*(?:密\s*级\s*[:：]\s*)?(?:绝密|机密|秘密)(?:\s*[★☆]\s*(?:\d{1,2}\s*(?:年|个月)|长期))?\s*$";
    /// GW-URG: the degree of urgency.
    GW_URG "GW-URG" r"^\s*(?:(?:紧\s*急\s*程\s*度|缓\s*急)\s*[:：]\s*)?(?:特急|加急|急件|特提|平急)\s*$";
    /// GW-FOLIO: a folio between dashes.
    GW_FOLIO "GW-FOLIO" r"^\s*[-－—–―─]{1,2}\s*\d{1,4}\s*[-－—–―─]{1,2}\s*$";

    /// BK-CH: the head of a part of a book. A line of a typed contents hits as well: three such lines together are contents.
    BK_CH "BK-CH" r"^\s*(?:第\s*%D{1,6}\s*(?:部分|分[编編]|[章节回卷部篇集折幕编編话節話])|(?:卷|部|篇)\s*(?:%D{1,4}|[上中下])|[上中下][部卷篇编編集]|(?:[自代原小总總译譯后後]|代[译譯]|[再初重]版[自代]?|重印|译者|譯者|作者|编者|編者)?[序敘叙][章言文]?[一二三四五六]?|序[幕曲]|楔子|引子|引言|凡例|尾声|尾聲|最?[终終]章|[末尾]章|[终終]曲|(?:再版|译者|譯者|编者|編者|[编編译譯])?[后後][记記]|番外(?:篇)?[一二三四五六七八九十\d]*|(?:再版|初版|出版|译者|譯者)?前言|结语|結語|(?:附录|附錄)(?:[A-Z]|%D{0,3})|跋)(?:[　 :：、]|$)";
    /// BK-TOCLINE: a line of a typed contents: title, leader, folio. A price list hits: ask for three lines together.
    BK_TOCLINE "BK-TOCLINE" r"^\s*(?P<t>.{1,60}?)\s*(?:[.．·…‥⋯・]{3,}|[　 ]{3,}|…+)\s*[（(]?\s*(?P<p>\d{1,4}|[ivxlcIVXLC]{1,6})\s*[）)]?\s*$";
}

/// Where the words that open a report end (NP-LEAD), in bytes; `None` where the text opens otherwise.
///
/// `本报讯 记者从市交通局获悉` opens with `本报讯` alone: a name is believed only where `报道`, a comma, a full stop, a space or
/// the end follows it (NP-6).
pub fn lead_end(text: &str) -> Option<usize> {
    let start = &text[..text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at)];
    if let Some(end) = bracketed_lead(start) {
        return Some(end);
    }
    if !start.chars().take(40).any(|c| matches!(c, '讯' | '电' | '訊' | '電')) {
        return None;
    }
    let found = NP_LEAD.captures(start)?;
    let whole = found.get(0)?;
    let label = match whole.as_str().find(['讯', '电', '訊', '電']) {
        Some(at) => at + '讯'.len_utf8(),
        None => return None,
    };
    let opening = whole.as_str()[..label].trim();
    // 电 and 讯 alone end many words; the sender or a date must stand before them.
    let sender = [
        "本报",
        "本報",
        "本刊",
        "本台",
        "新华社",
        "新華社",
        "中新社",
        "中央社",
        "日报",
        "晚报",
        "时报",
        "早报",
        "晨报",
        "商报",
        "网讯",
    ];
    let dated = opening.contains('月') && opening.contains('日');
    if !(sender.iter().any(|name| opening.contains(name)) || dated) {
        return None;
    }
    let rest = start[whole.end()..].chars().next();
    match found.name("who2") {
        // A name of three characters leaves half of 报道 outside the pattern.
        Some(who) if who.as_str().ends_with('报') && rest == Some('道') => Some(whole.end() + '道'.len_utf8()),
        Some(who) if !whole.as_str()[who.end()..].contains("报道") => {
            let named = rest.is_none_or(|c| c.is_whitespace() || matches!(c, '，' | ',' | '。' | '：' | ':' | '）' | ')'));
            Some(if named { whole.end() } else { label })
        }
        _ => Some(whole.end()),
    }
}

/// Where a lead in brackets ends that names its writer or its sender, as papers of Taiwan and Hong Kong have it:
/// `〔記者林見川／台北報導〕`, `【本報訊】`; text follows it.
fn bracketed_lead(text: &str) -> Option<usize> {
    /// A lead in brackets has no more bytes.
    const LEAD: usize = 120;
    let open = text.trim_start();
    let close = match open.chars().next()? {
        '〔' => '〕',
        '【' => '】',
        '［' => '］',
        '（' => '）',
        _ => return None,
    };
    let inside = open.find(close).filter(|&at| at <= LEAD)?;
    let end = text.len() - open.len() + inside + close.len_utf8();
    let sender = ["本報", "中央社", "記者"].iter().any(|word| open[..inside].contains(word));
    let kind = ["訊", "電", "報導", "報道"].iter().any(|word| open[..inside].ends_with(word));
    (sender && kind && !text[end..].trim().is_empty()).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Own samples: `+` must match, `-` must not.
    const SAMPLES: &[(&str, &[&str], &[&str])] = &[
        ("NP-CN", &["国内统一连续出版物号：CN 51-0092", "CN32－1001/TP"], &["CNN 51-0092 频道", "CN5-1"]),
        ("NP-POST", &["邮发代号：61-71", "代号 27—1"], &["代号为春雷"]),
        ("NP-PAGES", &["今日8版", "本期共十二版", "今日共 4 版"], &["版面很多"]),
        ("NP-ISSUE", &["总第3021期", "第 12 号"], &["第几期"]),
        ("NP-DATE", &["2023年5月6日 星期六", "2023 年 5 月 6 日"], &["二〇二三年五月"]),
        ("NP-LUNAR", &["农历三月十七", "癸卯年三月十七"], &["三月十七"]),
        (
            "NP-JUMP-TO",
            &["（下转第三版）", "下转A4版", "(下转02版)►", "（下转第二、三版）", "（下转3版《石桥》）"],
            &["画展在第3版画室开幕"],
        ),
        ("NP-JUMP-FROM", &["（上接第1版）", "◀上接第一版 会议指出，"], &["上接口的水管", "他来到第3版画展的现场"]),
        ("NP-LEAD", &["本报讯（记者李青）", "新华社北京5月1日电（记者王平）", "春城晚报讯 记者赵明报道"], &["会议今天闭幕"]),
        (
            "NP-BYLINE",
            &[
                "□ 本报记者 王小明",
                "（本报记者 李明）",
                "本报记者 王小明 文/图",
                "□ 春城日报全媒体记者 赵大明",
                "本报记者 王明 通讯员 李小红",
                "新华社记者 白石",
            ],
            &[
                "本报记者从会上获悉，今年将修路三条。",
                "记者手记里写道：那一夜没有人睡。",
                "记者手记",
                "记者调查",
                "本报记者来信",
                // What fits into a line of a narrow column.
                "记者在现场看",
                "记者从会上获",
                "记者了解到",
            ],
        ),
        (
            "NP-BYLINE-TW",
            &[
                "記者林見川／台北報導",
                "記者林見川、周知／連線報導",
                "〔記者林見川／彰化報導〕",
                "特派員林見川／紐約專訪",
                "【中央社記者林見川台北十日電】",
            ],
            &["記者手記", "記者林見川從會上獲悉，橋通了。", "記者問／專家答"],
        ),
        (
            "NP-STAFF",
            &["责编：张三　校对：李四", "编辑 张三 校对 李四", "一版责编 刘一"],
            &["编辑部负责人表示", "校对工作已经完成"],
        ),
        ("NP-OWNER", &["主办：春城市科学会", "协办单位：春城大学"], &["主 办"]),
        ("NP-PAGEHEAD", &["02 要闻", "第05版 综合", "A12 国际"], &["2023年的春天", "02 这一天人们起得很早"]),
        ("NP-PROMO", &["欢迎关注“春城”", "扫码下载", "版权所有"], &["欢迎你来"]),
        ("NP-EDNOTE", &["【编者按】", "相关链接：", "核心提示"], &["编者很多"]),
        ("NP-COMPILE", &["本栏目组稿：张三 李四", "本版图片由王五摄"], &["本报今日出版"]),
        ("NP-PHOTO", &["本报记者 王五 摄", "李小四供图"], &["摄影展开幕了"]),
        ("GW-DOCNO", &["春科发〔2022〕28号", "春政办发[2021]003号", "春函（2020）第7号"], &["春科发〔22〕28号"]),
        ("GW-H1", &["一、总体要求", "十二、附则"], &["一是加强领导", "十分、百分"]),
        ("GW-H2", &["（一）加强领导", "(十一)其他"], &["（1）范围"]),
        ("GW-H3", &["1.范围", "12．附录", "3."], &["1.5亿元的投资", "2023.5"]),
        ("GW-H4", &["（1）范围", "(12) 附录"], &["（一）范围"]),
        ("GW-ATT", &["附件：1.名单", "附 件", "附件2"], &["附件中的名单"]),
        ("GW-DATE", &["2022年8月5日", "二〇二二年八月五日", "二○二二年十二月三十一日"], &["2022年8月5日上午", "八月五日"]),
        ("GW-CC", &["抄送：各区科协。", "抄 报：市委"], &["抄送给他"]),
        ("GW-PRINT", &["春城市科学会办公室 2022年8月5日印发"], &["2022年8月5日印发的通知"]),
        ("GW-SEC", &["机密★1年", "秘密", "绝密 ★ 长期"], &["秘密花园"]),
        ("GW-URG", &["特急", " 加急 "], &["特急电报"]),
        ("GW-FOLIO", &["— 1 —", "-12-", "－ 3 －"], &["1-2", "— 一 —"]),
        (
            "BK-CH",
            &[
                "第一章 雨",
                "第十二回　风过竹林 月上柳梢",
                "卷三",
                "楔子",
                "后记",
                "第3节",
                "序二",
                "再版序言",
                "第一分编 渡口",
                "序曲",
                "附录一",
            ],
            &["第一次见面时", "第一节课开始了", "前言不搭后语", "序曲响起"],
        ),
        ("BK-TOCLINE", &["第一章 雨 ........ 3", "后记……112", "序　　　　ii"], &["他走了……", "共3页"]),
    ];

    #[test]
    fn every_pattern_meets_its_samples() {
        assert_eq!(ALL.len(), 32);
        assert_eq!(SAMPLES.iter().map(|row| row.0).collect::<Vec<_>>(), ALL.iter().map(|row| row.0).collect::<Vec<_>>());
        for ((number, yes, no), (_, pattern)) in SAMPLES.iter().zip(ALL) {
            for sample in *yes {
                assert!(pattern.is_match(sample), "{number} should match {sample}");
            }
            for sample in *no {
                assert!(!pattern.is_match(sample), "{number} should not match {sample}");
            }
        }
    }

    #[test]
    fn a_lead_ends_before_the_text() {
        let check = |text: &str, lead: Option<&str>| {
            assert_eq!(lead_end(text).map(|end| text[..end].trim()), lead, "{text}");
        };
        check("本报讯 记者从市交通局获悉，三条路将重修。", Some("本报讯"));
        check("本报讯 2月1日上午，学会开会。", Some("本报讯"));
        check("本报讯（记者李青 通讯员王小）昨日，桥通了。", Some("本报讯（记者李青 通讯员王小）"));
        check("新华社北京5月1日电（记者王平）今天是节日。", Some("新华社北京5月1日电（记者王平）"));
        check("本报讯 记者赵士明报道：桥通了。", Some("本报讯 记者赵士明报道"));
        check("〔記者林見川／台北報導〕昨日橋通了。", Some("〔記者林見川／台北報導〕"));
        check("【本報訊】昨日橋通了。", Some("【本報訊】"));
        check("【本報訊】", None);
        check("【編者按】記者來電。", None);
        check("闪电过后，雨来了。", None);
        check("网上看到来电的号码。", None);
        check("会议今天闭幕。", None);
    }
}
