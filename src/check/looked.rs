//! Parts that their look tells where their text does not: a fault must not hide the part that has it.
//!
//! Recognition goes by text. A title with a full stop, a number without its century, a degree of secrecy without its star are
//! text to it, and everything below would be judged as what it is not. Type tells them: what is red and large is the mark, what is
//! large and black above the text is the title.

use super::case::{are_bodies, bare};
use crate::input::Look;
use crate::input::look::{Type, is_red};
use crate::model::anatomy::{SECRECY, is_attachment_mark};
use crate::model::{Block, Kind, Role};

/// The head and the title lie in so many blocks.
const HEAD: usize = 20;
/// Titles and marks are larger (points); text is smaller.
const LARGE: f32 = 19.0;
/// Signature, date and note lie in so many blocks above the imprint.
const FOOT: usize = 8;

/// Gives blocks the roles that their look tells; `spans` are the pieces of each.
pub fn mend(blocks: &mut [Block], look: &Look, spans: &[Vec<usize>]) {
    if look.pieces.is_empty() {
        return;
    }
    let type_of = |at: usize| spans[at].first().map(|&piece| &look.pieces[piece].type_);
    head(blocks, &type_of);
    foot(blocks);
    // What is large right below 附件 is its title.
    for at in 1..blocks.len() {
        let below = is_attachment(&blocks[at - 1]);
        let large = || type_of(at).is_some_and(|type_| type_.size >= LARGE);
        if below && matches!(blocks[at].kind, Kind::Paragraph(Role::Body) | Kind::Heading(_)) && large() {
            blocks[at].kind = Kind::Heading(1);
        }
    }
    // The last line says who printed it and when, however the date is written; below the copies also without 印发.
    let visible: Vec<usize> = (0..blocks.len()).rev().filter(|&at| blocks[at].is_visible()).take(3).collect();
    if let Some(&last) = visible.first()
        && matches!(blocks[last].kind, Kind::Paragraph(Role::Body | Role::Date | Role::Line))
        && has_day(&bare(blocks[last].text.as_str()))
    {
        let copies = |at: &usize| blocks[*at].kind == Kind::Paragraph(Role::Imprint);
        let named = |at: &usize| matches!(blocks[*at].kind, Kind::Paragraph(Role::Body | Role::Signature));
        // The name may stand by itself.
        let own = match &visible[1..] {
            [above, ..] if copies(above) => 1,
            [name, above] if named(name) && copies(above) => 2,
            _ => 0,
        };
        visible[..own].iter().for_each(|&at| blocks[at].kind = Kind::Paragraph(Role::Imprint));
    }
    if let Some(last) = blocks.iter_mut().rev().find(|block| block.is_visible()) {
        let text = bare(last.text.as_str());
        let printed = text.ends_with("印发") && text.contains('年') && text.chars().count() <= 45;
        if printed && !text.contains('。') && last.kind == Kind::default() {
            last.kind = Kind::Paragraph(Role::Imprint);
        }
    }
}

fn head<'a>(blocks: &mut [Block], type_of: &dyn Fn(usize) -> Option<&'a Type>) {
    let large = |at: usize| type_of(at).is_some_and(|type_| type_.size >= LARGE);
    let red = |at: usize| large(at) && type_of(at).is_some_and(|type_| is_red(type_.color));
    let end = (0..blocks.len().min(HEAD))
        .find(|&at| blocks[at].is_visible() && !large(at) && is_sentence(blocks[at].text.as_str()))
        .unwrap_or(blocks.len().min(HEAD));
    let open = |block: &Block| matches!(block.kind, Kind::Paragraph(Role::Body | Role::Line) | Kind::Heading(_));
    let has = |blocks: &[Block], role: Role| blocks.iter().any(|block| block.kind == Kind::Paragraph(role));
    if !has(blocks, Role::IssuingBody) {
        for at in (0..end).filter(|&at| red(at)) {
            if open(&blocks[at]) {
                blocks[at].kind = Kind::Paragraph(Role::IssuingBody);
            }
        }
    }
    let Some(mark) = blocks[..end].iter().position(|block| block.kind == Kind::Paragraph(Role::IssuingBody)) else { return };
    for block in &mut blocks[..mark] {
        let text = bare(block.text.as_str());
        let counted = (3..=8).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit());
        let secret = SECRECY.iter().any(|degree| text.starts_with(degree)) && text.chars().count() <= 10;
        if block.kind == Kind::default() && (counted || secret) {
            block.kind = Kind::Paragraph(Role::Line);
        }
    }
    let below = mark + 1;
    if !has(&blocks[..end], Role::DocumentNumber) {
        let number =
            (below..end).take_while(|&at| !large(at) || red(at)).find(|&at| is_counted(&bare(blocks[at].text.as_str())));
        if let Some(at) = number.filter(|&at| open(&blocks[at]) && !large(at)) {
            blocks[at].kind = Kind::Paragraph(Role::DocumentNumber);
        }
    }
    let titled = (below..end).any(|at| blocks[at].kind == Kind::Heading(1));
    let title = match titled {
        true => (below..end).rfind(|&at| blocks[at].kind == Kind::Heading(1)),
        false => (below..end).find(|&at| large(at) && !red(at) && open(&blocks[at])),
    };
    let Some(title) = title else { return };
    blocks[title].kind = Kind::Heading(1);
    let addressed = |block: &Block| {
        let text = bare(block.text.as_str());
        block.kind == Kind::default() && text.ends_with(['：', ':']) && text.chars().count() <= 200 && !text.contains('。')
    };
    if has(blocks, Role::Addressee) {
        return;
    }
    // Right below the title, or, where it has been put wrong, among the first paragraphs.
    let mut visible = (title + 1..blocks.len().min(title + 6)).filter(|&at| blocks[at].is_visible());
    let first = visible.next().filter(|&at| !titled && addressed(&blocks[at]));
    let found = first.or_else(|| visible.find(|&at| addressed(&blocks[at]) && are_bodies(&bare(blocks[at].text.as_str()))));
    if let Some(at) = found {
        blocks[at].kind = Kind::Paragraph(Role::Addressee);
    }
}

/// Signature, date and note, above attachments and imprint.
fn foot(blocks: &mut [Block]) {
    let mark = blocks.iter().position(|block| block.kind == Kind::Paragraph(Role::IssuingBody));
    let closes = |block: &Block| block.kind == Kind::Paragraph(Role::Imprint) || is_attachment(block);
    let end = blocks.iter().position(closes).unwrap_or(blocks.len());
    let from = mark.map_or(0, |mark| mark + 1);
    if from >= end {
        return;
    }
    let dated = |block: &Block| block.kind == Kind::Paragraph(Role::Date);
    let day = blocks[from..end].iter().rposition(dated).or_else(|| {
        blocks[from..end].iter().rposition(|block| block.kind == Kind::default() && is_day(&bare(block.text.as_str())))
    });
    let day = day.map(|day| day + from);
    let (first, end) = match day {
        Some(day) => (from.max(day.saturating_sub(3)), end.min(day + 3)),
        // Who signs an order is told by the office, wherever what it promulgates ends.
        None => {
            match (from..end).find(|&at| blocks[at].kind == Kind::default() && is_office(&bare(blocks[at].text.as_str()))) {
                Some(at) => (at, at + 1),
                None => (from.max(end.saturating_sub(FOOT)), end),
            }
        }
    };
    let marks = blocks[..first].iter().filter(|block| block.kind == Kind::Paragraph(Role::IssuingBody));
    let name: String = marks.map(|block| bare(block.text.as_str())).collect();
    let tail = &mut blocks[first..end];
    let date = day.map(|day| day - first);
    if let Some(at) = date {
        tail[at].kind = Kind::Paragraph(Role::Date);
    }
    let is_signature = |block: &Block| block.kind == Kind::Paragraph(Role::Signature);
    let mut signature = tail.iter().position(is_signature);
    if signature.is_none() {
        let named = |block: &Block| {
            let text = bare(block.text.as_str());
            let short = (3..=30).contains(&text.chars().count()) && !text.contains(['。', '：', '，', '；', '、']);
            block.kind == Kind::default()
                && short
                && (name.starts_with(&text) || text.ends_with(['局', '府', '会', '院', '厅', '室', '馆']) || is_office(&text))
        };
        // Below the text that it closes, above or below its date.
        let from = date.map_or(0, |date| date.saturating_sub(1));
        signature = (from..tail.len()).find(|&at| {
            named(&tail[at]) && {
                let text = bare(tail[at].text.as_str());
                date.is_some() || name.starts_with(&text) || is_office(&text)
            }
        });
        if let Some(at) = signature {
            tail[at].kind = Kind::Paragraph(Role::Signature);
        }
    }
    // A note in brackets stands by itself wherever it stands.
    if let Some(at) = signature.into_iter().chain(date).min()
        && at > 0
        && is_bracketed(&bare(tail[at - 1].text.as_str()))
        && tail[at - 1].kind == Kind::default()
    {
        tail[at - 1].kind = Kind::Paragraph(Role::Line);
    }
}

/// What stands over an attachment.
fn is_attachment(block: &Block) -> bool {
    block.kind == Kind::Paragraph(Role::Attachment) && is_attachment_mark(&bare(block.text.as_str()))
}

/// Who signs an order: an office and a name.
fn is_office(text: &str) -> bool {
    const OFFICES: [&str; 9] = ["省长", "市长", "县长", "区长", "部长", "局长", "主任", "主席", "总理"];
    OFFICES.iter().any(|office| text.starts_with(office)) && text.chars().count() <= 8
}

fn is_sentence(text: &str) -> bool {
    text.contains('。') && text.chars().count() > 24
}

/// Something that ends in 号 and counts.
fn is_counted(text: &str) -> bool {
    text.ends_with('号')
        && text.chars().any(|c| c.is_ascii_digit())
        && text.chars().count() <= 30
        && !text.contains(['。', '，'])
}

/// A date in whatever form.
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.trim_end_matches('日').split(['.', '-', '/', '．', '年', '月', '－']).collect();
    let digits = |text: &&str| (1..=4).contains(&text.len()) && text.chars().all(|c| c.is_ascii_digit());
    parts.len() == 3 && parts[0].len() == 4 && parts.iter().all(digits)
}

/// A line that ends in a date and is no sentence.
fn has_day(text: &str) -> bool {
    let from = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
    is_day(&text[from..]) && text.chars().count() <= 45 && !text.contains(['。', '：'])
}

fn is_bracketed(text: &str) -> bool {
    let inner = text.strip_prefix(['（', '(']).and_then(|rest| rest.strip_suffix(['）', ')']));
    inner.is_some_and(|inner| !inner.contains(['（', '(']) && inner.chars().count() <= 80)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::case::spans;
    use crate::input::look::{Paragraph, Piece, Set};
    use crate::model::native;

    /// Blocks in the native form, each with a size; `!` says that it is red.
    fn check(native: &str, sizes: &[&str], expected: &[&str]) {
        let mut document = native::parse(native).expect("the native form is well formed");
        let pieces = document.blocks.iter().zip(sizes).map(|(block, size)| {
            let color = if size.starts_with('!') { 0xff_0000 } else { 0 };
            let size = size.trim_start_matches('!').parse().expect("a size");
            let type_ = Type { size, color, ..Type::default() };
            Piece {
                place: String::new(),
                text: block.text.as_str().to_owned(),
                type_: type_.clone(),
                lead: type_.clone(),
                tail: type_,
                set: Set::Paragraph(Paragraph::default()),
            }
        });
        let look = Look { pieces: pieces.collect(), ..Look::default() };
        let spans = spans(&document.blocks, &look);
        mend(&mut document.blocks, &look, &spans);
        let kinds: Vec<String> =
            native::write(&document).lines().map(|line| line.split(" ::").next().unwrap_or_default().to_owned()).collect();
        assert_eq!(kinds, expected);
    }

    #[test]
    fn type_tells_what_faults_hide() {
        let text = "今年以来，全县各单位按照要求把库房检查了一遍，现通报如下。";
        check(
            &format!(
                "body :: 机密2年\nbody :: 江湾县水务局文件\nheading 1 :: 江水〔26〕8号\nbody :: 关于检查的通知。\nbody :: 各单位：\nbody :: {text}\nbody :: （此件公开）\nbody :: 江湾县水务局\nbody :: 2026.8.1\n"
            ),
            &["16", "!40", "16", "22", "16", "16", "16", "16", "16"],
            &["line", "issuing-body", "document-number", "heading 1", "addressee", "body", "line", "signature", "date"],
        );
        check(
            &format!("body :: {text}\nattachment :: 附件1\nbody :: 法规条文摘编\n"),
            &["16", "16", "22"],
            &["body", "attachment", "heading 1"],
        );
        check(
            &format!("body :: {text}\nattachment :: 附件一：\nbody :: 法规条文摘编\n"),
            &["16", "16", "22"],
            &["body", "attachment", "heading 1"],
        );
        check(
            &format!("body :: {text}\nattachment :: 附件：\nbody :: 法规条文摘编\n"),
            &["16", "16", "22"],
            &["body", "attachment", "body"],
        );
        check(
            &format!("body :: {text}\nimprint :: 抄送：县委办公室。\ndate :: 江湾县水务局2026年8月1日\n"),
            &["16", "14", "14"],
            &["body", "imprint", "imprint"],
        );
        check(
            &format!("body :: {text}\nimprint :: 抄送：县委办公室。\nsignature :: 江湾县水务局\ndate :: 2026年8月1日\n"),
            &["16", "14", "14", "14"],
            &["body", "imprint", "imprint", "imprint"],
        );
        check(
            &format!("body :: 江湾县水务局\nbody :: {text}\nbody :: 各单位：\n"),
            &["16", "16", "16"],
            &["body", "body", "body"],
        );
    }
}
