//! What a file says of itself: the information dictionary and XMP (ISO 32000-2, 14.3).
//!
//! Titles that programs made of file names say nothing and are left out; dates of making are not the date of what is written.

use super::document::Shared;
use super::{stream, strings};
use crate::model::Meta;
use hayro_syntax::object::Stream;

/// Title and authors, where the document has none yet.
pub fn read(shared: &Shared<'_>, meta: &mut Meta) {
    let info = shared.pdf.metadata();
    let packet = shared.catalog.get::<Stream<'_>>("Metadata").map(|packet| stream::decode(&packet).data.into_owned());
    let packet = packet.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
    let plain = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = |bytes: &Option<Box<[u8]>>| bytes.as_deref().map(strings::text).map(plain);
    let title = element(packet, "dc:title").map(plain).or_else(|| told(&info.title));
    let author = element(packet, "dc:creator").map(plain).or_else(|| told(&info.author));
    meta.title = meta.title.take().or(title.filter(|title| is_title(title)));
    if meta.creators.is_empty() {
        meta.creators.extend(author.filter(|author| is_name(author)));
    }
}

/// The first item of an XMP property.
fn element(packet: &str, name: &str) -> Option<String> {
    let start = packet.find(&format!("<{name}"))?;
    let end = start + packet[start..].find(&format!("</{name}>"))?;
    let item = packet[start..end].split_once("<rdf:li")?.1;
    let text = item.split_once('>')?.1.split('<').next()?;
    let text = quick_xml::escape::unescape(text).ok()?;
    Some(text.into_owned()).filter(|text| !text.trim().is_empty())
}

/// Whether a title is more than the name of a file or of a program's empty page.
fn is_title(title: &str) -> bool {
    let lower = title.to_lowercase();
    let made = ["untitled", "无标题", "未命名", "microsoft word", "幻灯片", "slide 1", "文档", "document", "powerpoint"];
    let named = [".doc", ".docx", ".wps", ".pdf", ".indd", ".txt", ".fh", ".qxd", ".cdr", ".ps", ".s72", ".s2"];
    let han = title.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c));
    let noise = title.contains('\u{fffd}') || title.chars().any(char::is_control);
    !noise
        && title.chars().count() >= 2
        && !made.iter().any(|made| lower.starts_with(made))
        && !named.iter().any(|ending| lower.ends_with(ending))
        && (han || title.contains(' '))
}

/// Whether an author is more than the account of a machine.
fn is_name(author: &str) -> bool {
    let lower = author.to_lowercase();
    let machines = [
        "administrator",
        "admin",
        "user",
        "微软用户",
        "雨林木风",
        "番茄花园",
        "lenovo",
        "dell",
        "windows",
        "unknown",
        "anonymous",
        "root",
        "pc",
        "hp",
        "thinkpad",
    ];
    author.chars().count() >= 2
        && !author.contains('\u{fffd}')
        && !machines.iter().any(|machine| lower.contains(machine))
        && author.chars().any(|c| ('\u{3400}'..='\u{9fff}').contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_told_from_names_of_files() {
        let check = |title: &str, expected: bool| assert_eq!(is_title(title), expected, "{title}");
        check("江湾镇防汛预案", true);
        check("A Plan for Floods", true);
        check("Microsoft Word - 防汛.doc", false);
        check("防汛预案.docx", false);
        check("untitled", false);
        check("20240506A01", false);
    }

    #[test]
    fn properties_of_xmp_are_read() {
        let packet = "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">江湾 &amp; 石桥</rdf:li></rdf:Alt></dc:title>";
        assert_eq!(element(packet, "dc:title").as_deref(), Some("江湾 & 石桥"));
        assert_eq!(element(packet, "dc:creator"), None);
    }
}
