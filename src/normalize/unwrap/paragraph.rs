//! Paragraphs of a source that has paragraphs (an office document, a book, a page of the web): which of them could be two parts of
//! one.
//!
//! Programs that recognize pages write a paragraph for each part of one that a page or a column cut. Writers end a paragraph without a
//! mark, too: titles, captions, verse, items. So a break between paragraphs is weighed at all only where prose breaks off above it,
//! and where both are set alike.

use super::form::{self, End, Start};
use crate::model::{Align, Block, Hints};
use crate::normalize::profile::{Line, is_clause_end};
use crate::normalize::{captions, forms, source_lines};
use crate::text::script::is_han;

/// Prose that breaks off has at least so many characters in its second clause, in its first, and after a comma: shorter lines are titles
/// or verse.
const SECOND: usize = 12;
const FIRST: usize = 20;
const CLAUSE: usize = 28;
/// A field with its value is shorter, in characters: what is longer is prose under a theme.
const ENTRY: usize = 40;
/// A first line stands further in than the end of a paragraph by this much, in half ems.
const INDENTED: i32 = 2;

/// Whether the two paragraphs could be one.
pub fn may_be_one(above: &Block, below: &Block, lines: (&Line, &Line)) -> bool {
    let (left, right) = (above.text.as_str(), below.text.as_str());
    let long = match form::end(left) {
        _ if form::start(right) == Start::Tail => 0,
        _ if form::is_rest(left, right) && (form::has_inner_stop(left) || forms::is_cut_off(left)) => 0,
        End::Comma => CLAUSE,
        _ if form::has_inner_stop(left) && !is_couplet(left) => SECOND,
        _ => FIRST,
    };
    let begins = matches!(form::start(right), Start::Label | Start::Opener | Start::Bullet | Start::Bracket);
    let begins = begins || right.strip_prefix(['注', '註']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    // `【江湾日报】渡口开行新船`: a headline under the name of its source.
    let headed = left.starts_with('【') && !left.contains(['，', '。', ',']) && !form::is_rest(left, right);
    let open = form::start(right) == Start::Tail || form::is_left_open(left) && !begins && !headed;
    // No prose: what has lines of its own, a field of a form, who somebody is, the number and name of a table.
    let rows = [left, right].iter().any(|text| text.contains(['\n', '|']));
    let entry = form::is_field(left) && !form::has_sentence(left) && !form::is_rest(left, right) || form::opens_life(left);
    let bare = rows || entry && lines.0.chars < ENTRY || captions::is_numbered(left);
    // Who published what follows, and when.
    let source = left.starts_with("发布于") || source_lines::is_source_line(left);
    // A link alone is the headline of something else.
    let linked = [above, below].iter().any(|block| block.text.is_link());
    open && !bare
        && !linked
        && !source
        && lines.0.chars >= long
        && !match_each_other(left, right)
        && lines.1.indent - lines.0.indent < INDENTED
        && are_set_alike(&above.hints, &below.hints)
}

/// Whether all clauses of a line are of one length, as those of a verse.
fn is_couplet(line: &str) -> bool {
    let mut clauses = clauses(line);
    let first = clauses.next();
    clauses.all(|length| Some(length) == first)
}

/// Whether two lines match clause by clause, as verses and the items of a list do.
fn match_each_other(left: &str, right: &str) -> bool {
    clauses(left).nth(1).is_some() && clauses(left).eq(clauses(right))
}

/// How many Han each clause has.
fn clauses(line: &str) -> impl Iterator<Item = usize> + '_ {
    line.split(is_clause_end).map(|clause| clause.chars().filter(|&c| is_han(c)).count()).filter(|&count| count > 0)
}

/// Whether both are set in one size and weight, and neither is centred or stands at the right.
fn are_set_alike(above: &Hints, below: &Hints) -> bool {
    /// Sizes that differ by less, in points, are one size that was rounded.
    const ROUNDED: f32 = 0.5;
    let size = |hints: &Hints| hints.size.unwrap_or_default();
    let flows = |hints: &Hints| hints.align == Align::Start;
    (size(above) - size(below)).abs() < ROUNDED && above.bold == below.bold && flows(above) && flows(below)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Kind, Origin, TextBuilder};

    const LEFT: &str = "老船工林见川在这里撑了四十年的船，镇上的孩子没有不认识他的，他的船补了又";

    fn paragraph(text: &str, hints: Hints) -> Block {
        Block { hints, ..Block::new(Kind::default(), TextBuilder::plain(text), Origin::None) }
    }

    #[test]
    fn prose_that_breaks_off_may_go_on() {
        let check = |left: &str, right: &str, expected: bool| {
            let (above, below) = (paragraph(left, Hints::default()), paragraph(right, Hints::default()));
            assert_eq!(may_be_one(&above, &below, (&Line::of(&above), &Line::of(&below))), expected, "{left} | {right}");
        };
        check(LEFT, "补，船底的木板换过三回。", true);
        check("老船工说：“等水退了再说。", "”说完他蹲在屋檐下抽烟。", true);
        check(&format!("{LEFT}补。"), "那年春天雨水多，江水漫过石阶。", false);
        check("石阶生苔人迹少，渡船系柳雨声多，", "江水不知何处去，对岸山花自在红。", false);
        check("会议要求，全镇船工和广大", "乘客要爱护渡口的一草一木，不在江里倾倒垃圾。", true);
        check("石阶生苔人迹少，渡船系柳雨声多", "林见川念完，把灯吹了，雨还在下。", false);
        check("渡船失修，伤及乘客，过失五也", "江堤不固，淹没农田，过失六也。", false);
        check("江湾渡口开行新船", "昨日清晨，江湾渡口的新船开行，乘客排起了长队。", false);
        check(LEFT, "一、船底的木板换过三回。", false);
        check("级别：骑士\n精华：零，发帖：一百二十，来自江湾", "楼主说得对，路过。", false);
        check("发表于某月某日 十二点半 | 只看该作者", "路过，顶。", false);
        check("账号：1234 5678 9012 3456，江湾银行", "本合同一式四份，甲乙双方各执两份。", false);
        check("表1　各年度修补渡船的次数，单位：次，不含小修", "渡口的人说，修补渡船要赶在汛期以前。", false);
        check("林见川，男，1965年生，江湾人，长期从事渡船修补工作", "温以宁，女，1972年生，临河人。", false);
        check("林见川，男，1965年生，江湾人，渡船的船工", "本合同一式四份，甲乙双方各执两份。", false);
        check("注1）渡船在汛期停航，恢复的日子另行通知乘客，不退票款", "注2）老人免票。", false);
        check("【概况】去年江湾渡口全年开行，没有停过", "一天。", true);
        check("【江湾日报】渡口开行新船：乘客排起长队 三天后还有一条", "昨日清晨，江湾渡口的新船开行。", false);
    }

    #[test]
    fn parts_of_a_paragraph_are_set_alike() {
        let check = |above: Hints, below: Hints, expected: bool| {
            let (above, below) = (paragraph(LEFT, above), paragraph("补，船底的木板换过三回。", below));
            assert_eq!(may_be_one(&above, &below, (&Line::of(&above), &Line::of(&below))), expected);
        };
        let plain = Hints::default;
        check(Hints { indent: 4, ..plain() }, plain(), true);
        check(plain(), Hints { indent: 4, ..plain() }, false);
        check(Hints { size: Some(16.0), ..plain() }, Hints { size: Some(10.5), ..plain() }, false);
        check(plain(), Hints { align: Align::End, ..plain() }, false);
        check(Hints { bold: true, ..plain() }, plain(), false);
    }
}
