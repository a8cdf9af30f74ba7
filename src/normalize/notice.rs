//! What is peculiar to official documents (GB/T 9704-2012, GW-8 to GW-30): the head with issuing body, number and title, the
//! addressee, attachments, signature and date, and the imprint.

use super::patterns::{GW_ATT, GW_CC, GW_H3, GW_PRINT, GW_SEC, GW_URG};
use super::roles::{before, is_open};
use super::{forms, headings, parts};
use crate::model::{Block, EditLog, Kind, Reason, Role, Rule};
use std::ops::Range;

/// The head of a notice ends here at the latest, in blocks.
const HEAD: usize = 16;

/// Gives the parts of a notice their roles.
pub fn run(blocks: &mut Vec<Block>, log: &mut EditLog) {
    head(blocks, log);
    let mut at = 0;
    while at < blocks.len() {
        let found = if is_open(&blocks[at]) { by_form(blocks, at) } else { None };
        if let Some((role, evidence)) = found {
            blocks[at].retag(Kind::Paragraph(role), &Reason::certain(Rule::RoleOf, evidence), log);
            if role == Role::Attachment {
                attachment(blocks, at, log);
            }
        }
        at += 1;
    }
    closings(blocks, log);
}

fn by_form(blocks: &[Block], at: usize) -> Option<(Role, &'static str)> {
    let text = blocks[at].text.as_str();
    if text.len() > 600 {
        return None;
    }
    if forms::is_document_number(text) {
        Some((Role::DocumentNumber, "a document number and nothing else"))
    } else if GW_CC.is_match(text) || GW_PRINT.is_match(text) && forms::length(text) <= 60 {
        Some((Role::Imprint, "who gets a copy, who printed it"))
    } else if GW_ATT.is_match(text) && forms::length(text) <= 80 && !forms::ends_sentence(text) {
        Some((Role::Attachment, "an attachment"))
    } else if GW_SEC.is_match(text) || GW_URG.is_match(text) || forms::is_in_brackets(text) && text.contains("此件") {
        Some((Role::Line, "a mark of secrecy, urgency or publicity"))
    } else if forms::is_addressee(text) && before(blocks, at).is_some_and(is_title) {
        Some((Role::Addressee, "names that end in a colon, under the title"))
    } else {
        None
    }
}

/// A heading without a number, or the document number that may stand below it.
fn is_title(block: &Block) -> bool {
    block.heading().is_some() && headings::rank(block.text.as_str()).is_none()
        || block.kind == Kind::Paragraph(Role::DocumentNumber)
}

/// The lines before the addressee or the first sentence: the issuing body above the number, the title below it.
fn head(blocks: &mut Vec<Block>, log: &mut EditLog) {
    let ends = |block: &Block| {
        let text = block.text.as_str();
        !(is_open(block)
            || block.heading().is_some()
            || block.kind == Kind::Paragraph(Role::DocumentNumber)
            || block.kind == Kind::Paragraph(Role::IssuingBody))
            || forms::is_sentence(text)
            || forms::has_comma(text) && !forms::is_notice_title(text)
            || text.ends_with(['：', ':'])
            || forms::is_clause(text)
            || forms::is_in_brackets(text)
            || parts::is_chapter(text)
            || super::patterns::GW_H1.is_match(text)
    };
    let end = blocks.iter().take(HEAD).position(ends).unwrap_or_else(|| blocks.len().min(HEAD));
    let number = blocks[..end].iter().position(|block| forms::is_document_number(block.text.as_str()));
    if let Some(title) = split_title(&blocks[..end]) {
        join_title(blocks, title, log);
        return head(blocks, log);
    }
    if let Some(number) = number {
        for block in blocks[..number].iter_mut().filter(|block| is_open(block)) {
            let text = block.text.as_str();
            // A title above the number, as on the web, is a title all the same.
            if forms::length(text) <= 40 && !forms::is_notice_title(text) && !text.contains("关于") {
                block.retag(
                    Kind::Paragraph(Role::IssuingBody),
                    &Reason::certain(Rule::RoleOf, "above the document number"),
                    log,
                );
            }
        }
        blocks[number].retag(
            Kind::Paragraph(Role::DocumentNumber),
            &Reason::certain(Rule::RoleOf, "a document number and nothing else"),
            log,
        );
    }
    let titles = |block: &Block| forms::is_notice_title(block.text.as_str());
    let Some(last) = blocks[..end].iter().rposition(|block| block.is_visible() && titles(block)) else {
        // A title of another form: what stands alone between the number and the addressee.
        let start = number.map_or(0, |number| number + 1);
        if number.is_some() && end == start + 1 && is_open(&blocks[start]) {
            blocks[start].retag(Kind::Heading(1), &Reason::certain(Rule::Heading, "the title below the document number"), log);
        }
        return;
    };
    // A title on several lines: the lines above belong to it until the number, a line that is whole, or another title.
    let mut first = last;
    while first > 0 && last - first < 3 && Some(first - 1) != number {
        let above = &blocks[first - 1];
        let text = above.text.as_str();
        let whole = titles(above)
            || above.kind != Kind::default()
            || above.hints.blank_before > 0 && blocks[first].hints.blank_before > 0;
        if whole || forms::length(text) < 6 || !(text.contains("关于") || forms::is_cut_off(text) || text.ends_with("》")) {
            break;
        }
        first -= 1;
    }
    join_title(blocks, first..last + 1, log);
}

/// The most lines of a title.
const TITLE_LINES: usize = 4;

/// The lines of a title that was broken in mid-word: none is a title, and all together are, from who speaks `关于` what to `通知`.
fn split_title(blocks: &[Block]) -> Option<Range<usize>> {
    let first = blocks.iter().position(|block| is_open(block) && block.text.as_str().contains("关于"))?;
    let mut title = blocks[first].text.as_str().to_owned();
    if forms::is_notice_title(&title) {
        return None;
    }
    for (at, line) in blocks.iter().enumerate().skip(first + 1).take(TITLE_LINES - 1) {
        if !is_open(line) || line.hints.blank_before > 0 {
            return None;
        }
        title.push_str(line.text.as_str());
        if forms::is_notice_title(&title) && !forms::is_cut_off(&title) {
            return Some(first..at + 1);
        }
    }
    None
}

fn join_title(blocks: &mut Vec<Block>, title: Range<usize>, log: &mut EditLog) {
    let first = title.start;
    let rest: Vec<Block> = blocks.drain(first + 1..title.end).collect();
    for line in rest {
        let reason = Reason::likely(Rule::Unwrap, "the title of a notice on several lines");
        let block = &mut blocks[first];
        block.text.append(line.text, "", &block.origin, &reason, log);
    }
    blocks[first].retag(Kind::Heading(1), &Reason::certain(Rule::Heading, "the title of a notice"), log);
}

/// After `附件：1.…` come the other items; after a bare `附件1` comes the attachment's title.
fn attachment(blocks: &mut [Block], at: usize, log: &mut EditLog) {
    let listed = blocks[at].text.as_str().contains(['：', ':']);
    for block in blocks.iter_mut().skip(at + 1) {
        let text = block.text.as_str();
        if !is_open(block) || forms::length(text) > 60 || forms::is_sentence(text) {
            return;
        }
        if listed && GW_H3.is_match(text) {
            block.retag(
                Kind::Paragraph(Role::Attachment),
                &Reason::certain(Rule::RoleOf, "the list of attachments goes on"),
                log,
            );
        } else {
            if !listed && !forms::has_comma(text) && !forms::is_date(text) {
                block.retag(Kind::Heading(1), &Reason::certain(Rule::Heading, "the title of an attachment"), log);
            }
            return;
        }
    }
}

/// Signature and date: a date alone in the last third, under one to three lines with names (GW-19 to GW-22).
fn closings(blocks: &mut [Block], log: &mut EditLog) {
    let mut dates: Vec<usize> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        if block.kind == Kind::Paragraph(Role::Date) {
            dates.push(at);
        }
    }
    for at in dates {
        for name in (at.saturating_sub(3)..at).rev() {
            let text = blocks[name].text.as_str();
            let is_name = is_open(&blocks[name])
                && (2..=40).contains(&forms::length(text))
                && !forms::has_comma(text)
                && !forms::ends_sentence(text)
                && !text.ends_with(['：', ':'])
                && !forms::is_notice_title(text)
                && !GW_H3.is_match(text);
            if !is_name || name == 0 {
                break;
            }
            blocks[name].retag(Kind::Paragraph(Role::Signature), &Reason::certain(Rule::RoleOf, "a name above the date"), log);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{DocumentKind, native};
    use crate::normalize::{NormalizeOptions, roles};

    fn check(before: &str, after: &str) {
        let mut document = native::parse(before).expect("the native form is well formed");
        document.meta.kind = Some(DocumentKind::Notice);
        roles::run(&mut document, &NormalizeOptions::default(), &mut crate::diag::Sink::new());
        assert_eq!(native::write(&document), after);
        assert_eq!(document.balance(), Ok(()));
    }

    #[test]
    fn a_notice_has_its_parts() {
        check(
            "body :: 江湾县档案馆文件\nbody :: 江档发〔2023〕15号\nbody :: 江湾县档案馆关于印发\nbody :: 《旧报纸加工办法》的通知\nbody :: 各乡镇人民政府：\n\
             body :: 现将办法印发给你们，请照办。\nbody :: 附件：1.旧报纸加工办法\nbody :: 2.检查表\nbody :: 江湾县档案馆\nbody :: 2023年9月18日\nbody :: （此件公开发布）\n\
             body :: 附件1\nbody :: 旧报纸加工办法\nbody :: 第一条 加工应当有记录。\nbody :: 抄送：县委办公室。\nbody :: 江湾县档案馆 2023年9月18日印发\n",
            "issuing-body :: 江湾县档案馆文件\ndocument-number :: 江档发〔2023〕15号\nheading 1 :: 江湾县档案馆关于印发《旧报纸加工办法》的通知\naddressee :: 各乡镇人民政府：\n\
             body :: 现将办法印发给你们，请照办。\nattachment :: 附件：1.旧报纸加工办法\nattachment :: 2.检查表\nsignature :: 江湾县档案馆\ndate :: 2023年9月18日\nline :: （此件公开发布）\n\
             attachment :: 附件1\nheading 1 :: 旧报纸加工办法\nbody :: 第一条 加工应当有记录。\nimprint :: 抄送：县委办公室。\nimprint :: 江湾县档案馆 2023年9月18日印发\n",
        );
    }
}
