//! What kind of document this is, and in which language: facts that the passes after this one ask for.
//!
//! Nothing of the text changes. Each kind collects points for the forms that only it has; the kind with the most wins where
//! it has at least [`ENOUGH`], and a document without such forms is an article.

use super::NormalizeOptions;
use super::patterns::{GW_CC, GW_DOCNO, GW_H1, GW_PRINT, NP_JUMP_TO, lead_end};
use super::{counted, forms, headings, notice, parts};
use crate::diag::Sink;
use crate::model::{Document, DocumentKind, Script, walk};
use crate::text::script::{is_han, is_hangul, is_kana};
use rayon::prelude::*;

/// Points that make a kind. A lead, a document number or two chapters are worth that much; a date or a signature is not.
const ENOUGH: u32 = 4;

/// The pass: sets `meta.kind`, `meta.language` and `meta.script` where no option and no reader has.
pub fn run(document: &mut Document, options: &NormalizeOptions, _: &mut Sink) {
    let script = Characters::of(document);
    let meta = &mut document.meta;
    if meta.language.is_none() {
        meta.language = options.language.clone().or_else(|| script.language().map(str::to_owned));
    }
    if meta.script.is_none() && meta.language.as_deref().is_none_or(|language| language.starts_with("zh")) {
        meta.script = script.script();
    }
    // What was asked for goes before what a file says.
    let known = options.kind.or(document.meta.kind);
    document.meta.kind = Some(known.unwrap_or_else(|| kind(document)));
}

/// What lines say of the kind.
#[derive(Clone, Copy, Default)]
struct Points {
    newspaper: u32,
    notice: u32,
    articles: u32,
    chapters: u32,
    clauses: u32,
    bytes: usize,
}

impl Points {
    /// Of one line: its text, its place, and how many there are.
    fn of(text: &str, at: usize, lines: usize) -> Points {
        let short = text.len() <= 240;
        let mut found = Points { newspaper: 4 * u32::from(lead_end(text).is_some()), bytes: text.len(), ..Points::default() };
        if short {
            found.newspaper += 4 * u32::from(forms::masthead_marks(text) >= 2)
                + 4 * u32::from(forms::is_compiled(text))
                + 4 * u32::from(forms::is_byline(text) && ["本报", "報導", "報道"].iter().any(|word| text.contains(word)))
                + 3 * u32::from(forms::is_jump(text) && NP_JUMP_TO.is_match(text));
            found.chapters = u32::from(parts::is_chapter(text) && headings::rank(text).is_some_and(headings::is_counted));
            if at < 12 {
                found.notice += 4 * u32::from(forms::is_document_number(text)) + 2 * u32::from(forms::is_addressee(text));
                found.notice += 3 * u32::from(forms::is_notice_title(text));
            }
            found.notice += 3 * u32::from(GW_CC.is_match(text) || GW_PRINT.is_match(text));
            found.notice += notice::points(text, at);
            found.notice += u32::from(at + 8 > lines && forms::is_date(text));
        }
        found.clauses = u32::from(forms::is_clause(text));
        found.articles = u32::from(GW_H1.is_match(text));
        if at < 12 && GW_DOCNO.is_match(text) && short && forms::is_sentence(text) {
            found.notice += 1;
        }
        found
    }

    fn and(self, other: Points) -> Points {
        Points {
            newspaper: self.newspaper + other.newspaper,
            notice: self.notice + other.notice,
            articles: self.articles + other.articles,
            chapters: self.chapters + other.chapters,
            clauses: self.clauses + other.clauses,
            bytes: self.bytes + other.bytes,
        }
    }
}

/// The kind by its forms.
fn kind(document: &Document) -> DocumentKind {
    let lines: Vec<&str> = document.blocks.iter().map(|block| block.text.as_str()).filter(|text| !text.is_empty()).collect();
    let each = lines.par_iter().enumerate().with_min_len(64).map(|(at, text)| Points::of(text, at, lines.len()));
    let Points { newspaper, notice, articles, mut chapters, clauses, bytes } = each.reduce(Points::default, Points::and);
    if chapters < 2 && newspaper < ENOUGH && counted::make_a_book(&document.blocks) {
        chapters = ENOUGH;
    }
    let notice = notice + articles.min(2) + 4 * u32::from(clauses >= 5);
    // A law has chapters as well.
    let book = if clauses >= 5 { 0 } else { 2 * chapters.min(4) + 3 * u32::from(bytes > 180_000) };
    // A paper may quote a notice: the most telling form goes first.
    let points = [newspaper, notice, book];
    let kinds = [DocumentKind::Newspaper, DocumentKind::Notice, DocumentKind::Book];
    let best = (0..3).max_by_key(|&at| (points[at], std::cmp::Reverse(at))).unwrap_or_default();
    if points[best] >= ENOUGH { kinds[best] } else { DocumentKind::Article }
}

/// How many characters of each script the document has.
#[derive(Debug, Default)]
struct Characters {
    han: usize,
    kana: usize,
    hangul: usize,
    latin: usize,
    simplified: usize,
    traditional: usize,
}

/// Frequent characters that only simplified text has, each with the traditional form that stands for it at the same place.
const SIMPLIFIED: &str = "们这来会时个说为对发经动进现开关问业实应该头见长门马车东书电话语请谁让认识记议论设计队员产务报场声处备复够尔层师带张总战术机条权样县义习亿众优传伤价决减观规视觉讯许评词译试详误谈谢负财货质费资赛赞赵趋转轮软轻载达迁过运还选邮郑钟钢钱错锋闭间闻阅队阳阴阶际陆险随难页项顺须预领题颜额风飞饭馆驻验鱼鸟鸡麦黄齐龙龄";
/// The traditional forms, one for each of [`SIMPLIFIED`].
const TRADITIONAL: &str = "們這來會時個說為對發經動進現開關問業實應該頭見長門馬車東書電話語請誰讓認識記議論設計隊員產務報場聲處備復夠爾層師帶張總戰術機條權樣縣義習億眾優傳傷價決減觀規視覺訊許評詞譯試詳誤談謝負財貨質費資賽贊趙趨轉輪軟輕載達遷過運還選郵鄭鐘鋼錢錯鋒閉間聞閱隊陽陰階際陸險隨難頁項順須預領題顏額風飛飯館駐驗魚鳥雞麥黃齊龍齡";

impl Characters {
    fn of(document: &Document) -> Characters {
        let mut found = Characters::default();
        let only = |mine: &str, theirs: &str| -> Vec<char> {
            let mut set: Vec<char> =
                mine.chars().zip(theirs.chars()).filter(|(mine, theirs)| mine != theirs).map(|(mine, _)| mine).collect();
            set.sort_unstable();
            set
        };
        let (simplified, traditional) = (only(SIMPLIFIED, TRADITIONAL), only(TRADITIONAL, SIMPLIFIED));
        // The start of a document says enough: a library's worth of characters would say the same.
        let sample = walk::texts(document).flat_map(|text| text.as_str().chars()).take(40_000);
        for c in sample {
            if is_kana(c) {
                found.kana += 1;
            } else if is_hangul(c) {
                found.hangul += 1;
            } else if is_han(c) {
                found.han += 1;
                found.simplified += usize::from(simplified.binary_search(&c).is_ok());
                found.traditional += usize::from(traditional.binary_search(&c).is_ok());
            } else if c.is_alphabetic() {
                found.latin += 1;
            }
        }
        found
    }

    /// Kana of a tenth make Japanese (a Chinese text quotes less), Hangul of a fifth Korean; a Latin word has five letters.
    fn language(&self) -> Option<&'static str> {
        let cjk = self.han + self.kana + self.hangul;
        if cjk + self.latin == 0 {
            None
        } else if self.latin > 5 * cjk {
            Some("en")
        } else if self.hangul * 5 > cjk {
            Some("ko")
        } else if self.kana * 10 > cjk {
            Some("ja")
        } else {
            Some(if self.script() == Some(Script::Hant) { "zh-Hant" } else { "zh-Hans" })
        }
    }

    fn script(&self) -> Option<Script> {
        match (self.simplified, self.traditional) {
            (0, 0) => None,
            (simplified, traditional) if traditional > simplified => Some(Script::Hant),
            _ => Some(Script::Hans),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    fn check(lines: &[&str], expected: DocumentKind, language: &str) {
        let native: String = lines.iter().map(|line| format!("body :: {line}\n")).collect();
        let mut document = native::parse(&native).expect("the native form is well formed");
        run(&mut document, &NormalizeOptions::default(), &mut Sink::new());
        assert_eq!(document.meta.kind, Some(expected), "{lines:?}");
        assert_eq!(document.meta.language.as_deref(), Some(language), "{lines:?}");
        assert!(document.log.edits().is_empty());
    }

    #[test]
    fn forms_make_the_kind() {
        check(&["渡口开了夜班船", "本报讯 3月6日，渡口开了夜班船。"], DocumentKind::Newspaper, "zh-Hans");
        check(&["江档发〔2023〕15号", "关于防汛的通知", "各乡镇：", "现通知如下。"], DocumentKind::Notice, "zh-Hans");
        check(&["第一章 雨", "雨下了一夜。", "第二章 晴", "天亮时雨停了。"], DocumentKind::Book, "zh-Hans");
        check(&["说茶", "茶是南方的树，时间会说话。"], DocumentKind::Article, "zh-Hans");
        let law =
            ["第一章 总则", "第一条 为了…", "第二条 本办法…", "第三条 各区…", "第四条 报纸…", "第五条 过程…", "第二章 附则"];
        check(&law, DocumentKind::Notice, "zh-Hans");
    }

    #[test]
    fn characters_make_the_language() {
        check(&["這一夜正是臘月，他說道：「過河。」"], DocumentKind::Article, "zh-Hant");
        check(&["印刷所は川のそばにあった。"], DocumentKind::Article, "ja");
        check(&["도서관은 마을 한가운데에 있었다."], DocumentKind::Article, "ko");
        check(&["A plain English sentence."], DocumentKind::Article, "en");
    }

    #[test]
    fn the_two_scripts_pair_up() {
        assert_eq!(SIMPLIFIED.chars().count(), TRADITIONAL.chars().count());
    }
}
