//! Bylines without the word for a writer: names alone, names behind a body or a class, names behind what they did.
//!
//! A name alone may be anything; it is a byline where it stands between a title and its text, which
//! [`headlines`](super::headlines) asks.

use super::forms;
use super::patterns::compile;
use crate::text::script::is_han;
use regex::Regex;
use std::sync::LazyLock;

/// What people do for a text or a play, before their names.
const WORKS: [&str; 24] = [
    "文", "图", "圖", "撰文", "插图", "插畫", "摄影", "供图", "绘图", "配图", "采访", "整理", "口述", "执笔", "翻译", "审校",
    "记录", "编剧", "导演", "作曲", "作词", "漫画", "题图", "时间",
];
/// A name, with a body before it, is no longer than this, in characters.
const NAME: usize = 16;

/// Whether a line names people by what they did and nothing else: `撰文／甘霖　插图／木木`, `编剧　江帆`.
pub fn is_of_works(text: &str) -> bool {
    if !forms::is_within(text, 60) || forms::is_sentence(text) || forms::has_comma(text) {
        return false;
    }
    let pieces = forms::clauses(text);
    if let [work, name] = pieces[..]
        && WORKS.contains(&work)
        && work.chars().count() > 1
        && work != "时间"
    {
        return forms::may_be_name(name);
    }
    // `口述　陈小河　整理　林见川`
    let paired = |pair: &[&str]| matches!(pair, [work, name] if WORKS.contains(work) && forms::may_be_name(name));
    if pieces.len() >= 4 && pieces.chunks(2).all(paired) {
        return true;
    }
    let work = |piece: &str| {
        piece
            .split_once(['／', '/', '｜', '|', '：', ':'])
            .is_some_and(|(work, name)| WORKS.contains(&work) && forms::is_within(name, NAME))
    };
    // A name of two parts has a space inside: `采访：本报记者　林见川`.
    let name = |piece: &str| forms::is_within(piece, 4) && piece.chars().all(is_han) || work(piece);
    let worked = pieces.iter().filter(|piece| work(piece)).count();
    pieces.first().is_some_and(|first| work(first) && !first.starts_with("时间"))
        && pieces.iter().all(|piece| name(piece))
        && (worked > 1 || text.contains(['／', '/', '｜', '|']))
}

/// Whether a line is the name of a paper or a site, with a person before it or alone: `石木/江湾日报`, `江湾网`. Such a line signs where it stands
/// between a title and the line that says when.
pub fn names_medium(text: &str) -> bool {
    const ENDS: [&str; 16] = [
        "日报",
        "晚报",
        "时报",
        "早报",
        "晨报",
        "青年报",
        "周报",
        "商报",
        "都市报",
        "新闻网",
        "周刊",
        "杂志",
        "客户端",
        "通讯社",
        "电视台",
        "在线",
    ];
    const MEDIA: [&str; 6] = ["新华社", "中新社", "新华网", "人民网", "中新网", "央视新闻"];
    let pieces: Vec<&str> = text.split(['/', '／', ' ', '\u{3000}']).filter(|piece| !piece.is_empty()).collect();
    let Some((medium, people)) = pieces.split_last() else { return false };
    let named = ENDS.iter().any(|end| medium.ends_with(end)) || MEDIA.contains(medium);
    named
        && forms::is_within(medium, 10)
        && forms::is_within(text, 20)
        && people.len() <= 3
        && people.iter().all(|name| forms::may_be_name(name))
}

/// Whether a line may sign the text below it: a name alone, several, or behind a class, a body, a part that somebody plays.
pub fn may_sign(text: &str) -> bool {
    const BODIES: [&str; 22] = [
        "系", "院", "班", "部", "处", "科", "校", "学", "厂", "局", "站", "室", "社", "司", "所", "队", "组", "级", "代表",
        "支部", "中心", "协会",
    ];
    let pieces = forms::clauses(text.trim());
    let Some((name, bodies)) = pieces.split_last() else { return false };
    let short = (2..=3).contains(&name.chars().count()) && name.chars().all(is_han);
    let plain = short && (!bodies.is_empty() || forms::is_name(name));
    let body = |body: &&str| body.ends_with(['）', ')']) || BODIES.iter().any(|end| body.ends_with(end));
    // Names of two characters are as likely words, and not every surname is known: one longer name speaks for those beside it.
    let named = pieces.iter().filter(|piece| forms::is_name(piece)).count();
    let long = pieces.iter().any(|piece| piece.chars().count() == 3 && forms::is_name(piece));
    let names = long && 2 * named >= pieces.len() && pieces.iter().all(|piece| forms::may_be_name(piece));
    plain && forms::is_within(text, 24) && !forms::has_comma(text) && (names || bodies.iter().all(body))
}

/// Whether a line says whose report follows, from where and when, and nothing else: `新华社昆明4月16日电（记者　林见川）`,
/// `【中央社台北十六日電】`, `本报北京1月2日专电`.
pub fn is_dateline(text: &str) -> bool {
    forms::is_within(text, 40) && text.contains(['电', '電', '讯', '訊']) && DATELINE.is_match(text.trim())
}

static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    compile(
        r"^[【（(]?据?(?:新华社|新華社|中新社|中央社|路透社|法新社|本报|本報|本台|本刊)[\p{Han}]{0,6}(?:\d{1,2}月\d{1,2}日|[一二三四五六七八九十廿]{1,4}日)?(?:[上下]午)?(?:[专專特急]?[电電]|[讯訊])[】）)]?[\s\u{3000}]*(?:[（(][^（）()]{1,30}[）)]|(?:特派|见习|实习)?(?:记者|記者|通讯员)[\s\u{3000}]*[\p{Han}\s\u{3000}、]{2,16})?$",
    )
});

/// Whether a line closes a preface or a letter: who wrote it, where and when (`己丑春分　怀安识于杭州`, `某某谨撰`).
pub fn is_colophon(text: &str) -> bool {
    const ENDS: [&str; 18] = [
        "谨识", "謹識", "谨撰", "敬撰", "拜撰", "谷旦", "敬识", "谨序", "谨志", "又及", "谨启", "敬启", "謹啟", "敬啟", "顿首",
        "頓首", "拜上", "即日",
    ];
    const WRITTEN: [&str; 8] = ["识于", "識於", "写于", "记于", "书于", "撰于", "作于", "序于"];
    forms::is_within(text, 30)
        && !forms::is_sentence(text)
        && (ENDS.iter().any(|end| text.ends_with(end))
            || forms::clauses(text).len() > 1 && WRITTEN.iter().any(|word| text.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_behind_what_they_did() {
        for (text, byline) in [
            ("撰文／甘霖　插图／木木", true),
            ("编剧　江帆", true),
            ("口述　陈小河　整理　林见川", true),
            ("口述　渡口的旧事　整理　林见川", false),
            ("采访：本刊记者　连翘　时间：2017年3月", true),
            ("时间：三月四日　地点：渡口", false),
            ("渡口／石桥", false),
            ("整理：渡口旧事", false),
        ] {
            assert_eq!(is_of_works(text), byline, "{text}");
        }
    }

    #[test]
    fn papers_sign() {
        for (text, medium) in [
            ("石木/江湾日报", true),
            ("新华社", true),
            ("江湾新闻网", true),
            ("石木在渡口办了一份江湾日报", false),
            ("春茶上市", false),
        ] {
            assert_eq!(names_medium(text), medium, "{text}");
        }
    }

    #[test]
    fn names_may_sign() {
        for (text, signs) in [
            ("史春江", true),
            ("外语系05（2）班　蓝小雅", true),
            ("教师代表　中文系　钟鸣远", true),
            ("单以宁　林见川", true),
            ("石桥　渡口", false),
            ("渡口的石桥", false),
        ] {
            assert_eq!(may_sign(text), signs, "{text}");
        }
    }

    #[test]
    fn datelines_stand_alone() {
        let lines = [
            ("新华社昆明4月16日电（记者　林见川、周水生）", true),
            ("据新华社贵阳4月16日电", true),
            ("本报北京1月2日专电　特派记者　周水生", true),
            ("【中央社台北十六日電】", true),
            ("本报讯（记者 林见川）", true),
            ("新华社昆明4月16日电 渡口通车了", false),
            ("本报讯记者昨日从渡口获悉，船开了。", false),
        ];
        for (line, expected) in lines {
            assert_eq!(is_dateline(line), expected, "{line}");
        }
    }

    #[test]
    fn colophons_close() {
        for (text, closes) in [("己丑春分　怀安识于杭州", true), ("二十世孙　际唐　谨撰", true), ("写于渡口的信", false)]
        {
            assert_eq!(is_colophon(text), closes, "{text}");
        }
    }
}
