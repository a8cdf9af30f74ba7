//! Forms of lines that only official documents have, beyond those of the sheet of patterns: marks of the issuing body, short
//! numbers, the signer, what a portal puts around a notice. Each says what form a line has; its place decides what it is.

use crate::normalize::patterns::{GW_CC, compile};
use crate::normalize::{forms, parts};
use crate::text::script::is_han;
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

macro_rules! forms {
    ($($(#[$doc:meta])* $name:ident $pattern:expr;)*) => {
        $($(#[$doc])* static $name: LazyLock<Regex> = LazyLock::new(|| compile($pattern));)*
    };
}

forms! {
    /// A number without the word of who issued: `第12号` of an order, `2024年第5号` of an announcement, `〔2024〕8号`,
    /// `〔2024〕第8期` and `（第9次）` of minutes.
    SHORT r"^[（(](?:19|20)\d{2}\s*年\s*第\s*[\d〇零一二三四五六七八九十百]{1,5}\s*[号期次]\s*[）)]$|^(?:(?:19|20)\d{2}\s*年\s*)?第\s*[\d〇零一二三四五六七八九十百]{1,5}\s*[号期]$|^[〔\[（(［](?:19|20)\d{2}[〕\]）)］]\s*(?:\d{1,5}\s*号|第?\s*\d{1,5}\s*[号期次])$|^[（(]\s*第\s*[\d〇零一二三四五六七八九十百]{1,5}\s*[号期次]\s*[）)]$";
    /// A number by older hands: brackets or letters in the word of who issued, `江校（教）〔2024〕5号`, a year with its word, no figure
    /// yet, `江供〔2024〕号`, several numbers, or the year before a dash, `江发2024-3号`.
    NUMBER r"^(?:[\p{Han}A-Za-z·（）()]{1,16}?\s*[〔\[［（(【﹝]\s*(?:19|20)\d{2}\s*年?\s*[〕\]］）)】﹞]\s*(?:第\s*)?(?:\d{1,5}(?:\s*[-—－～~]\s*\d{1,5})?|[×xX*＊＿_\s]{0,4})|\p{Han}{1,9}[发函字办令文通]\s*(?:19|20)\d{2}\s*[-－—–]\s*\d{1,4})\s*号$";
    /// The number of a case at law: `（2024）江01破7号`.
    CASE r"^[（(〔](?:19|20)\d{2}[）)〕]\s*\p{Han}{1,3}\d{0,6}\p{Han}{1,5}(?:字第)?\d{1,6}号(?:之[一二三四五六七八九十]{1,2})?$";
    /// 份号 (GW-8): six digits, or fewer after the words for it.
    COPY r"^(?:份号\s*[:：]?\s*)?\d{6}$|^份号\s*[:：]?\s*\d{1,6}$";
    /// 签发人 (GW-13).
    SIGNER r"^(?:签\s*发|会\s*签)\s*人?\s*[:：]";
    /// Fields of the index that a portal puts above a notice, and what it says of the page.
    INDEX r"^(?:索\s*引\s*号|索\s*取\s*号|组配分类|日\s*期|点击数|点击量|阅读次数|发\s*布\s*人|发文机关|发文单位|发布机构|成文日期|发文日期|生成日期|发布日期|发布时间|公开日期|发文字号|文\s*号|标\s*题|名\s*称|主题分类|信息分类|公开方式|公开范围|有\s*效\s*性|废止日期|信息来源|来\s*源|浏览次数|字\s*[体号]|作\s*者)\s*[:：]";
    /// Words of the subject, after the rules of before 2012.
    SUBJECT r"^主\s*题\s*词\s*[:：]";
    /// Who printed it and when (GW-28), also with Han digits and spread by spaces; how many were printed.
    PRINTED r"(?:\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[〇零○Ｏ一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)\s*印[发制]\s*(?:[（(]?\s*共印\s*\d+\s*份\s*[）)]?\s*)?$|^[（(]?\s*共印\s*\d+\s*份";
    /// Who was there, in minutes (GW-35).
    PRESENT r"^(?:出\s*席|列\s*席|请\s*假|缺\s*席|参\s*加|主\s*持|记\s*录|参会人员|出席人员|列席人员|请假人员)(?:\s*人员?)?\s*[:：]";
    /// A date at the end of a line, with the name before it.
    DATED r"^(?P<name>\p{Han}[\p{Han}（）()·\s]{1,40}?)\s*(?P<date>(?:\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[〇零○Ｏ一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日))$";
    /// The degree of urgency or secrecy, and a number behind it.
    URGENT r"^(?P<mark>特急|加急|急件|特提|平急|(?:绝密|机密|秘密)(?:\s*★\s*\S{1,4})?)[\s\u{3000}]+(?P<rest>\S.*)$";
    /// A number, and the signer behind it.
    SIGNED r"号(?P<gap>\s*)(?:签\s*发|会\s*签)\s*人?\s*[:：]";
    /// When and by whom a decision was passed, below its title; or when alone.
    PASSED r"^[（(]\s*\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*[）)]$|^[（(].{4,80}(?:通过|修订|修正|批准|公布|印发|发布)[）)]$";
    /// The same, of which the end stands in the line below.
    PASSES r"^[（(]\s*\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日[^）)]{2,40}(?:会议|代表大会|常务?委员会)[^）)]{0,20}$";
    /// The word that a title ends in, spread by spaces: `的 通 知`.
    SPREAD r"的\s*(?P<word>通\s*知|通\s*报|通\s*告|公\s*告|公\s*示|决\s*定|决\s*议|意\s*见|报\s*告|请\s*示|批\s*复|复\s*函|议\s*案|答\s*复|函)\s*(?:[（(][^）)]{1,12}[）)])?$";
    /// The third level with a mark of enumeration, `1、` (GW-P9).
    THIRD r"^\s*[0-9０-９]{1,2}\s*、";
}

/// A number of an order, an announcement, minutes, a case.
pub fn is_short_number(text: &str) -> bool {
    forms::is_within(text, 16) && SHORT.is_match(text) || is_case(text)
}

/// The number of a case at law.
pub fn is_case(text: &str) -> bool {
    forms::is_within(text, 24) && CASE.is_match(text)
}

/// A document number, whatever its hand.
pub fn is_number(text: &str) -> bool {
    forms::is_document_number(text) || forms::is_within(text, 30) && NUMBER.is_match(text) && !is_case(text)
}

/// A line that is 份号.
pub fn is_copy_number(text: &str) -> bool {
    forms::is_within(text, 12) && COPY.is_match(text.trim())
}

/// A line that names who signed it off.
pub fn is_signer(text: &str) -> bool {
    forms::is_within(text, 40) && SIGNER.is_match(text) && !forms::is_sentence(text)
}

/// A line of a portal's index: a field, or the path of a subject, `农业、水利\水利、水务`.
pub fn is_index(text: &str) -> bool {
    let path =
        || text.contains('\\') && text.split('\\').all(|step| !step.is_empty() && step.chars().all(|c| is_han(c) || c == '、'));
    forms::is_within(text, 90) && (INDEX.is_match(text) || path()) && !forms::is_sentence(text)
}

/// A line of the imprint 版记.
pub fn is_imprint(text: &str) -> bool {
    GW_CC.is_match(text)
        || forms::is_within(text, 60) && (SUBJECT.is_match(text) || PRINTED.is_match(text) && !forms::has_comma(text))
}

/// The line that ends the imprint.
pub fn is_printed(text: &str) -> bool {
    forms::is_within(text, 60) && PRINTED.is_match(text) && !forms::has_comma(text)
}

/// Who was there, or not.
pub fn is_present(text: &str) -> bool {
    PRESENT.is_match(text)
}

/// The first words of an order, which has no title (GW-34): `《×××办法》已经…通过`, `现公布《×××规定》`.
pub fn is_promulgating(text: &str) -> bool {
    let named = text.starts_with('《') && ["》已", "》经", "》业经"].iter().any(|words| text.contains(words));
    named || ["现公布《", "现发布《", "公布《", "根据《"].iter().any(|words| text.starts_with(words))
}

/// When and by whom it was passed, in brackets.
pub fn is_passed(text: &str) -> bool {
    forms::is_within(text, 90) && PASSED.is_match(text)
}

/// The first line of what [`is_passed`] tells.
pub fn is_passed_open(text: &str) -> bool {
    forms::is_within(text, 60) && PASSES.is_match(text)
}

/// Spaces that spread a title: in its last word, `的 通 知`, or between so many characters that no names are meant, as ranges of
/// bytes.
pub fn spread(text: &str) -> Vec<Range<usize>> {
    /// So many characters stand alone one after the other (NR-7).
    const RUN: usize = 4;
    let word = SPREAD.captures(text).and_then(|found| Some(found.get(0)?.start()..found.name("word")?.end()));
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for piece in text.split_whitespace() {
        let from = pieces.last().map_or(0, |last| last.end);
        let start = from + text[from..].find(piece).unwrap_or(0);
        pieces.push(start..start + piece.len());
    }
    let alone = |piece: &Range<usize>| {
        let mut chars = text[piece.clone()].chars();
        chars.next().is_some_and(is_han) && chars.next().is_none()
    };
    let mut gaps: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        let run = pieces[at..].iter().take_while(|piece| alone(piece)).count();
        for right in at..at + run {
            let gap = right.checked_sub(1).map(|left| pieces[left].end..pieces[right].start);
            let within = |gap: &Range<usize>| word.as_ref().is_some_and(|word| word.start <= gap.start && gap.end <= word.end);
            gaps.extend(gap.filter(|gap| run >= RUN || within(gap)));
        }
        at += run.max(1);
    }
    gaps
}

/// The third level with a mark of enumeration.
pub fn is_third(text: &str) -> bool {
    THIRD.is_match(text)
}

/// The number of an item in the list of attachments, and the rest: `1.`, by some hands `一、`.
pub fn item(text: &str) -> Option<(u32, &str)> {
    let text = text.trim_start();
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() < text.len() {
        let number = text[..text.len() - rest.len()].parse().ok()?;
        return Some((number, rest.strip_prefix(['.', '．', '、'])?));
    }
    let (number, rest) = text.split_once('、')?;
    Some((parts::section_number(number)?, rest))
}

/// Whether a text is the name of one body, as it issues: `江湾县人民政府办公室`.
pub fn is_issuer(name: &str) -> bool {
    const OFFICES: [&str; 3] = ["政府", "办公室", "办公厅"];
    forms::length(name) >= 4 && (forms::is_body_name(name) || OFFICES.iter().any(|office| name.ends_with(office)))
}

/// Where the second name begins in a line of two bodies that issue together: `中共江湾县委办公室　江湾县人民政府办公室`.
pub fn two_bodies(text: &str) -> Option<usize> {
    let (first, rest) = text.split_once(char::is_whitespace).filter(|_| forms::is_within(text, 60))?;
    let named = |name: &str| is_issuer(name.trim_end_matches("文件"));
    let rest = rest.trim_start();
    (named(first) && rest.split_whitespace().all(named)).then_some(text.len() - rest.len())
}

/// Whether a line is names of bodies that sign, side by side.
pub fn are_issuers(text: &str) -> bool {
    let party = |name: &str| name.starts_with("中共") && name.ends_with('委');
    forms::is_within(text, 60) && !text.trim().is_empty() && text.split_whitespace().all(|name| is_issuer(name) || party(name))
}

/// Whether a line is names of bodies and nothing else.
pub fn is_issuers(text: &str) -> bool {
    is_issuer(text) || two_bodies(text).is_some()
}

/// Whether a line has the form of a mark's line, a name with or without its last word: `江湾县教育局`, `江湾县工会文件`,
/// `江湾港务（集团）公司`, `Jiangwan Ltd.`; spaces may spread it.
pub fn is_mark_line(text: &str) -> bool {
    const BODIES: &str = "府室厅署处组团行院司会校所站台局委部办馆社队厂矿店区县市省乡镇村州盟旗学园联协团心关";
    const WORDS: [&str; 4] = ["文件", "发电", "电报", "函"];
    let bare = forms::unspaced(text);
    let name = WORDS.iter().find_map(|word| bare.strip_suffix(word)).unwrap_or(&bare);
    let name = match name.strip_suffix(['）', ')']) {
        Some(inner) => inner.rfind(['（', '(']).map_or(inner, |open| &inner[..open]),
        None => name,
    };
    let plain = !bare.contains(['：', ':', '《', '|', '｜', '>']) && !bare.contains("关于") && !forms::has_comma(text);
    let latin = name.chars().filter(char::is_ascii_alphabetic).count() >= 3;
    // Entries of a menu are short words that spaces part.
    let menu = text.split_whitespace().count() > 1
        && text.split_whitespace().all(forms::may_be_name)
        && !WORDS.contains(&text.split_whitespace().next_back().unwrap_or_default());
    let ends = name.len() < bare.len() && name.chars().count() >= 2 || name.ends_with(|c| BODIES.contains(c)) || latin;
    plain && !menu && (ends && name.chars().count() >= 3 || is_mark(text) || bare == "文件")
}

/// Where the date begins in a line of a name and a date.
pub fn name_and_date(text: &str) -> Option<usize> {
    let found = DATED.captures(text).filter(|_| forms::is_within(text, 48))?;
    let name = found.name("name")?.as_str();
    (forms::length(name) >= 2 && !forms::has_comma(name)).then_some(found.name("date")?.start())
}

/// Where the number begins behind a mark of urgency or secrecy.
pub fn mark_and_rest(text: &str) -> Option<usize> {
    let rest = URGENT.captures(text).filter(|_| forms::is_within(text, 60))?.name("rest")?;
    (forms::is_document_number(rest.as_str()) || mark_and_rest(rest.as_str()).is_some()).then_some(rest.start())
}

/// Where the signer begins behind a number.
pub fn number_and_signer(text: &str) -> Option<usize> {
    let found = SIGNED.captures(text).filter(|_| forms::is_within(text, 60))?;
    Some(found.name("gap")?.end())
}

/// The mark of an issuing body, told by its last word: `×××文件`, `×××令`, `×××纪要`, `×××公告`.
pub fn is_mark(text: &str) -> bool {
    const WORDS: [&str; 8] = ["文件", "令", "公告", "通告", "纪要", "公报", "文 件", "简报"];
    (3..=40).contains(&forms::length(text))
        && WORDS.iter().any(|word| text.ends_with(word))
        && !text.contains("关于")
        && !forms::has_comma(text)
        && !text.contains(['：', ':', '《'])
}

/// Whether a short line may name who signs: before a colon stands an office alone, behind it a person, `局长：周知`.
pub fn may_sign(text: &str) -> bool {
    const OFFICES: [&str; 5] = ["长", "主任", "主席", "总理", "书记"];
    text.split_once(['：', ':']).is_none_or(|(office, name)| {
        OFFICES.iter().any(|end| office.trim_end().ends_with(end))
            && name.trim().chars().all(|c| is_han(c) || c.is_whitespace())
    })
}

/// A title of a few words and no verb: `停水公告`, `招聘启事`.
pub fn is_short_title(text: &str) -> bool {
    const WORDS: [&str; 6] = ["公告", "通告", "启事", "公示", "通知", "通报"];
    let text = text.trim();
    // What is shown to the public has its name for a title: `2024年度奖学金名单公示`.
    if text.ends_with("公示") && (8..=40).contains(&forms::length(text)) && !forms::has_comma(text) {
        return !text.contains(['：', ':', '。']);
    }
    (3..=10).contains(&text.chars().count()) && text.chars().all(is_han) && WORDS.iter().any(|word| text.ends_with(word))
}

/// The words that titles of notices end in.
const KINDS: [&str; 25] = [
    "通知",
    "决定",
    "决议",
    "命令",
    "公告",
    "通告",
    "意见",
    "通报",
    "报告",
    "请示",
    "批复",
    "议案",
    "复函",
    "函",
    "纪要",
    "启事",
    "公报",
    "倡议书",
    "公示",
    "方案",
    "答复",
    "通知书",
    "建议",
    "补充通知",
    "建议书",
];

/// A title of a notice: by the words that titles end in, `关于…的启事`, or the bare word.
pub fn is_title(text: &str) -> bool {
    if !spread(text).is_empty() {
        return is_title(&forms::unspaced(text));
    }
    let bare = match text.trim_end_matches(['）', ')']) {
        inner if inner.len() < text.len() => inner.rfind(['（', '(']).map_or(text, |open| &text[..open]),
        _ => text,
    };
    let bare = bare.trim_end();
    forms::is_notice_title(text)
        || bare.contains("关于")
            && (6..=120).contains(&forms::length(bare))
            && KINDS.iter().any(|kind| bare.ends_with(kind))
            && !forms::has_comma(bare)
        || is_bare_title(text)
        || is_session(bare)
        || is_short_title(text) && text.ends_with("公示")
        // What is told of a year: `江湾县2023年统计公报`.
        || bare.ends_with("公报") && bare.contains('年') && (8..=40).contains(&forms::length(bare)) && !forms::has_comma(bare)
}

/// What is said of a numbered proposal, `第41号提案的答复`: who was asked, and at which session, may stand in the line above.
pub fn is_about_proposal(text: &str) -> bool {
    let number = text.strip_prefix('第').and_then(|rest| rest.split_once('号'));
    number.is_some_and(|(_, rest)| ["提案", "建议", "议案"].iter().any(|word| rest.starts_with(word)))
}

/// What a session resolved or made known, `第九次全体会议决议`: the name of its body may stand in the line above.
pub fn is_session(text: &str) -> bool {
    ["会议决议", "会议公报"].iter().any(|end| text.ends_with(end))
        && (6..=60).contains(&forms::length(text))
        && text.chars().all(is_han)
}

/// A writ of a court or an office, by its name alone: `检察建议书`, `行政处罚决定书`.
pub fn is_writ(text: &str) -> bool {
    const WRITS: [&str; 8] = ["建议书", "决定书", "裁定书", "判决书", "通知书", "告知书", "意见书", "复议书"];
    let word = forms::unspaced(text);
    (4..=14).contains(&word.chars().count()) && word.chars().all(is_han) && WRITS.iter().any(|writ| word.ends_with(writ))
}

/// What stands behind the name of a court, where a line begins with one: `江湾县人民法院民事判决书`.
pub fn behind_court(text: &str) -> &str {
    const COURTS: [&str; 3] = ["法院", "检察院", "仲裁委员会"];
    let behind = |court: &str| text.find(court).filter(|&at| at > 0).map(|at| &text[at + court.len()..]);
    COURTS.into_iter().find_map(behind).filter(|rest| !rest.trim().is_empty()).map_or(text, str::trim)
}

/// Whether the names of bodies that a line begins with go on in the line below: `江湾县财政局　江湾县人力资源` over
/// `和社会保障局关于…`.
pub fn names_go_on(text: &str, below: &str) -> bool {
    let Some((names, piece)) = text.rsplit_once(char::is_whitespace) else { return false };
    let rest = below.split("关于").next().unwrap_or(below);
    names.split_whitespace().all(is_issuer) && rest.len() < below.len() && is_issuer(&format!("{piece}{rest}"))
}

/// Whether a line opens what a body does with the paper of another: `印发…`, `转发…`.
pub fn is_passing_on(text: &str) -> bool {
    ["关于", "印发", "转发", "批转"].iter().any(|word| text.starts_with(word))
}

/// A title that is one word: `通知`, `启　事`.
pub fn is_bare_title(text: &str) -> bool {
    let word = forms::unspaced(text);
    matches!(
        word.as_str(),
        "通知" | "公告" | "通告" | "启事" | "通报" | "公示" | "会议通知" | "放假通知" | "紧急通知" | "会议纪要"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(form: fn(&str) -> bool, yes: &[&str], no: &[&str]) {
        yes.iter().for_each(|sample| assert!(form(sample), "{sample} should have the form"));
        no.iter().for_each(|sample| assert!(!form(sample), "{sample} should not have the form"));
    }

    #[test]
    fn lines_have_their_forms() {
        check(
            is_short_number,
            &["第12号", "2024年第5号", "〔2024〕8号", "〔2024〕第8期", "第十三期", "（第9次）", "（2024年第9次）"],
            &["第12号文件", "江发〔2024〕8号", "12号"],
        );
        check(is_copy_number, &["000016", "份号：12"], &["2024", "1234567"]);
        check(is_signer, &["签发人：林见川", "签 发 人 ： 周知"], &["签发人应当写明意见。"]);
        check(
            is_index,
            &["索 引 号：JW003/2024", "发布时间：2024-05-20 来源：江湾县", "农业、水利\\水务", "日期：2024-03-08 来源：江湾县"],
            &["来源于河水", "标题党", "\\水务"],
        );
        check(
            is_imprint,
            &["抄 送：县公安局。", "主题词：水利　通知", "办公室 2024 年 1 月 22 日印发", "共印30份"],
            &["印发给你们"],
        );
        check(may_sign, &["江湾县水务局", "局长：周　知"], &["附：值班电话", "电话：5550123", "联系人：周知"]);
        check(
            is_mark_line,
            &["江湾县教育局", "江 湾 县 文 件", "江湾港务（集团）公司", "江湾县总工会文件", "Jiangwan Ltd.", "江湾县发电"],
            &["密级：秘密★3年", "首页 公开", "政务 服务 公告", "发文机关：江湾县", "关于修路的事"],
        );
        check(
            is_short_title,
            &["停水公告", "夏令营招募启事", "2024年度奖学金拟发名单公示"],
            &["公告", "关于停水两天的紧急公告", "最新 公告"],
        );
        check(is_present, &["出席：周　知", "请 假：陆一鸣"], &["出席会议的有三人"]);
        check(is_passed, &["（2022年3月11日第三次会议通过）", "（2024年2月8日）"], &["（试行）", "（一）审议通过了报告"]);
        check(is_mark, &["江湾县人民政府令", "江 湾 县 文 件"], &["关于清理文件", "命令：", "他下了命令，"]);
        check(
            is_title,
            &[
                "关于征集老照片的启事",
                "通　知",
                "江湾县关于做好工作的通知（试行）",
                "关于防汛的 通 知",
                "江湾县2023年统计公报",
                "关于爱护河水的倡议书",
            ],
            &["关于这件事", "他收到通知", "关于此事，已有通知", "江湾县公报"],
        );
        check(
            is_number,
            &[
                "江校（教）〔2024〕5号",
                "江供〔2024〕号",
                "江供〔2024〕××号",
                "江发2024-3号",
                "江办〔2024年〕12-14号",
                "江[2024]1号",
            ],
            &["〔2024〕8号", "（2024）江01破7号", "江湾大道2024号", "见江发〔2024〕5号。"],
        );
        check(is_case, &["（2024）江01破7号", "(2023)江民初12号"], &["〔2024〕8号", "江发〔2024〕8号"]);
        check(
            is_passed_open,
            &["（2024年3月8日江湾县人民代表大会常务委员会第三次"],
            &["（2024年3月8日）", "（2024年3月8日前）完成"],
        );
        check(is_writ, &["检察建议书", "行政处罚 决定书"], &["通知书", "他收到了一份，是通知书", "倡议"]);
        check(
            |text| names_go_on(text, "和水务局关于修路的通知"),
            &["江湾县财政局　江湾县交通"],
            &["江湾县财政局", "关于　江湾县交通"],
        );
        check(is_third, &["1、范围", "１２、其他"], &["一、范围", "1.5亿"]);
    }

    #[test]
    fn lines_with_two_parts_are_cut_between_them() {
        let check = |cut: fn(&str) -> Option<usize>, text: &str, rest: Option<&str>| {
            assert_eq!(cut(text).map(|at| &text[at..]), rest, "{text}");
        };
        check(name_and_date, "江湾县统计局　2024年3月11日", Some("2024年3月11日"));
        check(name_and_date, "江湾县统计局二〇二四年三月十一日", Some("二〇二四年三月十一日"));
        check(name_and_date, "会议定于，2024年3月11日", None);
        check(name_and_date, "2024年3月11日", None);
        check(two_bodies, "中共江湾县委办公室 江湾县人民政府办公室", Some("江湾县人民政府办公室"));
        check(two_bodies, "江 湾 县 档 案 馆", None);
        check(mark_and_rest, "特急　江汛〔2024〕4号", Some("江汛〔2024〕4号"));
        check(mark_and_rest, "特急 电报来了", None);
        check(number_and_signer, "江政〔2024〕11号　　签发人：林见川", Some("签发人：林见川"));
        check(number_and_signer, "江政〔2024〕11号", None);
    }

    #[test]
    fn spaces_that_spread_a_title_are_told() {
        let check = |text: &str, expected: &str| {
            let mut text = text.to_owned();
            spread(&text).into_iter().rev().for_each(|space| text.replace_range(space, ""));
            assert_eq!(text, expected);
        };
        check("关于防汛的 通 知", "关于防汛的通知");
        check("关于防汛几 个 问 题 的 通　知", "关于防汛几个问题的通知");
        check("江湾县水务局　江湾县交通局关于防汛的通知", "江湾县水务局　江湾县交通局关于防汛的通知");
        check("关于周　知任职的通知", "关于周　知任职的通知");
    }
}
