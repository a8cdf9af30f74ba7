//! The dot in foreign names, which old files write with a half-width or a full-width point: `卡尔.马克思`.
//!
//! A point between Han is told from a full stop by the characters on both sides: those that transcribe foreign names. As a
//! sentence may end in one name and the next begin with another, more must speak for one name: a first name that is known as
//! such, the same two parts side by side elsewhere, or a document whose full stops are of another kind. Where nothing does, the
//! point stays as it is (GB/T 15834 4.13).

use crate::model::{Change, Document, Rule, walk};
use crate::text::script::is_han;
use std::collections::BTreeMap;

/// Characters that hardly any word but a foreign name puts beside others of these two tables.
const SIGNS: &str = "埃艾昂奥鲍彼宾伯戴蒂顿恩尔菲芬弗夫戈圭赫亨凯坎卡克库夸奎莱赖朗勒雷黎莉丽伦洛吕曼莫姆娜奈尼涅诺帕潘佩珀\
普恰琼茹萨塞瑟莎斯舍施什塔坦托廷瓦韦沃希锡逊雅亚耶伊茨兹佐扎巴拜贝阿爾奧賓頓納倫瓊薩韋遜亞凱庫萊賴諾茲紮";

/// Other characters that transcribe foreign names.
const OTHERS: &str = "安大費龐喬魯盧賈乔庞鲁卢贾班邦包保本比波博布采查达丹当道德登邓迪丁多法凡范费丰佛福富盖甘冈高哥格根古哈海汉豪黑侯胡华怀惠霍基\
吉季加坚江杰捷金津京居康考科可肯孔拉兰劳里理利连列林留龙隆路罗马迈麦芒毛梅门蒙米密敏明默木穆那纳南内宁牛农努女欧派彭皮平\
奇齐强切钦琴丘屈让热仁日荣若桑森沙山尚绍申圣史士舒思松苏索泰汤唐陶特腾提通图土万汪旺威维魏温文翁乌武伍西夏香肖谢辛欣兴休许\
延扬叶因英尤于约占章珍芝治朱卓宗汗玛达尤罕祖翰治娅詹姬娃黛琳妮露妲珊瑞欽內諾達羅馬邁麥門維謝許約葉聖蘭魏溫圖澤泽齊蘇";

/// First names as they are transcribed, and some that open the names of many.
const FIRST: &[&str] = &[
    "约翰",
    "卡尔",
    "威廉",
    "乔治",
    "查尔斯",
    "托马斯",
    "詹姆斯",
    "亨利",
    "罗伯特",
    "大卫",
    "弗里德里希",
    "列夫",
    "伊万",
    "亚历山大",
    "弗拉基米尔",
    "约瑟夫",
    "尼古拉",
    "彼得",
    "保罗",
    "马克",
    "迈克尔",
    "理查德",
    "爱德华",
    "路易",
    "雅克",
    "皮埃尔",
    "夏尔",
    "维克多",
    "安德烈",
    "安东尼",
    "阿道夫",
    "阿尔伯特",
    "阿尔弗雷德",
    "阿瑟",
    "伯特兰",
    "本杰明",
    "富兰克林",
    "埃德加",
    "埃德蒙",
    "欧内斯特",
    "弗朗西斯",
    "弗朗茨",
    "弗兰克",
    "弗洛伊德",
    "加布里埃尔",
    "加西亚",
    "汉斯",
    "海因里希",
    "赫伯特",
    "赫尔曼",
    "胡安",
    "胡里奥",
    "伊丽莎白",
    "伊萨克",
    "艾萨克",
    "杰克",
    "吉米",
    "吉姆",
    "凯瑟琳",
    "克里斯托弗",
    "劳伦斯",
    "列昂尼德",
    "马丁",
    "马克西姆",
    "玛丽",
    "玛格丽特",
    "米哈伊尔",
    "米歇尔",
    "诺曼",
    "奥斯卡",
    "奥古斯特",
    "奥托",
    "菲利普",
    "罗曼",
    "罗纳德",
    "萨缪尔",
    "塞缪尔",
    "史蒂夫",
    "史蒂芬",
    "斯蒂芬",
    "斯特凡",
    "西格蒙德",
    "西蒙",
    "谢尔盖",
    "温斯顿",
    "沃尔特",
    "沃尔夫冈",
    "哈里",
    "比尔",
    "鲍勃",
    "费奥多尔",
    "安娜",
    "戴维",
    "伊莎贝拉",
];

/// What a document says of the points in it.
#[derive(Default)]
pub struct Names {
    /// How often two parts meet at a point.
    met: BTreeMap<String, u32>,
    /// Its full stops are `。`: a point is none.
    full: bool,
}

/// So many telling characters, where points are no full stops, make a name of two parts.
const SIGNS_OF_A_NAME: usize = 3;

/// What a point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// The dot between two parts of a name.
    Interpunct,
    /// That, or a full stop between two names.
    Doubtful,
}

impl Names {
    /// Reads a document. What an earlier run made of points is counted as it was before.
    pub fn of(document: &Document) -> Names {
        let mut names = Names::default();
        for text in walk::texts(document) {
            for (_, parts) in candidates(text.as_str()) {
                *names.met.entry(parts.key()).or_default() += 1;
            }
        }
        if !names.met.is_empty() {
            let turned = |before: &str, after: &str| before == "." && after == "。";
            let was_point = |change: &Change| matches!(change, Change::Text { before, after } if turned(before, after));
            let edits = document.log.edits().iter().filter(|edit| edit.rule == Rule::Stops && was_point(&edit.change)).count();
            let (mut points, mut stops) = (edits, 0usize);
            for text in walk::texts(document) {
                stops += text.as_str().matches('。').count();
                points +=
                    text.as_str().match_indices(['.', '．']).filter(|&(at, _)| text.as_str()[..at].ends_with(is_han)).count();
            }
            let met: u32 = names.met.values().sum();
            names.full = stops.saturating_sub(edits) > 4 * points.saturating_sub(met as usize).max(1);
        }
        names
    }

    /// The points of a text that may stand in names: places in bytes, and what they are.
    pub fn points(&self, text: &str) -> Vec<(usize, Point)> {
        let known = |parts: &Parts| {
            self.full && parts.signs >= SIGNS_OF_A_NAME
                || parts.short
                || FIRST.iter().any(|name| parts.left.ends_with(name))
                || self.met.get(&parts.key()).is_some_and(|&met| met > 1)
        };
        let point = |(at, parts): (usize, Parts)| (at, if known(&parts) { Point::Interpunct } else { Point::Doubtful });
        candidates(text).into_iter().map(point).collect()
    }
}

/// What stands round a point.
struct Parts<'a> {
    left: &'a str,
    right: &'a str,
    /// How many telling characters are in both.
    signs: usize,
    /// Single characters before the last part: first names cut short.
    short: bool,
}

impl Parts<'_> {
    /// The characters next to the point: two on each side.
    fn key(&self) -> String {
        let near = self.left.chars().rev().take(2).chain(self.right.chars().take(2));
        near.collect()
    }
}

/// Points between two runs of characters that transcribe names, each of two or more, and one at least in each that is telling, or a
/// first name on the left; or behind single ones of which another follows: `弗.伊.列宁`.
fn candidates(text: &str) -> Vec<(usize, Parts<'_>)> {
    const POINTS: [char; 2] = ['.', '．'];
    let is_sign = |c: char| SIGNS.contains(c);
    let transcribes = |c: char| is_sign(c) || OTHERS.contains(c);
    let mut found = Vec::new();
    if !POINTS.iter().any(|&point| text.contains(point)) {
        return found;
    }
    for (at, point) in text.match_indices(POINTS) {
        let (before, after) = (&text[..at], &text[at + point.len()..]);
        let left = &before[before.trim_end_matches(transcribes).len()..];
        let right = &after[..after.len() - after.trim_start_matches(transcribes).len()];
        let whole = |part: &str| part.chars().nth(1).is_some() && part.contains(is_sign);
        let single = |part: &str| part.chars().count() == 1;
        // A chain of single characters has nothing but its points round it.
        let outer = &before[..before.len() - left.len()];
        let behind = outer.strip_suffix(POINTS).is_some_and(|outer| outer.ends_with(transcribes));
        let ahead = after[right.len()..].strip_prefix(POINTS).is_some_and(|rest| rest.starts_with(transcribes));
        let alone = !outer.ends_with(is_han);
        let short = single(left) && alone && (single(right) && ahead || behind && right.chars().nth(1).is_some());
        let first = FIRST.iter().any(|name| left.ends_with(name));
        if (whole(left) || first) && whole(right) && left != right || short {
            let signs = left.chars().chain(right.chars()).filter(|&c| is_sign(c)).count();
            found.push((at, Parts { left, right, signs, short }));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    fn check(text: &str, expected: &[Point]) {
        let document = native::parse(&format!("body :: {text}\n")).expect("the native form is well formed");
        let points = Names::of(&document).points(text);
        assert_eq!(points.into_iter().map(|point| point.1).collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn points_in_names_are_told_from_full_stops() {
        use Point::{Doubtful, Interpunct};
        check("卡尔.马克思和弗里德里希.恩格斯合写了一本书.", &[Interpunct, Interpunct]);
        check("弗.伊.列宁来了.", &[Interpunct, Interpunct]);
        check("船到莫斯科.斯大林不在.", &[Doubtful]);
        check("他读费尔南多.佩索阿.费尔南多.佩索阿写诗.", &[Interpunct, Doubtful, Interpunct]);
        check("译者是费尔南多.佩索阿。他走了。船开了。天黑了。灯亮了。", &[Interpunct]);
        check("他到了那里.马克思说得好.走路.停下.美丽.巴黎的夜.", &[]);
        check("渡船停了.天下起雨.", &[]);
        check("他走了.好.走罢.", &[]);
        check("交与贾珍．贾珍看了。他走了。船开了。天黑了。灯亮了。雨停了。", &[]);
    }
}
