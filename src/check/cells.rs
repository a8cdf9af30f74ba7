//! Words in tables. The standard gives them no face and no size of their own: what it says of all text is judged (GW-5), and only
//! where it is grossly otherwise: type that nobody can read or that is larger than the text, and colours.

use super::Findings;
use super::case::Case;
use super::faces::{THIRD, is_dark, points};

/// 小五: smaller type is hard to read.
const LEAST: f32 = 9.0;

/// Judges what cells are set in.
pub fn judge(case: &Case<'_>, out: &mut Findings) {
    for piece in case.cells() {
        let type_ = &piece.type_;
        if type_.size > 0.0 && !(LEAST - 0.3..=THIRD.0 + 0.3).contains(&type_.size) {
            let expected = "三号 (16 pt), or smaller type down to 小五 (9 pt)";
            out.warn("5.2.2", "表格", piece.place.clone(), points(type_.size), expected, "usual by the standard");
        }
        if !is_dark(type_.color) {
            out.of("5.2.4", "表格", piece.place.clone(), format!("#{:06X}", type_.color), "black");
        }
    }
}
