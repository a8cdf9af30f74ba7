//! Code pages by their Windows numbers.

use encoding_rs::{Encoding, WINDOWS_1252};

/// How bytes of a code page are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codepage {
    /// As an encoding of the WHATWG standard.
    Standard(&'static Encoding),
    /// By a table of what stands above ASCII.
    Table(&'static str),
}

/// Code page 437 of the IBM PC, from 0x80.
const IBM_437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
/// Code page 850, from 0x80.
const IBM_850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

impl Codepage {
    /// Windows-1252.
    pub const WESTERN: Codepage = Codepage::Standard(WINDOWS_1252);

    /// The code page of a number.
    pub fn numbered(number: u32) -> Option<Codepage> {
        use encoding_rs::*;
        Some(Codepage::Standard(match number {
            437 => return Some(Codepage::Table(IBM_437)),
            850 => return Some(Codepage::Table(IBM_850)),
            866 => IBM866,
            874 => WINDOWS_874,
            932 | 10001 => SHIFT_JIS,
            936 | 10008 | 20936 | 54936 => GB18030,
            949 | 10003 | 1361 => EUC_KR,
            950 | 10002 => BIG5,
            1200 => UTF_16LE,
            1250 => WINDOWS_1250,
            1251 => WINDOWS_1251,
            0 | 1252 | 819 => WINDOWS_1252,
            1253 => WINDOWS_1253,
            1254 => WINDOWS_1254,
            1255 => WINDOWS_1255,
            1256 => WINDOWS_1256,
            1257 => WINDOWS_1257,
            1258 => WINDOWS_1258,
            10000 => MACINTOSH,
            10007 => X_MAC_CYRILLIC,
            20866 => KOI8_R,
            28592 => ISO_8859_2,
            51932 => EUC_JP,
            65001 => UTF_8,
            _ => return None,
        }))
    }

    /// Whether a byte begins a character of two bytes.
    pub fn is_lead(self, byte: u8) -> bool {
        match self {
            Codepage::Standard(encoding) if encoding == encoding_rs::SHIFT_JIS => matches!(byte, 0x81..=0x9f | 0xe0..=0xfc),
            Codepage::Standard(encoding) => {
                let double = [encoding_rs::GB18030, encoding_rs::BIG5, encoding_rs::EUC_KR, encoding_rs::EUC_JP];
                double.contains(&encoding) && matches!(byte, 0x81..=0xfe)
            }
            Codepage::Table(_) => false,
        }
    }

    /// The characters of bytes; U+FFFD for what is none.
    pub fn decode(self, bytes: &[u8]) -> String {
        match self {
            Codepage::Standard(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            Codepage::Table(high) => {
                let sign = |byte: &u8| match byte {
                    0..=0x7f => Some(char::from(*byte)),
                    byte => high.chars().nth(usize::from(byte - 0x80)),
                };
                bytes.iter().map(|byte| sign(byte).unwrap_or('\u{fffd}')).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_a_sign_for_every_byte() {
        for number in [437, 850] {
            let Some(Codepage::Table(table)) = Codepage::numbered(number) else { panic!("{number} is a table") };
            assert_eq!(table.chars().count(), 128, "{number}");
        }
        let decode = |number: u32, bytes: &[u8]| Codepage::numbered(number).expect("it is known").decode(bytes);
        assert_eq!(decode(437, b"\x80\xe1"), "Çß");
        assert_eq!(decode(850, b"\xd5\xf4"), "ı¶");
        assert_eq!(decode(936, b"\xb6\xc9"), "渡");
        assert_eq!(Codepage::numbered(1), None);
    }
}
