//! Faces, sizes and colours by part (GW-5, GW-8 to GW-28).
//!
//! Faces are told by their names: which 仿宋 it is, nobody asks. A name that says no class is not judged.

use super::Findings;
use super::case::Case;
use super::content::is_judged;
use crate::input::look::{Piece, Set, Type, is_red};
use crate::model::anatomy::{Form, Part, presence};

/// The classes of faces that the standard names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// 仿宋.
    FangSong,
    /// 楷体.
    Kai,
    /// 黑体.
    Hei,
    /// 小标宋.
    Title,
    /// 宋体.
    Song,
}

impl Class {
    /// The class that a face's name says.
    pub fn of(name: &str) -> Option<Class> {
        let name = name.to_lowercase().replace([' ', '-', '_'], "");
        let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
        if has(&["小标宋", "xiaobiaosong", "fzxbs", "xbsjw", "biaosong", "chongpaisongscbold"]) {
            Some(Class::Title)
        } else if has(&["仿宋", "fangsong", "simfang", "fzfs", "stfangso"]) {
            Some(Class::FangSong)
        } else if has(&["楷", "kaiti", "simkai", "fzkt", "stkaiti", "kai"]) {
            Some(Class::Kai)
        } else if has(&["黑", "hei", "gothic", "sanscjk", "sourcehansans"]) {
            Some(Class::Hei)
        } else if has(&["宋", "song", "simsun", "serifcjk", "sourcehanserif", "mincho"]) {
            Some(Class::Song)
        } else {
            None
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Class::FangSong => "仿宋",
            Class::Kai => "楷体",
            Class::Hei => "黑体",
            Class::Title => "小标宋",
            Class::Song => "宋体",
        }
    }
}

/// Sizes by their Chinese names, in points.
pub const SECOND: (f32, &str) = (22.0, "二号");
pub const THIRD: (f32, &str) = (16.0, "三号");
pub const FOURTH: (f32, &str) = (14.0, "四号");
/// 三号 is 16 points, or 15.75 where 28 characters must fit the line (GW-4).
const NEAR: f32 = 0.3;

/// Judges what each part is set in.
pub fn judge(case: &Case<'_>, out: &mut Findings) {
    for (at, part) in case.anatomy.parts.iter().enumerate() {
        let text = case.blocks[at].text.as_str().trim();
        let (clause, face, size) = match part {
            Part::Copy => ("7.2.1", None, THIRD),
            Part::Secrecy => ("7.2.2", Some(Class::Hei), THIRD),
            Part::Urgency => ("7.2.3", Some(Class::Hei), THIRD),
            Part::Mark => {
                mark(case, at, out);
                continue;
            }
            Part::Number => {
                number(case, at, out);
                ("7.2.5", None, THIRD)
            }
            Part::Signer => {
                signer(case, at, out);
                continue;
            }
            Part::Title => ("7.3.1", Some(Class::Title), SECOND),
            Part::Addressee => ("7.3.2", Some(Class::FangSong), THIRD),
            Part::Text if !is_judged(&case.blocks[at]) => continue,
            Part::Text => {
                let level = level(text);
                let heading = case.blocks[at].heading().is_some();
                let face = match level {
                    // The lower levels are set as the text is; a sentence that begins with a number is text.
                    Some(class) if class == Class::FangSong || heading || runs_in(text) => Some(class),
                    Some(_) => None,
                    None => Some(Class::FangSong),
                };
                // On pages weight is the face's, and many a 黑体 is heavy.
                let heavy = |piece: &Piece| level == Some(Class::Hei) && matches!(piece.set, Set::Line(_));
                let bold = |piece: &Piece| if level.is_some() { piece.lead.bold && !heavy(piece) } else { piece.type_.bold };
                if let Some(piece) = case.pieces(at).next().filter(|piece| bold(piece)) {
                    let class = level.unwrap_or(Class::FangSong).name();
                    out.add("7.3.3", *part, piece.place.clone(), "bold", format!("{class}, not bold"));
                }
                ("7.3.3", face, THIRD)
            }
            Part::AttachmentNote => ("7.3.4", Some(Class::FangSong), THIRD),
            Part::Signature | Part::Date => ("7.3.5", Some(Class::FangSong), THIRD),
            // Labels of those present have a face of their own (GW-35).
            Part::Note if presence(text).is_some() => {
                present(case, at, out);
                continue;
            }
            Part::Note => ("7.3.6", Some(Class::FangSong), THIRD),
            Part::AttachmentMark => ("7.3.7", Some(Class::Hei), THIRD),
            Part::Copies => ("7.4.2", Some(Class::FangSong), FOURTH),
            Part::Printed => ("7.4.3", Some(Class::FangSong), FOURTH),
            Part::Beside | Part::AttachmentTitle | Part::None => continue,
        };
        let levelled = *part == Part::Text && level(text).is_some();
        for piece in case.pieces(at) {
            // Of a heading that runs into its text, the beginning tells.
            let first = case.pieces(at).next().is_some_and(|first| std::ptr::eq(first, piece));
            let type_ = if levelled { &piece.lead } else { &piece.type_ };
            judge_size(clause, *part, piece, type_, size, out);
            if !levelled || first {
                judge_face(clause, *part, piece, type_, face, out);
            }
            if type_.color != 0 && !is_dark(type_.color) {
                out.add("5.2.4", *part, piece.place.clone(), format!("#{:06X}", type_.color), "black");
            }
        }
    }
}

fn judge_size(clause: &'static str, part: Part, piece: &Piece, type_: &Type, size: (f32, &str), out: &mut Findings) {
    if (type_.size - size.0).abs() > NEAR {
        out.add(clause, part, piece.place.clone(), points(type_.size), format!("{} ({} pt)", size.1, size.0));
    }
}

fn judge_face(clause: &'static str, part: Part, piece: &Piece, type_: &Type, face: Option<Class>, out: &mut Findings) {
    let bare = |found: Class| face == Some(Class::Title) && found == Class::Song && is_traditional(&type_.face);
    if let (Some(face), Some(found)) = (face, Class::of(&type_.face))
        && face != found
        && !bare(found)
    {
        out.add(clause, part, piece.place.clone(), type_.face.clone(), face.name());
    }
}

/// Whether a face is of the traditional script, which has no 小标宋.
fn is_traditional(name: &str) -> bool {
    let name = name.to_lowercase().replace([' ', '-', '_'], "");
    ["song", "serif", "cjk", "hanserif"]
        .iter()
        .any(|kind| ["tc", "hk"].iter().any(|script| name.contains(&format!("{kind}{script}"))))
}

/// Whether a colour is as good as black.
pub fn is_dark(color: u32) -> bool {
    color.to_be_bytes()[1..].iter().all(|&part| part < 0x40)
}

/// A size for people.
pub fn points(size: f32) -> String {
    format!("{} pt", (size * 10.0).round() / 10.0)
}

/// The mark: red; 小标宋 is recommended; no size is said (GW-11).
fn mark(case: &Case<'_>, at: usize, out: &mut Findings) {
    for piece in case.pieces(at) {
        let type_ = &piece.type_;
        if !is_red(type_.color) && case.anatomy.form != Form::Plain {
            out.add("7.2.4", Part::Mark, piece.place.clone(), format!("#{:06X}", type_.color), "red");
        }
        if Class::of(&type_.face).is_some_and(|class| class != Class::Title) {
            let expected = Class::Title.name();
            out.warn(
                "7.2.4",
                Part::Mark.name(),
                piece.place.clone(),
                type_.face.clone(),
                expected,
                "recommended by the standard",
            );
        }
    }
}

/// The number has no face of its own, and so that of the text (GW-5).
fn number(case: &Case<'_>, at: usize, out: &mut Findings) {
    for piece in case.pieces(at) {
        if let Some(class) = Class::of(&piece.lead.face).filter(|class| *class != Class::FangSong) {
            let place = piece.place.clone();
            out.warn("5.2.2", Part::Number.name(), place, class.name().to_owned(), "仿宋", "usual by the standard");
        }
    }
}

/// Of who was there, the label in 黑体, the names in 仿宋 (GW-35).
fn present(case: &Case<'_>, at: usize, out: &mut Findings) {
    if let Some(piece) = case.pieces(at).next() {
        judge_size("10.3", Part::Note, piece, &piece.type_, THIRD, out);
        judge_face("10.3", Part::Note, piece, &piece.lead, Some(Class::Hei), out);
        judge_face("10.3", Part::Note, piece, &piece.tail, Some(Class::FangSong), out);
    }
}

/// The label in 仿宋, the name in 楷体 (GW-13).
fn signer(case: &Case<'_>, at: usize, out: &mut Findings) {
    if let Some(piece) = case.pieces(at).next_back() {
        judge_size("7.2.6", Part::Signer, piece, &piece.tail, THIRD, out);
        judge_face("7.2.6", Part::Signer, piece, &piece.tail, Some(Class::Kai), out);
    }
}

/// The face of the level that a paragraph's number says.
fn level(text: &str) -> Option<Class> {
    let han = |c: char| "一二三四五六七八九十".contains(c);
    let inner = text.trim_start_matches(['（', '(']);
    let bracket = inner.len() < text.len();
    let rest = inner.trim_start_matches(han);
    if rest.len() < inner.len() {
        return match rest.chars().next()? {
            '、' | '.' | '．' if !bracket => Some(Class::Hei),
            '）' | ')' if bracket => Some(Class::Kai),
            _ => None,
        };
    }
    let rest = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    let counted = rest.len() < inner.len() && inner.len() - rest.len() <= 2;
    let close = rest.chars().next()?;
    let figure = rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    (counted && !figure && (bracket && matches!(close, '）' | ')') || !bracket && matches!(close, '.' | '．' | '、')))
        .then_some(Class::FangSong)
}

/// Whether a paragraph begins with a heading that its text follows: up to the first full stop there is no other mark.
fn runs_in(text: &str) -> bool {
    let Some(stop) = text.find('。') else { return false };
    let head = &text[..stop];
    head.chars().count() <= 30 && !head.contains(['，', '；', '：', '？', '！', ',']) && stop + '。'.len_utf8() < text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faces_are_known_by_name() {
        let check = |name: &str, expected: Option<Class>| assert_eq!(Class::of(name), expected, "{name}");
        check("仿宋_GB2312", Some(Class::FangSong));
        check("FZFSK--GBK1-0", Some(Class::FangSong));
        check("方正小标宋简体", Some(Class::Title));
        check("KaiTi_GB2312", Some(Class::Kai));
        check("SimHei", Some(Class::Hei));
        check("SimSun", Some(Class::Song));
        check("Times New Roman", None);
    }

    #[test]
    fn faces_of_the_traditional_script_are_known() {
        let check = |name: &str, expected: bool| assert_eq!(is_traditional(name), expected, "{name}");
        check("Noto Serif CJK TC", true);
        check("ChongpaiSongTC-Regular", true);
        check("SourceHanSerifHK-Bold", true);
        check("SimSun", false);
        check("Noto Serif CJK SC", false);
    }

    #[test]
    fn levels_have_their_faces() {
        let check = |text: &str, expected: Option<Class>| assert_eq!(level(text), expected, "{text}");
        check("一、总则", Some(Class::Hei));
        check("（二）要求", Some(Class::Kai));
        check("3.时间", Some(Class::FangSong));
        check("（4）地点", Some(Class::FangSong));
        check("1.5亿元", None);
        check("2026年", None);
    }
}
