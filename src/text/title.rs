//! Where a title may be broken by sense (GW-15): between the words that titles of official documents are made of, before 关于
//! and round 《》. The text is stereotyped, and its own words go before those of the dictionary.

use super::words;

/// Where the lines of a title end when it is broken by sense, widest in the middle or at one end (GW-15), in bytes; nothing where
/// one line holds it.
pub fn by_sense(text: &str, room: usize) -> Vec<usize> {
    if text.contains('\n') {
        return Vec::new();
    }
    let lines = break_title(text, room).unwrap_or_default();
    let mut at = 0;
    let ends = lines.iter().map(|line| {
        at += line.len();
        at
    });
    let mut ends: Vec<usize> = ends.collect();
    ends.pop();
    ends
}

/// Words that titles of notices are made of: a line ends after one or begins with one, and none is cut.
const WORDS: &str = "进一步 做好 开展 加强 实施 推进 规范 印发 转发 批转 调整 成立 表彰 表扬 召开 举办 组织 下达 公布 提请 审议 同意 设立 命名 征求 征集 切实 深入 全面 有关 若干 相关 工作 管理 建设 保护 服务 活动 方案 办法 规定 意见 计划 项目 工程 情况 问题 事项 制度 体系 发展 改革 安全 生产 经费 资金 专项 年度 名单 标准 指南 规划 细则 条例 会议 比赛 培训 调查 普查 检查 督查 整治 治理 防治 防范 应急 预案 响应 预防 投资 改造 供水 管网 人民 政府 办公室 委员会 档案 教育 卫生 健康 农业 农村 交通 运输 水利 自然 资源 环境 生态 文化 旅游 市场 监督 财政 统计 民政 公安 司法 人力 社会 保障 中小学 学校 图书 村落 古村 老旧 渡口 水位 记录 商请 协助 核对 石桥 湿地 小区 秋粮 收储 汛期 旧报纸 抢救 进展 修缮 批次 第一批 第二批 通知 公告 通告 通报 报告 请示 批复 决定 复函 纪要";

/// The fewest lines that hold a title of `room` characters a line, cut where it hurts least. Costs: nothing before 关于 and
/// round 《》, little at the edges of words, much elsewhere; lines of very uneven length and hourglasses cost too.
fn break_title(text: &str, room: usize) -> Option<Vec<String>> {
    let chars: Vec<char> = text.chars().collect();
    let total = chars.len();
    if total <= room || room < 8 || total > room * 5 {
        return None;
    }
    let cost = cut_costs(&chars);
    let wide = |from: usize, to: usize| width(&chars[from..to]);
    let all = wide(0, total);
    if all <= room {
        return None;
    }
    let mut best: Option<(i64, Vec<usize>)> = None;
    for count in all.div_ceil(room)..=all.div_ceil(room) + 1 {
        let ideal = all as i64 / count as i64;
        search(&chars, &cost, &wide, room, ideal, count, &mut vec![0], 0, &mut best);
    }
    let (_, cuts) = best?;
    let ends = cuts.iter().skip(1).copied().chain([total]);
    Some(cuts.iter().zip(ends).map(|(&from, to)| chars[from..to].iter().collect()).collect())
}

/// The room that characters take, in whole ems: Latin letters and digits are a little wider than half an em (GW-P7), and a quarter of an
/// em parts them from Han.
fn width(chars: &[char]) -> usize {
    /// In hundredths.
    const HAN: usize = 100;
    const LATIN: usize = 57;
    const GAP: usize = 25;
    let of = |c: &char| if c.is_ascii() { LATIN } else { HAN };
    let parted = |pair: &[char]| {
        pair[0].is_ascii_alphanumeric() != pair[1].is_ascii_alphanumeric() && pair.iter().all(|c| c.is_alphanumeric())
    };
    let gaps = chars.windows(2).filter(|pair| parted(pair)).count();
    (chars.iter().map(of).sum::<usize>() + gaps * GAP).div_ceil(HAN)
}

#[expect(clippy::too_many_arguments, reason = "a search and what it searches")]
fn search(
    chars: &[char],
    cost: &[i64],
    wide: &dyn Fn(usize, usize) -> usize,
    room: usize,
    ideal: i64,
    lines: usize,
    cuts: &mut Vec<usize>,
    spent: i64,
    best: &mut Option<(i64, Vec<usize>)>,
) {
    let from = cuts.last().copied().unwrap_or(0);
    let uneven = |width: usize| {
        let off = width as i64 - ideal;
        off * off / 2
    };
    if best.as_ref().is_some_and(|(best, _)| spent >= *best) {
        return;
    }
    if lines == 1 {
        let width = wide(from, chars.len());
        if width > room || width < 3 {
            return;
        }
        let mut widths: Vec<usize> = cuts.windows(2).map(|pair| wide(pair[0], pair[1])).collect();
        widths.push(width);
        let hourglass = widths.windows(3).any(|three| three[1] + 1 < three[0].min(three[2]));
        let spent = spent + uneven(width) + if hourglass { 60 } else { 0 } + 25 * cuts.len() as i64;
        if best.as_ref().is_none_or(|(best, _)| spent < *best) {
            *best = Some((spent, cuts.clone()));
        }
        return;
    }
    for to in from + 3..chars.len() {
        let width = wide(from, to);
        if width > room {
            break;
        }
        let off = ideal - width as i64;
        if off > ideal * 2 / 3 {
            continue;
        }
        cuts.push(to);
        search(chars, cost, wide, room, ideal, lines - 1, cuts, spent + cost[to] + uneven(width), best);
        cuts.pop();
    }
}

/// What a cut between two words costs.
const BETWEEN: i64 = 60;

/// What a cut before each character costs.
fn cut_costs(chars: &[char]) -> Vec<i64> {
    let total = chars.len();
    let mut cost = vec![160; total + 1];
    let text: String = chars.iter().collect();
    let index: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let at_char = |byte: usize| index.partition_point(|&known| known < byte);
    for byte in words::starts(&text) {
        cost[at_char(byte)] = BETWEEN;
    }
    for word in WORDS.split(' ') {
        for (byte, found) in text.match_indices(word) {
            let (from, to) = (at_char(byte), at_char(byte + found.len()));
            for edge in [from, to] {
                cost[edge] = cost[edge].min(if cost[edge] > BETWEEN { BETWEEN + 10 } else { 28 });
            }
        }
    }
    // A word is whole even where another ends in it.
    for word in WORDS.split(' ') {
        for (byte, found) in text.match_indices(word) {
            let (from, to) = (at_char(byte), at_char(byte + found.len()));
            cost[from + 1..to].iter_mut().for_each(|cost| *cost = 400);
        }
    }
    for at in 1..total {
        let (before, after) = (chars[at - 1], chars[at]);
        if after == '关' && chars.get(at + 1) == Some(&'于') {
            cost[at] = 0;
        } else if before == '于' && at >= 2 && chars[at - 2] == '关' || after == '于' && before == '关' {
            cost[at] = 90;
        } else if after == '《' {
            cost[at] = 6;
        } else if before == '》' {
            cost[at] = 12;
        } else if matches!(before, ' ' | '\u{3000}' | '、') {
            cost[at] = 8;
        } else if matches!(after, '和' | '与' | '及' | '暨') {
            cost[at] = cost[at].min(14);
        } else if before == '的' {
            cost[at] = 20;
        }
        if after == '的'
            || super::clreq::is_close(after)
            || matches!(after, '、' | ' ' | '\u{3000}' | '，')
            || super::clreq::is_open(before)
        {
            cost[at] = 900;
        }
        if before.is_ascii_alphanumeric() && after.is_ascii_alphanumeric()
            || before.is_ascii_digit() && matches!(after, '年' | '月' | '日' | '号')
        {
            cost[at] = 900;
        }
        // 的 and the kind of document behind it stand together.
        if before == '的' && total - at <= 4 {
            cost[at] = 300;
        }
    }
    // Inside a pair of title marks every cut is worse.
    let mut depth = 0;
    for at in 0..total {
        depth -= i64::from(chars[at] == '》');
        if depth > 0 {
            cost[at] += 15;
        }
        depth += i64::from(chars[at] == '《');
    }
    cost
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_broken_between_words() {
        let check = |title: &str, room: usize, expected: &str| {
            assert_eq!(break_title(title, room).map(|lines| lines.join("/")).as_deref().unwrap_or("one line"), expected);
        };
        check("关于修路的通知", 20, "one line");
        // Digits are wider than half an em, and stand apart from Han (GW-P7).
        check("关于2024年清明灯会期间实行渡口管制的通告", 20, "关于2024年清明灯会期间实行/渡口管制的通告");
        check("江湾县档案馆关于做好汛期档案保护工作的通知", 20, "江湾县档案馆/关于做好汛期档案保护工作的通知");
        check("石桥镇人民政府关于旧街修缮工程进展情况的报告", 20, "石桥镇人民政府/关于旧街修缮工程进展情况的报告");
        check(
            "江湾县发展和改革局关于下达2024年第二批老旧供水管网改造工程投资计划的通知",
            20,
            "江湾县发展和改革局关于下达2024年/第二批老旧供水管网改造工程投资计划的通知",
        );
    }
}
