//! What reflowable formats say of a document beside its text: title, language, and the few words that a writer adds itself.

use super::xhtml;
use crate::model::{Document, Meta, Script, walk};

/// The document's language as a valid tag; Chinese where nothing is known.
pub fn language(meta: &Meta) -> String {
    let known = meta.language.as_deref().and_then(xhtml::language);
    known.unwrap_or(if meta.script == Some(Script::Hant) { "zh-Hant" } else { "zh-Hans" }).to_owned()
}

/// The title: as it is known, else the first heading, else the source's name, else a word for none. Never empty.
pub fn title(document: &Document) -> String {
    let meta = &document.meta;
    let heading = walk::blocks(document).find(|block| block.heading().is_some());
    [meta.title.as_deref(), heading.map(|block| block.text.as_str()), Some(&meta.source)]
        .into_iter()
        .flatten()
        .map(xhtml::label)
        .find(|title| !title.is_empty())
        .unwrap_or_else(|| word(&language(meta), Word::Untitled).to_owned())
}

/// A date of ISO 8601 as the language writes it: `2024-03-05` is 2024年3月5日. Others stay as they are.
pub fn date(date: &str, language: &str) -> String {
    let Ok(numbers) = date.split('-').map(str::parse).collect::<Result<Vec<u16>, _>>() else { return date.to_owned() };
    let [year, month, day] = match language.get(..2) {
        Some("zh" | "ja") => ["年", "月", "日"],
        Some("ko") => ["년 ", "월 ", "일"],
        _ => return date.to_owned(),
    };
    match numbers[..] {
        [y, m, d] => format!("{y}{year}{m}{month}{d}{day}"),
        [y, m] => format!("{y}{year}{m}{}", month.trim()),
        [y] => format!("{y}{}", year.trim()),
        _ => date.to_owned(),
    }
}

/// A word that a writer adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// The table of contents.
    Contents,
    /// The cover.
    Cover,
    /// The list of pages.
    Pages,
    /// The beginning of the text.
    Text,
    /// A document without a title.
    Untitled,
}

/// The word in a language.
pub fn word(language: &str, word: Word) -> &'static str {
    let [contents, cover, pages, text, untitled] = match language {
        tag if tag.starts_with("zh-Hant") => ["目錄", "封面", "頁碼", "正文", "無題"],
        tag if tag.starts_with("zh") => ["目录", "封面", "页码", "正文", "无题"],
        tag if tag.starts_with("ja") => ["目次", "表紙", "ページ", "本文", "無題"],
        tag if tag.starts_with("ko") => ["차례", "표지", "쪽", "본문", "제목 없음"],
        _ => ["Contents", "Cover", "Pages", "Text", "Untitled"],
    };
    match word {
        Word::Contents => contents,
        Word::Cover => cover,
        Word::Pages => pages,
        Word::Text => text,
        Word::Untitled => untitled,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_the_language_does() {
        assert_eq!(date("2024-03-05", "zh-Hans"), "2024年3月5日");
        assert_eq!(date("2024-03", "ja"), "2024年3月");
        assert_eq!(date("2024-03-05", "ko"), "2024년 3월 5일");
        assert_eq!(date("2024-03-05", "en"), "2024-03-05");
        assert_eq!(date("民国廿八年", "zh-Hant"), "民国廿八年");
    }
}
