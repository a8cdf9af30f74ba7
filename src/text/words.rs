//! Words of a script that writes no spaces.

use super::script::is_han;
use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;

/// Characters that are words by themselves.
const WORDS: &str =
    "的地得了着过和与及暨或在对将把被让为从向以于由至到给同是有无不未没也都又再就才还更最很太其之前后上下中内外里间时";

/// Characters that stand before the word they belong to: prefixes and the commoner surnames.
const PREFIXES: &str = "副总第各每该此本这那全超非反老小新旧\
    王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾夏韦付\
    邹孟熊秦邱尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵钱严覃武戴莫孔汤习張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧蕭蔣葉蘇呂盧鍾譚陸賈韋鄒龍賀顧錢嚴湯習";

/// Where words of the dictionary begin, and what it does not know, as byte offsets in order.
pub fn bounds(text: &str) -> Vec<usize> {
    WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()).segment_str(text).collect()
}

/// Where words begin, as byte offsets in order: by the dictionary of Chinese and Japanese words of Unicode's CLDR. A character
/// that it leaves alone belongs to the word before it, as suffixes do and the parts of names that it lacks, or to the one behind.
pub fn starts(text: &str) -> Vec<usize> {
    let all = bounds(text);
    let is_numeral = |c: char| "〇零一二三四五六七八九十百千万亿".contains(c);
    let counts_on =
        |at: usize| text[at..].starts_with(is_numeral) && (text[..at].ends_with(is_numeral) || text[..at].ends_with('第'));
    let lone = |from: usize, to: usize| {
        let mut chars = text[from..to].chars();
        chars.next().filter(|&c| chars.next().is_none() && is_han(c) && !WORDS.contains(c))
    };
    let mut starts = Vec::new();
    let (mut clings, mut leans) = (false, false);
    for pair in all.windows(2) {
        let alone = lone(pair[0], pair[1]);
        let leads = alone.is_some_and(|c| PREFIXES.contains(c));
        if !clings && !counts_on(pair[0]) && (alone.is_none() || leads || !leans) {
            starts.push(pair[0]);
        }
        clings = leads;
        leans = !WORDS.contains(&text[pair[0]..pair[1]]) && text[..pair[1]].ends_with(is_han);
    }
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole() {
        let check = |expected: &str| {
            let text = expected.replace('/', "");
            let starts: Vec<usize> = starts(&text).into_iter().chain([text.len()]).collect();
            let words: Vec<&str> = starts.windows(2).map(|pair| &text[pair[0]..pair[1]]).collect();
            assert_eq!(words.join("/"), expected);
        };
        check("江湾县/档案馆/关于/做好/汛期/档案/保护/工作/的/通知");
        check("全省/旧报纸/抢救/工程/进展/情况");
        check("省委/书记/对/防范/工作/的/指示");
        check("委员会/和/副主席/在/书屋");
        check("馬克思主義");
        check("第二十四届/大会");
    }
}
