//! What is peculiar to official documents (GB/T 9704-2012, GW-8 to GW-30 and GW-33 to GW-35), in the order in which it is
//! found: [`tables`] dissolves tables that only lay out, [`glued`] parts what a copy ran together, [`head`] finds all above the text, [`annex`] finds what stands behind, and what is left here is below the text: attachments, signature and date, notes,
//! who was there, the imprint. [`flow`] comes after lines are joined.

mod annex;
mod flow;
mod glued;
mod head;
mod lines;
mod tables;

pub use annex::{is_closed, is_forwarded};
pub use flow::run as join_prose;
pub use lines::{are_issuers, is_third};

use super::patterns::{GW_ATT, GW_H3, GW_SEC, GW_URG};
use super::roles::{before, is_open};
use super::{forms, headings, measure};
use crate::model::{Block, EditLog, Kind, Reason, Role, Rule};
use std::collections::BTreeSet;

/// Points towards a notice that a line's form gives beside those that every kind knows; `at` is its place.
pub fn points(text: &str, at: usize) -> u32 {
    const CLOSING: [&str; 10] =
        ["特此公告", "特此通告", "特此通知", "特此通报", "特此报告", "特此函", "此复", "请批示", "请审批", "现予公布"];
    let closing = text.chars().count() <= 80 && CLOSING.iter().any(|words| text.contains(words));
    let head = at < 12
        && (lines::is_short_number(text)
            || lines::is_signer(text)
            || lines::is_passed(text)
            || lines::is_passed_open(text)
            || lines::is_bare_title(text));
    // Of the kinds that end a title, these are of nothing but notices.
    const TITLES: [&str; 4] = ["的倡议书", "的启事", "的公示", "的建议书"];
    let titled = at < 4 && text.starts_with("关于") && TITLES.iter().any(|word| text.ends_with(word));
    let spread = at < 12 && !lines::spread(text).is_empty() && lines::is_title(text) && !forms::is_notice_title(text);
    let number = at < 12 && lines::is_number(text) && !forms::is_document_number(text);
    let last_line = text.rsplit('\n').next().unwrap_or(text);
    3 * u32::from(titled || spread)
        + 2 * u32::from(at < 4 && lines::is_session(text))
        + 4 * u32::from(number)
        + 3 * u32::from(at < 4 && lines::is_short_title(last_line))
        + 2 * u32::from(closing)
        + 2 * u32::from(head)
        + 2 * u32::from(at < 4 && lines::is_mark(text))
}

/// What stands above a block.
#[derive(Default)]
struct Above {
    /// A date has closed the notice.
    dated: bool,
    /// The names of its attachments, as its list has them.
    attached: BTreeSet<String>,
}

impl Above {
    fn see(&mut self, block: &Block) {
        self.dated |= block.kind == Kind::Paragraph(Role::Date);
        if block.kind == Kind::Paragraph(Role::Attachment) {
            self.attached.insert(annex::name(block.text.as_str()));
        }
    }
}

/// Gives the parts of a notice their roles. `wrapped` says that lines are pieces of paragraphs.
pub fn run(blocks: &mut Vec<Block>, wrapped: bool, log: &mut EditLog) {
    tables::run(blocks, log);
    glued::run(blocks, wrapped, log);
    head::run(blocks, log);
    printers(blocks, log);
    let mut above = Above::default();
    let mut at = 0;
    while at < blocks.len() {
        let found = if is_open(&blocks[at]) { by_form(blocks, at) } else { None };
        if let Some((role, evidence)) = found {
            blocks[at].retag(Kind::Paragraph(role), &Reason::certain(Rule::RoleOf, evidence), log);
            match role {
                Role::Attachment => attachment(blocks, at, &mut above, log),
                Role::Imprint => copies(blocks, at, log),
                Role::Line if lines::is_present(blocks[at].text.as_str()) => present(blocks, at, log),
                _ => {}
            }
        }
        above.see(&blocks[at]);
        at += 1;
    }
    closings(blocks, log);
    annex::run(blocks, log);
}

fn by_form(blocks: &[Block], at: usize) -> Option<(Role, &'static str)> {
    let text = blocks[at].text.as_str();
    if text.len() > 900 {
        return None;
    }
    let dated = || before(blocks, at).is_some_and(|block| block.kind == Kind::Paragraph(Role::Date));
    if lines::is_number(text) {
        Some((Role::DocumentNumber, "a document number and nothing else"))
    } else if forms::is_date(text) {
        Some((Role::Date, "a date and nothing else"))
    } else if lines::is_imprint(text) {
        Some((Role::Imprint, "who gets a copy, who printed it"))
    } else if GW_ATT.is_match(text)
        && forms::length(text) <= 120
        && !forms::ends_sentence(text)
        // `附：` in a heading stands over what is attached.
        && (blocks[at].heading().is_none() || text.contains('件'))
    {
        Some((Role::Attachment, "an attachment"))
    } else if GW_SEC.is_match(text)
        || GW_URG.is_match(text)
        || forms::is_in_brackets(text) && (text.contains("此件") || dated() && forms::length(text) <= 120)
    {
        Some((Role::Line, "a mark of secrecy, urgency or publicity, or a note below the date"))
    } else if lines::is_present(text) && !forms::ends_sentence(text) && forms::length(text) <= 120 {
        Some((Role::Line, "who was there, and who was not"))
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

/// After `附件：1.…` come the other items; after a bare `附件1` comes the attachment's title.
fn attachment(blocks: &mut Vec<Block>, at: usize, above: &mut Above, log: &mut EditLog) {
    let label = blocks[at].text.as_str();
    // `附件2：` with nothing behind it stands over the attachment itself.
    // Without a number it does so where the date above has closed the notice.
    let over =
        label.trim_end().strip_suffix(['：', ':']).is_some_and(|label| label.ends_with(forms::is_numeral) || above.dated);
    let listed = label.contains(['：', ':']) && !over;
    let first = label.split(['：', ':']).nth(1).and_then(lines::item);
    let mut last = first.map(|(number, _)| number);
    let mut next = at + 1;
    while next < blocks.len() {
        if listed && name_goes_on(blocks, next) {
            head::join(blocks, next - 1..next + 1, "the name of an attachment on two lines", log);
            continue;
        }
        let block = &mut blocks[next];
        next += 1;
        if matches!(block.kind, Kind::Furniture(_)) {
            continue;
        }
        let text = block.text.as_str();
        // `2.2026年…` is the second item and no decimal where it comes after the first.
        let counted = lines::item(text).map(|(number, _)| number).filter(|number| last.is_some_and(|last| last + 1 == *number));
        let numbered = GW_H3.is_match(text) || lines::is_third(text) || counted.is_some();
        // A stop behind the name of an attachment is a fault of who wrote it, and no sentence.
        let named = listed && numbered && !forms::has_comma(text.trim_end_matches(['。', '；']));
        if !is_open(block) || forms::length(text) > 60 || forms::is_sentence(text) && !named {
            return;
        }
        if listed && numbered {
            block.retag(
                Kind::Paragraph(Role::Attachment),
                &Reason::certain(Rule::RoleOf, "the list of attachments goes on"),
                log,
            );
            last = counted.or(last);
        } else {
            if !listed && !forms::has_comma(text) && !forms::is_date(text) && headings::rank(text).is_none() {
                above.see(&blocks[at]);
                annex::title(blocks, next - 1, &above.attached, log);
            }
            return;
        }
    }
}

/// Whether a line is the rest of an attachment's name: a mark is open above it, or the line above is full and this one hangs under
/// the name.
fn name_goes_on(blocks: &[Block], at: usize) -> bool {
    /// The rest of a name begins five to eight characters in, signatures farther.
    const HANGS: std::ops::RangeInclusive<u16> = 9..=17;
    let (above, line) = (&blocks[at - 1], &blocks[at]);
    let (name, text) = (above.text.as_str(), line.text.as_str());
    let open = |text: &str| {
        let opens = text.matches(['“', '《', '（', '「']).count();
        opens > text.matches(['”', '》', '）', '」']).count()
    };
    let hangs = above.hints.line
        && HANGS.contains(&line.hints.indent)
        && (44..=58).contains(&measure::width(above))
        && measure::width(above) > measure::width(line);
    // Where indents are lost: no name of a paper ends above, and one ends here.
    let ends = |text: &str| NAMES.iter().any(|end| text.ends_with(end));
    let lines = above.hints.line || above.hints.page.is_some();
    let full = lines && (40..=58).contains(&measure::width(above)) && !ends(name) && ends(text);
    is_open(line)
        && line.hints.blank_before == 0
        && forms::is_within(text, 40)
        && !forms::ends_sentence(text)
        && !forms::is_date(text)
        && !GW_ATT.is_match(text)
        && lines::item(text).is_none()
        && !GW_H3.is_match(text)
        && (open(name) || hangs || full)
}

/// What the names of attachments end in.
const NAMES: [&str; 25] = [
    "表", "单", "名册", "目录", "通知", "意见", "方案", "办法", "规定", "细则", "规则", "的函", "公告", "决定", "报告", "材料",
    "计划", "说明", "回执", "须知", "标准", "情况", "清册", "规程", "纪要",
];

/// The lines of 抄送 after the first, up to the full stop that ends them or the line that says who printed it.
fn copies(blocks: &mut Vec<Block>, at: usize, log: &mut EditLog) {
    /// No list of names has more lines.
    const MOST: usize = 6;
    let ends = |block: &Block| forms::ends_sentence(block.text.as_str());
    if lines::is_printed(blocks[at].text.as_str()) || ends(&blocks[at]) {
        return;
    }
    let last = blocks.iter().skip(at + 1).take(MOST).position(|block| ends(block) || lines::is_printed(block.text.as_str()));
    let Some(last) = last.map(|last| at + 1 + last) else { return };
    let mut last = last;
    // A list of names on several lines is one.
    while at < last
        && blocks[at].hints.line
        && is_open(&blocks[at + 1])
        && blocks[at + 1].hints.blank_before == 0
        && !lines::is_imprint(blocks[at + 1].text.as_str())
    {
        head::join(blocks, at..at + 2, "who gets a copy, on several lines", log);
        last -= 1;
    }
    for block in blocks[at + 1..=last].iter_mut().filter(|block| is_open(block)) {
        block.retag(Kind::Paragraph(Role::Imprint), &Reason::likely(Rule::RoleOf, "between 抄送 and its full stop"), log);
    }
}

/// Joins who printed it with the line below, which says when: the two stand on one line (GW-28).
fn printers(blocks: &mut Vec<Block>, log: &mut EditLog) {
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    for line in blocks.drain(..) {
        if is_printer(&kept, &line)
            && let Some(name) = kept.last_mut()
        {
            let reason = Reason::likely(Rule::Unwrap, "who printed it, above when");
            name.text.append(line.text, "\u{3000}\u{3000}", &name.origin, &reason, log);
        } else {
            kept.push(line);
        }
    }
    *blocks = kept;
}

/// Whether the last of these blocks names who printed it on the day that the next line gives: an office, or what stands below 抄送.
fn is_printer(above: &[Block], date: &Block) -> bool {
    const OFFICES: [&str; 4] = ["办公室", "办公厅", "秘书处", "秘书科"];
    let Some((name, above)) = above.split_last() else { return false };
    let (text, date) = (name.text.as_str(), date.text.as_str());
    lines::is_printed(date)
        && date.trim_start().starts_with(|c: char| c.is_ascii_digit())
        && is_open(name)
        && (4..=40).contains(&forms::length(text))
        && !text.contains(['：', ':'])
        && !forms::has_comma(text)
        && !forms::ends_sentence(text)
        && lines::may_sign(text)
        && (OFFICES.iter().any(|office| text.trim_end().ends_with(office))
            || above.last().is_some_and(|copies| lines::is_imprint(copies.text.as_str())))
}

/// Names below those that a label introduces, in minutes: `　　　温以宁　县消防救援大队`.
fn present(blocks: &mut Vec<Block>, at: usize, log: &mut EditLog) {
    // A full line breaks off in mid-name.
    let broken = |blocks: &[Block]| {
        let (line, below) = (&blocks[at], blocks.get(at + 1)?);
        let text = below.text.as_str();
        let full = line.hints.line && below.hints.line && (50..=58).contains(&measure::width(line));
        let rest = is_open(below)
            && below.hints.blank_before == 0
            && below.hints.indent <= line.hints.indent
            && !text.contains(['：', ':'])
            && headings::rank(text).is_none()
            && !forms::is_date(text);
        (full && rest && !forms::ends_sentence(line.text.as_str())).then_some(())
    };
    while broken(blocks).is_some() {
        head::join(blocks, at..at + 2, "who was there, on several lines", log);
        blocks[at].hints.line = false;
    }
    for block in blocks.iter_mut().skip(at + 1) {
        let text = block.text.as_str();
        let named = is_open(block)
            && forms::length(text) <= 60
            && text.contains([' ', '\u{3000}', '、'])
            && !forms::ends_sentence(text)
            && !lines::is_present(text)
            && !forms::is_date(text)
            && !lines::is_imprint(text)
            && headings::rank(text).is_none();
        if !named {
            return;
        }
        block.retag(Kind::Paragraph(Role::Line), &Reason::likely(Rule::RoleOf, "names below those who were there"), log);
    }
}

/// The most bodies that sign one notice.
const SIGNERS: usize = 6;

/// Signature and date: a date alone, under names (GW-19 to GW-22).
fn closings(blocks: &mut [Block], log: &mut EditLog) {
    let dates: Vec<usize> = (0..blocks.len()).filter(|&at| blocks[at].kind == Kind::Paragraph(Role::Date)).collect();
    for at in dates {
        for name in (at.saturating_sub(SIGNERS)..at).rev() {
            // A page may end between the names and their date.
            if matches!(blocks[name].kind, Kind::Furniture(_) | Kind::PageMark) {
                continue;
            }
            let text = blocks[name].text.as_str();
            let is_name = is_open(&blocks[name])
                && (2..=40).contains(&forms::length(text))
                && !forms::has_comma(text)
                && !forms::ends_sentence(text)
                && !text.ends_with(['：', ':'])
                && !lines::is_title(text)
                && !forms::is_clause(text)
                && headings::rank(text).is_none()
                && lines::may_sign(text);
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
    fn the_first_line_of_a_title_above_the_number_is_no_mark() {
        check(
            "body :: 江湾县人民政府对县政协三届二次会议\nbody :: 第41号提案的答复\nbody :: 江政函〔2023〕4号\nbody :: 陈渡委员：\n\
             body :: 来信收到。\n",
            "heading 1 :: 江湾县人民政府对县政协三届二次会议第41号提案的答复\ndocument-number :: 江政函〔2023〕4号\n\
             addressee :: 陈渡委员：\nbody :: 来信收到。\n",
        );
    }

    #[test]
    fn who_printed_it_stands_on_one_line_with_the_date() {
        let head = "issuing-body :: 江湾县档案馆文件\ndocument-number :: 江档发〔2023〕15号\nheading 1 :: 关于修补旧报纸的通知\nbody :: 请照办。\n";
        let copies = "imprint :: 抄送：县委办公室。\n";
        check(
            &format!("{head}body :: 抄送：县委办公室。\nbody :: 江湾县档案馆修补组\nbody :: 2023年9月18日印发\n"),
            &format!("{head}{copies}imprint :: 江湾县档案馆修补组　　2023年9月18日印发\n"),
        );
        check(
            &format!("{head}body :: 江湾县档案馆办公室\nbody :: 2023年9月18日印发\n"),
            &format!("{head}imprint :: 江湾县档案馆办公室　　2023年9月18日印发\n"),
        );
        check(
            &format!("{head}body :: 抄送：县委办公室。\nbody :: 2023年9月18日印发\n"),
            &format!("{head}{copies}imprint :: 2023年9月18日印发\n"),
        );
    }

    #[test]
    fn an_order_has_no_title() {
        let head = "issuing-body :: 江湾县人民政府令\ndocument-number :: 第13号\n";
        let text =
            "body :: 《渡口管理办法》已经2025年5月6日县人民政府\nbody :: 第4次会议通过，现予公布，自8月1日\nbody :: 起施行。\n";
        check(&format!("body :: 江湾县人民政府令\nbody :: 第13号\n{text}"), &format!("{head}{text}"));
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

    #[test]
    fn a_writ_names_its_court() {
        check(
            "body :: 江湾县人民法院民事判决书\nbody :: （2012）江民初字第487号\nbody :: 原告林见川，男，住江湾县渡口镇，船工。\n",
            "heading 1 :: 江湾县人民法院民事判决书\ndocument-number :: （2012）江民初字第487号\nbody :: 原告林见川，男，住江湾县渡口镇，船工。\n",
        );
    }

    #[test]
    fn the_head_of_the_paper_stands_again_below_the_title_of_its_page() {
        check(
            "body :: 首页 > 通知\nbody :: 江湾县教育局关于开学的通知\nbody :: 江湾县教育局\nbody :: 江教〔2024〕3号\n\
             body :: 江湾县教育局关于开学的通知\nbody :: 各学校：\nbody :: 九月一日开学。\n",
            "furniture running-head :: 首页 > 通知\nfurniture running-head :: 江湾县教育局关于开学的通知\nissuing-body :: 江湾县教育局\ndocument-number :: 江教〔2024〕3号\n\
             heading 1 :: 江湾县教育局关于开学的通知\naddressee :: 各学校：\nbody :: 九月一日开学。\n",
        );
    }

    #[test]
    fn minutes_and_resolutions_have_their_parts() {
        check(
            "body :: 江湾县人民政府专题会议纪要\nbody :: 〔2024〕第14期\nbody :: 研究渡口值班工作\nbody :: 3月8日，副县长主持会议，研究渡口值班。\n",
            "issuing-body :: 江湾县人民政府专题会议纪要\ndocument-number :: 〔2024〕第14期\nheading 1 :: 研究渡口值班工作\nbody :: 3月8日，副县长主持会议，研究渡口值班。\n",
        );
        check(
            "body :: 江湾县科学技术协会第三届委员会\nbody :: 第二次全体会议决议\nbody :: （2024年3月8日江湾县科学技术协会第二次全体会议通过）\nbody :: 会议听取了报告。\n",
            "heading 1 :: 江湾县科学技术协会第三届委员会第二次全体会议决议\nline :: （2024年3月8日江湾县科学技术协会第二次全体会议通过）\nbody :: 会议听取了报告。\n",
        );
    }

    #[test]
    fn a_forwarded_paper_says_whose_it_is() {
        let paper = "body :: 第一条 为了护树，每天浇一次水。\n";
        check(
            &format!(
                "body :: 现转发给你们，请照办。\nbody :: 江湾县人民政府\nbody :: 2024年3月8日\nbody :: 江湾县古树保护措施\n\
                 body :: 江湾县林业局　江湾县财政局\n{paper}body :: 报送：江湾市林业局。\n"
            ),
            &format!(
                "body :: 现转发给你们，请照办。\nsignature :: 江湾县人民政府\ndate :: 2024年3月8日\nheading 1 :: 江湾县古树保护措施\n\
                 byline :: 江湾县林业局　江湾县财政局\n{paper}imprint :: 报送：江湾市林业局。\n"
            ),
        );
    }

    #[test]
    fn heads_by_other_hands_have_their_parts() {
        check(
            "body :: 江 湾 县 委 办 文 件\nbody :: 江办[2024]3号\nbody :: 中共江湾县委办公室　江湾县人民政府办公室\nbody :: 印发《关于修路的若干措施》的通知\n\
             body :: 各镇：\nbody :: 现印发给你们。\n",
            "issuing-body :: 江湾县委办文件\ndocument-number :: 江办[2024]3号\n\
             heading 1 :: 中共江湾县委办公室　江湾县人民政府办公室印发《关于修路的若干措施》的通知\naddressee :: 各镇：\nbody :: 现印发给你们。\n",
        );
        check(
            "body :: 江湾县人民检察院\nbody :: 检察建议书\nbody :: 江检建〔2024〕5号\nbody :: 江湾县水务局：\nbody :: 河堤要修。\n",
            "issuing-body :: 江湾县人民检察院\nheading 1 :: 检察建议书\ndocument-number :: 江检建〔2024〕5号\naddressee :: 江湾县水务局：\nbody :: 河堤要修。\n",
        );
        check(
            "body :: 江湾县水务局转发县应急局\nbody :: 办公室关于防汛的 通 知\nbody :: 各镇：\nbody :: 现转发给你们。\n",
            "heading 1 :: 江湾县水务局转发县应急局办公室关于防汛的通知\naddressee :: 各镇：\nbody :: 现转发给你们。\n",
        );
    }
}
