//! The anatomy of an official document: what each block is by GB/T 9704, as far as its role, its form and its place say.
//!
//! Recognition gives roles; several parts of a notice share one (`line` for marks and notes, `imprint` for copies and
//! printer). Those who set, write and check a notice need them apart, and must agree: they all ask here.

use super::block::{Block, Kind, Role};
use crate::text::length::unspaced;

/// The forms of official documents (GW-8 to GW-35).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// Without a mark of the issuing body, as on the web.
    #[default]
    Plain,
    /// 文件: the general form.
    Document,
    /// 信函.
    Letter,
    /// 命令(令).
    Order,
    /// 纪要.
    Minutes,
}

/// Degrees of secrecy (7.2.2).
pub const SECRECY: [&str; 3] = ["绝密", "机密", "秘密"];

/// A part of an official document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// 份号.
    Copy,
    /// 密级和保密期限.
    Secrecy,
    /// 紧急程度.
    Urgency,
    /// 发文机关标志.
    Mark,
    /// 发文字号.
    Number,
    /// 签发人.
    Signer,
    /// A line of the head that has no name: issuer and date of minutes.
    Beside,
    /// 标题.
    Title,
    /// 主送机关.
    Addressee,
    /// 正文, its headings included.
    Text,
    /// 附件说明.
    AttachmentNote,
    /// 署名.
    Signature,
    /// 成文日期.
    Date,
    /// 附注.
    Note,
    /// 附件 at the head of an attachment.
    AttachmentMark,
    /// The title of an attachment.
    AttachmentTitle,
    /// 抄送.
    Copies,
    /// 印发机关 and 印发日期.
    Printed,
    /// Nothing that is written.
    None,
}

impl Form {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Form::Plain => "plain",
            Form::Document => "document",
            Form::Letter => "letter",
            Form::Order => "order",
            Form::Minutes => "minutes",
        }
    }
}

impl Part {
    /// Its name in the standard.
    pub fn name(self) -> &'static str {
        match self {
            Part::Copy => "份号",
            Part::Secrecy => "密级和保密期限",
            Part::Urgency => "紧急程度",
            Part::Mark => "发文机关标志",
            Part::Number => "发文字号",
            Part::Signer => "签发人",
            Part::Beside => "版头",
            Part::Title => "标题",
            Part::Addressee => "主送机关",
            Part::Text => "正文",
            Part::AttachmentNote => "附件说明",
            Part::Signature => "发文机关署名",
            Part::Date => "成文日期",
            Part::Note => "附注",
            Part::AttachmentMark => "附件",
            Part::AttachmentTitle => "附件标题",
            Part::Copies => "抄送机关",
            Part::Printed => "印发机关和印发日期",
            Part::None => "–",
        }
    }
}

/// What an official document is made of.
#[derive(Clone, Debug, Default)]
pub struct Anatomy {
    /// Its form.
    pub form: Form,
    /// The part that each block is.
    pub parts: Vec<Part>,
}

impl Anatomy {
    /// Of the blocks of a notice.
    pub fn of(blocks: &[Block]) -> Anatomy {
        let mut parts: Vec<Part> = blocks.iter().map(part).collect();
        let first = parts.iter().position(|&part| part == Part::Mark);
        let opens = |at: usize| {
            parts[..at].iter().all(|part| {
                matches!(
                    part,
                    Part::Beside | Part::None | Part::Note | Part::Copy | Part::Secrecy | Part::Urgency | Part::Signer
                )
            })
        };
        let mark = first.filter(|&at| opens(at));
        let form = mark.map_or(Form::Plain, |at| {
            let number = blocks.iter().find(|block| block.kind == Kind::Paragraph(Role::DocumentNumber));
            form(blocks[at].text.as_str(), blocks, &parts, number.map_or("", |block| block.text.as_str()))
        });
        // The first title is the notice's; a line between it and the mark belongs to the head, one below the date is a note.
        let title = parts.iter().position(|&part| part == Part::Title);
        let head = title.or_else(|| parts.iter().rposition(|&part| part == Part::Number).map(|at| at + 1)).unwrap_or(0);
        let mut below_mark = false;
        let mut titled = false;
        for at in 0..parts.len() {
            parts[at] = match parts[at] {
                Part::Beside if at >= head || form == Form::Plain => Part::Note,
                Part::Title if titled => {
                    if heads_attachment(&parts[..at]) {
                        Part::AttachmentTitle
                    } else {
                        Part::Text
                    }
                }
                part => part,
            };
            titled |= parts[at] == Part::Title;
            below_mark |= parts[at] == Part::AttachmentMark;
        }
        // A heading of the first level below 附件 is its title even where the notice has none.
        if below_mark {
            let mut above = Part::None;
            for part in &mut parts {
                if *part == Part::Title && above == Part::AttachmentMark {
                    *part = Part::AttachmentTitle;
                }
                if *part != Part::None {
                    above = *part;
                }
            }
        }
        Anatomy { form, parts }
    }

    /// Whether a block begins a page: 附件, or the title of what is attached or forwarded without the word (GW-25).
    pub fn begins_page(&self, at: usize) -> bool {
        let above = || self.parts[..at].iter().rev().find(|&&part| part != Part::None);
        match self.parts[at] {
            Part::AttachmentMark => true,
            Part::AttachmentTitle => !matches!(above(), Some(Part::AttachmentMark | Part::AttachmentTitle)),
            _ => false,
        }
    }

    /// The same on plain paper: without a red head.
    pub fn on_plain_paper(self) -> Anatomy {
        Anatomy { form: Form::Plain, ..self }
    }

    /// The blocks of the head: from the first mark to the number, and the title where it stands right below. Nothing where the
    /// document has no mark of its issuing body.
    pub fn head(&self) -> std::ops::Range<usize> {
        if self.form == Form::Plain {
            return 0..0;
        }
        let in_head = |part: &Part| {
            matches!(
                part,
                Part::Copy
                    | Part::Secrecy
                    | Part::Urgency
                    | Part::Mark
                    | Part::Number
                    | Part::Signer
                    | Part::Beside
                    | Part::None
            )
        };
        let end = self.parts.iter().position(|part| !in_head(part)).unwrap_or(self.parts.len());
        0..end + usize::from(self.parts.get(end) == Some(&Part::Title))
    }

    /// Whether a part is there.
    pub fn has(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }

    /// Whether it is sealed: what bears the mark of an issuing body and is signed, but minutes.
    pub fn is_sealed(&self) -> bool {
        matches!(self.form, Form::Document | Form::Letter | Form::Order)
    }
}

/// What an official document lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lack {
    /// The clause of GB/T 9704-2012.
    pub clause: &'static str,
    /// The part.
    pub part: Part,
    /// The block that has it in another form; `None` where it is missing.
    pub at: Option<usize>,
    /// What it asks for, and what is there.
    pub what: &'static str,
    /// Whether a primary source confirms it.
    pub sure: bool,
}

impl Anatomy {
    /// What the standard asks for and these blocks lack. What is no notice by at least two of its parts (a law, a plan) lacks
    /// nothing. What no primary source confirmed says so.
    pub fn lacks(&self, blocks: &[Block]) -> Vec<Lack> {
        let has = |part: Part| self.has(part);
        let told = [Part::Mark, Part::Number, Part::Addressee, Part::Signature, Part::Date, Part::Copies, Part::Printed];
        let mut lacks = Vec::new();
        if told.iter().filter(|&&part| has(part)).count() < 2 {
            return lacks;
        }
        let mut say = |clause: &'static str, part: Part, missing: bool, what: &'static str| {
            let at = self.parts.iter().position(|&found| found == part).filter(|_| !missing);
            lacks.push(Lack { clause, part, at, what, sure: true });
        };
        let text_of =
            |part: Part| self.parts.iter().zip(blocks).find(|&(&found, _)| found == part).map(|(_, block)| block.text.as_str());
        let title = text_of(Part::Title).unwrap_or_default();
        let named = if title.is_empty() { text_of(Part::Mark).unwrap_or_default() } else { title };
        let open = ["公告", "通告", "决定", "决议", "公报", "令", "纪要", "办法", "规定", "条例"]
            .iter()
            .any(|word| named.trim_end().ends_with(word));
        let minutes = matches!(self.form, Form::Minutes | Form::Order);
        for (part, clause, what) in [
            (Part::Mark, "7.2.4", "the mark of the issuing body 发文机关标志 is missing"),
            (Part::Number, "7.2.5", "the number 发文字号 is missing"),
            (Part::Title, "7.3.1", "the title 标题 is missing"),
            (Part::Addressee, "7.3.2", "the addressee 主送机关 is missing"),
            (Part::Signature, "7.3.5", "the signature 发文机关署名 is missing"),
            (Part::Date, "7.3.5.4", "the date 成文日期 is missing"),
            (Part::Printed, "7.4.3", "who printed it and when 印发机关和印发日期 is missing"),
        ] {
            let excused = match part {
                Part::Addressee => open || minutes,
                Part::Signature | Part::Date => self.form == Form::Minutes,
                Part::Printed => self.form == Form::Letter || self.form == Form::Plain,
                // 公告 and 通告 may have their name alone for a title.
                Part::Title => minutes || open,
                _ => false,
            };
            if !has(part) && !excused {
                say(clause, part, true, what);
            }
        }
        if has(Part::Mark) && (title.ends_with("请示") || title.ends_with("报告")) && !has(Part::Signer) {
            say("7.2.6", Part::Signer, true, "a document to a higher body names its signer 签发人, and this one does not");
        }
        if let Some(number) = text_of(Part::Number)
            && self.form != Form::Order
            // Minutes count their meetings: （2026年第3次）.
            && !(self.form == Form::Minutes && number.contains('第'))
            && !number.trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '第')
        {
            if !number.contains('〔') || !number.contains('〕') {
                say("7.2.5", Part::Number, false, "the year of the number stands in brackets 〔〕");
            }
            if let Some((_, serial)) = number.split_once('〕')
                && (serial.trim_start().starts_with('0') || serial.trim_start().starts_with('第'))
            {
                say("7.2.5", Part::Number, false, "the serial number has neither 第 nor zeros before it");
            }
        }
        if text_of(Part::Date).is_some_and(|date| date.contains(['〇', '一', '二', '零', '○'])) {
            say("7.3.5.4", Part::Date, false, "the date is written in Arabic digits");
        }
        if has(Part::AttachmentNote) && !has(Part::AttachmentMark) {
            say(
                "7.3.7",
                Part::AttachmentMark,
                true,
                "attachments are listed, and none is there (not confirmed by the text of the standard)",
            );
        }
        if has(Part::AttachmentMark) && !has(Part::AttachmentNote) {
            say("7.3.4", Part::AttachmentNote, true, "there are attachments, and no list of them below the text");
        }
        for lack in &mut lacks {
            lack.sure = !(lack.part == Part::AttachmentMark && lack.at.is_none());
        }
        lacks
    }
}

fn form(mark: &str, blocks: &[Block], parts: &[Part], number: &str) -> Form {
    let bare = unspaced(mark);
    let ends = |word: &str| bare.ends_with(word);
    let joint = blocks.iter().zip(parts).filter(|&(_, &part)| part == Part::Mark).any(|(block, _)| {
        let text = unspaced(block.text.as_str());
        text.ends_with("文件")
    });
    if joint {
        Form::Document
    } else if ends("令") {
        Form::Order
    } else if ends("纪要") {
        Form::Minutes
    } else if number.contains('函') || ends("函") {
        Form::Letter
    } else {
        Form::Document
    }
}

/// What stands behind one of these labels and a colon; all of it where none is there.
fn behind<'a>(text: &'a str, labels: &[&str]) -> &'a str {
    let value = labels.iter().find_map(|label| text.strip_prefix(label)?.strip_prefix(['：', ':']));
    value.unwrap_or(text)
}

/// Whether a title below these parts is that of an attachment: it stands below 附件, or where the text is closed by its date or
/// its imprint. A date right under the title closes nothing.
fn heads_attachment(above: &[Part]) -> bool {
    let mut closing = above.iter().rev().filter(|&&part| !matches!(part, Part::None | Part::Note));
    match closing.next() {
        Some(Part::AttachmentMark) => true,
        Some(Part::Date | Part::Signature | Part::Copies | Part::Printed) => {
            let title = above.iter().rposition(|part| matches!(part, Part::Title | Part::AttachmentTitle)).unwrap_or(0);
            above[title..].contains(&Part::Text)
        }
        _ => false,
    }
}

/// Where the label ends of a line that says who was there or not, in minutes, with its colon: `出席：` (GW-35).
pub fn presence(text: &str) -> Option<usize> {
    let colon = text.char_indices().take(8).find(|(_, c)| matches!(c, '：' | ':'))?;
    let label = unspaced(&text[..colon.0]);
    let label = label.trim_end_matches("人员").trim_end_matches('人');
    matches!(label, "出席" | "列席" | "请假" | "缺席" | "参加" | "主持" | "记录").then_some(colon.0 + colon.1.len_utf8())
}

/// Whether a line of the imprint says who printed it, or ends in a date.
fn is_printed(text: &str) -> bool {
    text.contains('印') || text.contains('年') && text.ends_with('日') && !text.contains(['，', '。'])
}

/// Whether a line without white is `附件` or `附件2`, which stands over an attachment. `附件：` opens their list; `附件2：` does not.
pub fn is_attachment_mark(bare: &str) -> bool {
    let Some(numbered) = bare.strip_prefix("附件") else { return false };
    let rest = numbered.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    rest.is_empty() || matches!(rest, "：" | ":" | "." | "．") && rest.len() < numbered.len()
}

fn part(block: &Block) -> Part {
    let text = block.text.as_str();
    match &block.kind {
        Kind::Furniture(_) | Kind::PageMark => Part::None,
        Kind::Heading(1) => Part::Title,
        Kind::Paragraph(Role::IssuingBody) => Part::Mark,
        Kind::Paragraph(Role::DocumentNumber) => Part::Number,
        Kind::Paragraph(Role::Addressee) => Part::Addressee,
        Kind::Paragraph(Role::Signature) => Part::Signature,
        Kind::Paragraph(Role::Date) => Part::Date,
        Kind::Paragraph(Role::Attachment) => {
            if is_attachment_mark(&unspaced(text)) {
                Part::AttachmentMark
            } else {
                Part::AttachmentNote
            }
        }
        Kind::Paragraph(Role::Imprint) => {
            if unspaced(text).contains("抄送")
                || unspaced(text).contains("抄报")
                || unspaced(text).contains("主送")
                || !is_printed(&unspaced(text))
            {
                Part::Copies
            } else {
                Part::Printed
            }
        }
        Kind::Paragraph(Role::Line) => {
            let bare = unspaced(text);
            if bare.chars().all(|c| c.is_ascii_digit()) && (3..=8).contains(&bare.len()) || bare.starts_with("份号") {
                Part::Copy
            } else if SECRECY.iter().any(|word| behind(&bare, &["密级"]).starts_with(word)) && bare.chars().count() <= 13 {
                Part::Secrecy
            } else if matches!(behind(&bare, &["紧急程度", "缓急"]), "特急" | "加急" | "急件" | "特提" | "平急")
            {
                Part::Urgency
            } else if bare.starts_with("签发人") || bare.starts_with("会签") || bare.starts_with("签发：") {
                Part::Signer
            } else if bare.starts_with(['（', '(']) {
                Part::Note
            } else {
                Part::Beside
            }
        }
        _ => Part::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    fn check(native: &str, form: Form, head: usize, parts: &[Part]) {
        let document = native::parse(native).expect("the native form is well formed");
        let anatomy = Anatomy::of(&document.blocks);
        assert_eq!((anatomy.form, anatomy.head()), (form, 0..head));
        assert_eq!(anatomy.parts, parts);
    }

    #[test]
    fn forms_are_told_by_their_marks() {
        use Part::*;
        check(
            "line :: 000016\nline :: 机密★1年\nissuing-body :: 江湾县人民政府文件\ndocument-number :: 江政〔2024〕1号\nline :: 签发人：周知\nheading 1 :: 关于修路的请示\nbody :: 文。\nattachment :: 附件：图\nsignature :: 江湾县\ndate :: 2024年1月2日\nline :: （联系人：周知）\nattachment :: 附件\nheading 1 :: 图\nimprint :: 抄送：县委。\nimprint :: 江湾县 2024年1月3日印发\n",
            Form::Document,
            6,
            &[
                Copy,
                Secrecy,
                Mark,
                Number,
                Signer,
                Title,
                Text,
                AttachmentNote,
                Signature,
                Date,
                Note,
                AttachmentMark,
                AttachmentTitle,
                Copies,
                Printed,
            ],
        );
        check(
            "issuing-body :: 江湾县水务局\ndocument-number :: 江水函〔2024〕1号\nheading 1 :: 函\n",
            Form::Letter,
            3,
            &[Mark, Number, Title],
        );
        check(
            "issuing-body :: 江湾县人民政府令\ndocument-number :: 第1号\nbody :: 文。\n",
            Form::Order,
            2,
            &[Mark, Number, Text],
        );
        check(
            "issuing-body :: 江湾县会议纪要\ndocument-number :: 第1期\nline :: 江湾县 2024年1月2日\nheading 1 :: 修路\n",
            Form::Minutes,
            4,
            &[Mark, Number, Beside, Title],
        );
        check("heading 1 :: 关于修路的通知\nbody :: 文。\nline :: 一行\n", Form::Plain, 0, &[Title, Text, Note]);
        check(
            "heading 1 :: 关于修路的通知\ndate :: 2024年1月2日\nheading 1 :: 又题\nbody :: 文。\ndate :: 2024年1月2日\nline :: （附注）\nheading 1 :: 修路办法\nattachment :: 附件二：\nheading 1 :: 图\n",
            Form::Plain,
            0,
            &[Title, Date, Text, Text, Date, Note, AttachmentTitle, AttachmentMark, AttachmentTitle],
        );
    }

    #[test]
    fn attachments_begin_pages() {
        let native =
            "heading 1 :: 通知\nbody :: 文。\ndate :: 2024年1月2日\nheading 1 :: 办法\nattachment :: 附件1\nheading 1 :: 表\n";
        let document = native::parse(native).expect("the native form is well formed");
        let anatomy = Anatomy::of(&document.blocks);
        let begins: Vec<usize> = (0..document.blocks.len()).filter(|&at| anatomy.begins_page(at)).collect();
        assert_eq!(begins, [3, 4]);
    }

    #[test]
    fn labels_of_those_present_are_told() {
        let check = |text: &str, label: Option<&str>| assert_eq!(presence(text).map(|end| &text[..end]), label);
        check("出　席：周知", Some("出　席："));
        check("列席人员：周知", Some("列席人员："));
        check("电话：5550123", None);
        check("出席会议的有三人", None);
    }
}
