//! Which neighbours stand on one page, the same for all writers: a label with its table, a picture with its words.

use super::{Align, Block, Kind, Role, SpanKind};
use crate::text::width;

/// The longest line that is a label, in half-em units.
const LABEL: usize = 60;

/// Whether a block must stand on one page with the block that follows it: a picture with its caption, the line that leads to a picture
/// or a table, the label of a table.
pub fn is_with_next(block: &Block, next: &Block) -> bool {
    match (&block.kind, &next.kind) {
        (Kind::Figure(_), Kind::Paragraph(Role::Caption)) => true,
        (Kind::Paragraph(Role::Body | Role::Line), Kind::Figure(_)) => is_line(block),
        (Kind::Paragraph(Role::Body | Role::Line | Role::Attachment), Kind::Table(_)) => is_line(block) && is_label(block),
        // 附件 and the title of what is attached.
        (Kind::Paragraph(Role::Body | Role::Attachment), Kind::Paragraph(Role::Body)) => {
            let text =
                block.text.as_str().trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '：' | ':' | '.' | ' '));
            text == "附件" && is_line(next)
        }
        _ => false,
    }
}

/// A short line.
fn is_line(block: &Block) -> bool {
    let text = block.text.as_str();
    !text.is_empty() && text.len() < 200 && !text.contains('\n') && width::of(text) <= LABEL
}

/// A line that says what stands below it: it leads there, or is set apart and no sentence.
fn is_label(block: &Block) -> bool {
    let text = block.text.as_str().trim_end();
    let apart = || {
        block.hints.align == Align::Center
            || block.hints.bold
            || block.text.is_all(&SpanKind::Strong)
            || text.starts_with("附件")
    };
    text.ends_with(['：', ':']) || !text.ends_with(['。', '！', '？', '；', '，', '.', ';', ',']) && apart()
}

#[cfg(test)]
mod tests {
    use crate::model::native;

    #[test]
    fn labels_and_pictures_stay_with_what_they_belong_to() {
        let check = |first: &str, second: &str, expected: bool| {
            let document = native::parse(&format!("{first}\n{second}\n")).expect("well formed");
            assert_eq!(super::is_with_next(&document.blocks[0], &document.blocks[1]), expected, "{first} / {second}");
        };
        let table = "table\n  row\n    cell 1x1 start\n      body :: 甲";
        check("figure 1", "caption :: 图1 渡口", true);
        check("figure 1", "body :: 船来了。", false);
        check("body :: （二）渡口的牌子。", "figure 1", true);
        check(&format!("body :: {}", "船来了。".repeat(20)), "figure 1", false);
        check("body :: {strong|各渡口坐标}", table, true);
        check("body :: 各渡口坐标", table, false);
        check("body :: 各渡口坐标如下：", table, true);
        check("body :: {strong|船来了。}", table, false);
        check("attachment :: 附件2：", "body :: {strong|各渡口坐标}", true);
        check("attachment :: 附件2：渡口一览", "body :: 船来了", false);
    }
}
