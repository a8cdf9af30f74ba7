//! What a key of a style may hold: how each kind of value is read from TOML, shown, and what of it is allowed.

use crate::geom::{Abs, Size};
use crate::model::DocumentKind;
use crate::typeset::paragraph::{Alignment, Family, Prohibition, Punctuation, Quotes, Region};
use toml::de::DeValue;

/// Why a value is refused.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Complaint {
    /// The key below the one that was read, if it was in a table.
    pub key: Option<String>,
    /// What is the matter.
    pub about: Matter,
}

/// What is the matter with a value.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Matter {
    /// Another value is needed.
    Allowed(String),
    /// There is no such key; these there are.
    Unknown(String),
}

impl Complaint {
    /// The complaint, about a key in a table.
    pub fn under(self, key: &str) -> Complaint {
        Complaint { key: Some(key.to_owned()), ..self }
    }

    /// No such key.
    pub fn unknown(key: &str, known: &str) -> Complaint {
        Complaint { key: Some(key.to_owned()), about: Matter::Unknown(known.to_owned()) }
    }
}

/// Only such values are allowed.
pub(super) fn allowed(what: &str) -> Complaint {
    Complaint { key: None, about: Matter::Allowed(what.to_owned()) }
}

/// A kind of value.
pub(super) trait Value {
    /// Takes over what TOML says.
    fn read(&mut self, value: &DeValue<'_>) -> Result<(), Complaint>;
    /// As it is written in TOML.
    fn show(&self) -> String;
}

impl Value for bool {
    fn read(&mut self, value: &DeValue<'_>) -> Result<(), Complaint> {
        let DeValue::Boolean(value) = value else { return Err(allowed("true, false")) };
        *self = *value;
        Ok(())
    }

    fn show(&self) -> String {
        self.to_string()
    }
}

impl Value for i64 {
    fn read(&mut self, value: &DeValue<'_>) -> Result<(), Complaint> {
        let number = match value {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        *self = number.ok_or_else(|| allowed("a whole number"))?;
        Ok(())
    }

    fn show(&self) -> String {
        self.to_string()
    }
}

impl Value for String {
    fn read(&mut self, value: &DeValue<'_>) -> Result<(), Complaint> {
        let DeValue::String(value) = value else { return Err(allowed("words in quotes")) };
        *self = value.to_string();
        Ok(())
    }

    fn show(&self) -> String {
        toml::Value::from(self.as_str()).to_string()
    }
}

impl Value for Vec<String> {
    fn read(&mut self, value: &DeValue<'_>) -> Result<(), Complaint> {
        let refused = || allowed("a list such as [\"song\", \"MyFace.otf\"]");
        let DeValue::Array(list) = value else { return Err(refused()) };
        let word = |value: &toml::Spanned<DeValue<'_>>| match value.get_ref() {
            DeValue::String(word) => Some(word.to_string()),
            _ => None,
        };
        *self = list.iter().map(word).collect::<Option<_>>().ok_or_else(refused)?;
        Ok(())
    }

    fn show(&self) -> String {
        let words: Vec<String> = self.iter().map(Value::show).collect();
        format!("[{}]", words.join(", "))
    }
}

/// A factor, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Milli(pub i64);

impl Value for Milli {
    fn read(&mut self, value: &DeValue<'_>) -> Result<(), Complaint> {
        let number: Option<f64> = match value {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok().map(|number| number as f64),
            DeValue::Float(number) => number.as_str().parse().ok(),
            _ => None,
        };
        let number = number.filter(|number| number.is_finite() && (-100.0..=100.0).contains(number));
        self.0 = (number.ok_or_else(|| allowed("a number, such as 1.5"))? * 1000.0).round() as i64;
        Ok(())
    }

    fn show(&self) -> String {
        decimal(self.0 as f64 / 1000.0)
    }
}

/// A number without needless zeros.
fn decimal(number: f64) -> String {
    let text = format!("{number:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A length on the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Length(pub Abs);

impl Value for Length {
    fn read(&mut self, value: &DeValue<'_>) -> Result<(), Complaint> {
        let length = match value {
            DeValue::String(words) => length(words),
            _ => None,
        };
        self.0 = length.ok_or_else(|| allowed("a length such as \"20 mm\", \"2.5 cm\", \"0.8 in\", \"17 pt\""))?;
        Ok(())
    }

    fn show(&self) -> String {
        format!("\"{} mm\"", decimal(self.0.to_mm()))
    }
}

/// `20 mm`, `2.5cm`, `17 pt`, `1 in`; none longer than ten metres or shorter than nothing.
pub fn length(words: &str) -> Option<Abs> {
    let words = words.trim();
    let split = words.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, unit) = words.split_at(split);
    let number: f64 = number.parse().ok()?;
    let points = match unit.trim() {
        "mm" | "毫米" => number * 72.0 / 25.4,
        "cm" | "厘米" => number * 720.0 / 25.4,
        "in" => number * 72.0,
        "pt" | "磅" => number,
        _ => return None,
    };
    (points < 28_800.0).then(|| Abs::pt(points))
}

/// Sizes of type by their names 号 (PG-4), in points.
const TYPE_SIZES: [(&str, f64); 16] = [
    ("初号", 42.0),
    ("小初", 36.0),
    ("一号", 26.0),
    ("小一", 24.0),
    ("二号", 22.0),
    ("小二", 18.0),
    ("三号", 16.0),
    ("小三", 15.0),
    ("四号", 14.0),
    ("小四", 12.0),
    ("五号", 10.5),
    ("小五", 9.0),
    ("六号", 7.5),
    ("小六", 6.5),
    ("七号", 5.5),
    ("八号", 5.0),
];

/// A size of type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TypeSize(pub Abs);

impl Value for TypeSize {
    fn read(&mut self, value: &DeValue<'_>) -> Result<(), Complaint> {
        let size = match value {
            DeValue::String(words) => {
                let named = TYPE_SIZES.iter().find(|(name, _)| *name == words.trim());
                named.map(|(_, points)| Abs::pt(*points)).or_else(|| length(words))
            }
            _ => None,
        };
        let size = size.filter(|size| (Abs::pt(4.0)..=Abs::pt(96.0)).contains(size));
        self.0 = size.ok_or_else(|| {
            let names: Vec<_> = TYPE_SIZES.iter().map(|(name, _)| *name).collect();
            allowed(&format!("4 to 96 points such as \"10.5 pt\", or {}", names.join(", ")))
        })?;
        Ok(())
    }

    fn show(&self) -> String {
        format!("\"{} pt\"", decimal(self.0.to_pt()))
    }
}

/// Sheets by their names, in millimetres: ISO 216, the Chinese 开 (正度 787 × 1092 and 大度 889 × 1194, trimmed), JIS B,
/// and some that are common besides.
const SHEETS: [(&str, f64, f64); 27] = [
    ("A3", 297.0, 420.0),
    ("A4", 210.0, 297.0),
    ("A5", 148.0, 210.0),
    ("A6", 105.0, 148.0),
    ("B4", 250.0, 353.0),
    ("B5", 176.0, 250.0),
    ("B6", 125.0, 176.0),
    ("JIS B5", 182.0, 257.0),
    ("JIS B6", 128.0, 182.0),
    ("四六判", 127.0, 188.0),
    ("新书判", 103.0, 182.0),
    ("文库", 105.0, 148.0),
    ("对开", 390.0, 545.0),
    ("4开", 272.0, 393.0),
    ("8开", 260.0, 370.0),
    ("大8开", 285.0, 420.0),
    ("16开", 185.0, 260.0),
    ("大16开", 210.0, 285.0),
    ("小16开", 170.0, 240.0),
    ("32开", 130.0, 184.0),
    ("大32开", 140.0, 203.0),
    ("小32开", 115.0, 184.0),
    ("64开", 92.0, 126.0),
    ("大64开", 101.0, 137.0),
    ("letter", 215.9, 279.4),
    ("legal", 215.9, 355.6),
    ("6-inch screen", 90.6, 122.4),
];

/// The trimmed sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sheet(pub Size);

impl Value for Sheet {
    fn read(&mut self, value: &DeValue<'_>) -> Result<(), Complaint> {
        let size = match value {
            DeValue::String(words) => sheet(words),
            _ => None,
        };
        self.0 = size.ok_or_else(|| {
            let names: Vec<_> = SHEETS.iter().map(|(name, ..)| *name).collect();
            let names = names.join(", ");
            allowed(&format!("{names}, each also with \" landscape\"; or a size such as \"140 × 203 mm\""))
        })?;
        Ok(())
    }

    fn show(&self) -> String {
        let Size { width, height } = self.0;
        let same = |a: f64, b: Abs| Abs::mm(a) == b;
        match SHEETS.iter().find(|(_, wide, high)| same(*wide, width) && same(*high, height)) {
            Some((name, ..)) => format!("\"{name}\""),
            None => format!("\"{} × {} mm\"", decimal(width.to_mm()), decimal(height.to_mm())),
        }
    }
}

fn sheet(words: &str) -> Option<Size> {
    let words = words.trim();
    let (name, turned) = match words.strip_suffix(" landscape").or_else(|| words.strip_suffix('横')) {
        Some(name) => (name.trim_end(), true),
        None => (words, false),
    };
    let known = SHEETS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(name));
    let (width, height) = match known {
        Some((_, width, height)) => (Abs::mm(*width), Abs::mm(*height)),
        None => {
            let (width, height) = name.split_once(['×', 'x', '*'])?;
            let height = length(height)?;
            let unit = words.trim_start_matches(|c: char| c.is_ascii_digit() || " .×x*".contains(c));
            (length(width).or_else(|| length(&format!("{}{unit}", width.trim())))?, height)
        }
    };
    let fits = |side: Abs| (Abs::mm(40.0)..=Abs::mm(2000.0)).contains(&side);
    let (width, height) = if turned { (height, width) } else { (width, height) };
    (fits(width) && fits(height)).then_some(Size { width, height })
}

/// A value that is one of a few words.
macro_rules! choice {
    ($type:ty: $($word:literal => $value:expr),* $(,)?) => {
        impl Value for $type {
            fn read(&mut self, value: &DeValue<'_>) -> Result<(), Complaint> {
                let refused = || allowed(&[$($word),*].join(", "));
                let DeValue::String(word) = value else { return Err(refused()) };
                *self = match word.as_ref() {
                    $($word => $value,)*
                    _ => return Err(refused()),
                };
                Ok(())
            }

            fn show(&self) -> String {
                let mut word = "";
                $(if *self == $value { word = $word; })*
                format!("\"{word}\"")
            }
        }
    };
}
pub(super) use choice;

choice!(Family: "song" => Family::Song, "hei" => Family::Hei, "kai" => Family::Kai, "fang" => Family::Fang, "mono" => Family::Mono);
choice!(Alignment: "justify" => Alignment::Justify, "left" => Alignment::Left, "center" => Alignment::Center, "right" => Alignment::Right);
choice!(Punctuation: "hangmobanjiao" => Punctuation::Hangmobanjiao, "quanjiao" => Punctuation::Quanjiao, "kaiming" => Punctuation::Kaiming, "banjiao" => Punctuation::Banjiao, "plain" => Punctuation::Plain);
choice!(Quotes: "corners" => Quotes::Corners, "turned" => Quotes::Turned);
choice!(Prohibition: "none" => Prohibition::None, "basic" => Prohibition::Basic, "gb" => Prohibition::Gb, "strict" => Prohibition::Strict);
choice!(Option<Region>: "auto" => None, "cn" => Some(Region::Cn), "tw" => Some(Region::Tw), "hk" => Some(Region::Hk), "jp" => Some(Region::Jp), "kr" => Some(Region::Kr));
choice!(DocumentKind: "newspaper" => DocumentKind::Newspaper, "notice" => DocumentKind::Notice, "book" => DocumentKind::Book, "article" => DocumentKind::Article);

/// A number of em, or `"auto"`.
impl Value for Option<i64> {
    fn read(&mut self, value: &DeValue<'_>) -> Result<(), Complaint> {
        let refused = |_| allowed("\"auto\", or 0 to 8 em");
        *self = match value {
            DeValue::String(word) if word.as_ref() == "auto" => None,
            _ => {
                let mut number = 0;
                number.read(value).map_err(refused)?;
                if !(0..=8).contains(&number) {
                    return Err(refused(allowed("")));
                }
                Some(number)
            }
        };
        Ok(())
    }

    fn show(&self) -> String {
        self.map_or_else(|| "\"auto\"".to_owned(), |number| number.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_units() {
        let check = |words, points: Option<f64>| assert_eq!(length(words), points.map(Abs::pt), "{words}");
        check("17 pt", Some(17.0));
        check("1in", Some(72.0));
        check("25.4 mm", Some(72.0));
        check("2.54 cm", Some(72.0));
        check("17", None);
        check("x mm", None);
        check("999999 mm", None);
    }

    #[test]
    fn sheets_have_names_or_sizes() {
        let check = |words, size: Option<(f64, f64)>| {
            let size = size.map(|(width, height)| Size { width: Abs::mm(width), height: Abs::mm(height) });
            assert_eq!(sheet(words), size, "{words}");
        };
        check("A4", Some((210.0, 297.0)));
        check("a4 landscape", Some((297.0, 210.0)));
        check("大32开", Some((140.0, 203.0)));
        check("16开横", Some((260.0, 185.0)));
        check("140 × 203 mm", Some((140.0, 203.0)));
        check("14cm x 20.3cm", Some((140.0, 203.0)));
        check("140mm*203 mm", Some((140.0, 203.0)));
        check("A9", None);
        check("1 × 1 mm", None);
    }
}
