//! `chongpai licenses`: the notices that travel with the program.

use super::exit::Exit;
use super::print;

/// The licence texts, each with what it covers.
const NOTICES: &[(&str, &str)] = &[
    ("chongpai itself, MIT OR Apache-2.0", include_str!("../../LICENSE")),
    (
        "Chongpai Song, Song TC, Song JP, Song KR, from Noto Serif CJK",
        include_str!("../../fonts/LICENSES/OFL-NotoSerifCJK.txt"),
    ),
    ("Chongpai Hei SC, from Noto Sans SC", include_str!("../../fonts/LICENSES/OFL-NotoSansSC.txt")),
    ("Chongpai Kai SC, from LXGW WenKai", include_str!("../../fonts/LICENSES/OFL-LXGWWenKai.txt")),
    ("Liberation Serif, Sans and Mono", include_str!("../../fonts/LICENSES/OFL-Liberation.txt")),
    ("Noto Sans Symbols 2", include_str!("../../fonts/LICENSES/OFL-NotoSansSymbols2.txt")),
    ("Chongpai Last Resort, from GNU Unifont", include_str!("../../fonts/LICENSES/OFL-Unifont.txt")),
    ("Chongpai Song Ext, from Hanazono Mincho", include_str!("../../fonts/LICENSES/Hanazono.txt")),
];

/// What is not in the program, and the data that is.
const BESIDE: &str = "\
Chongpai FangSong SC, from FandolFang, is not part of the program. It is a file beside it, fonts/gpl, under the GNU General
Public License, version 3, with the font exception: a document that embeds it is not covered by that licence. Its text is
fonts/gpl/LICENSE.txt. Where the file is missing, a light 楷 stands in.

Tables of character properties are made from the Unicode Character Database, © Unicode, Inc., under the Unicode License v3.
Decoding tables are those of encoding_rs, after the WHATWG Encoding Standard.

The dictionaries that convert between simplified and traditional characters are those of OpenCC, © Carbo Kuo (BYVoid) and
contributors, under the Apache License, version 2.0, as they are packed in ferrous-opencc.
";

/// Prints them all.
pub fn print_all() -> Exit {
    let mut text = String::new();
    for (covers, licence) in NOTICES {
        let rule = "─".repeat(72);
        text.push_str(&format!("{rule}\n{covers}\n{rule}\n\n{}\n\n", licence.trim()));
    }
    text.push_str(BESIDE);
    print(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_notice_beside_the_fonts_is_in_the_program() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/LICENSES");
        for entry in std::fs::read_dir(folder).expect("the folder of licences") {
            let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("a text");
            assert!(NOTICES.iter().any(|(_, notice)| *notice == text), "{}", &text[..60.min(text.len())]);
        }
    }
}
