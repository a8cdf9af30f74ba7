//! The table of passes, in order, each with its reason.

use super::{
    Archive, accepted, archive, characters, furniture, headings, jumps, kind, metadata, notes, pages, punctuation, records,
    residue, roles, script, spacing, unwrap,
};
use crate::diag::Sink;
use crate::model::overrule::Overrules;
use crate::model::{Document, DocumentKind};
use std::collections::BTreeSet;
use std::sync::Arc;

/// One pass over a document.
pub struct Pass {
    /// Its name: `--no-NAME` switches it off, and its rules begin with it.
    pub name: &'static str,
    /// What it does, for help texts.
    pub about: &'static str,
    /// Does it.
    pub run: fn(&mut Document, &NormalizeOptions, &mut Sink),
}

/// The passes, in the order in which they run.
pub const PASSES: &[Pass] = &[
    // First: nothing after it should have to see through what programs left in the text.
    Pass { name: "residue", about: "drop bookmarks, field codes, invisible characters", run: residue::run },
    // Before kind: records of a paper make one.
    Pass { name: "records", about: "give articles that a database exported their headlines and bylines", run: records::run },
    // What later passes ask about the whole document; it reads lines as the source has them, before any is re-tagged.
    Pass { name: "kind", about: "tell newspapers, notices, books and articles apart", run: kind::run },
    // Before all that guess.
    Pass { name: "archive", about: "give lines the parts that the settings' table [archive] gives them", run: archive::run },
    // Before roles: a running head is no headline, and a typed table of contents has no chapters.
    Pass { name: "furniture", about: "set running heads, folios, jumps, promotion aside", run: furniture::run },
    // After furniture: the foot of a page is no note. Before roles and unwrap: a note stands between the halves of a paragraph.
    Pass { name: "notes", about: "give notes at the feet of pages to the marks that call them", run: notes::run },
    // Before roles: the head of a page is no headline, and articles are told by what stands round them.
    Pass { name: "pages", about: "mark the pages of a paper, with their sections", run: pages::run },
    // Before unwrap: a line with a part of its own is a barrier that joining must see.
    Pass { name: "roles", about: "find mastheads, bylines, signatures, numbered headings, headlines", run: roles::run },
    // Before anything that reads sentences: a mark, a heading or a role is judged on whole paragraphs.
    Pass { name: "unwrap", about: "rejoin what the layout of the source split", run: unwrap::run },
    // After unwrap: these change widths, and lines were measured in the widths of the source.
    Pass {
        name: "characters",
        about: "turn stray radicals into ideographs, full-width letters and digits into half-width",
        run: characters::run,
    },
    Pass {
        name: "punctuation",
        about: "widen the half-width marks of Chinese, mend dashes and ellipses",
        run: punctuation::run,
    },
    // After unwrap: only a whole paragraph can be told from a headline, and levels need all headings.
    Pass { name: "headings", about: "settle which lines are headings, and their levels", run: headings::run },
    // After punctuation: a space goes where it stands beside a full-width mark. After headings: in these, spaces part clauses.
    Pass { name: "spacing", about: "drop spaces where layout belongs", run: spacing::run },
    // After headings: what a part of an article reaches to is told by the next headline.
    Pass { name: "jumps", about: "join the parts of an article that stand on other pages", run: jumps::run },
    // After everything that reads words, before what copies them.
    Pass { name: "script", about: "convert between simplified and traditional, where --script asks for it", run: script::run },
    // After all that change text: a person saw it so.
    Pass { name: "accepted", about: "make the joins that were accepted in a review", run: accepted::run },
    // Last: it copies what the text says by then.
    Pass { name: "metadata", about: "read title, date, names and masthead", run: metadata::run },
];

/// What a caller may ask of the passes.
#[derive(Clone, Debug, Default)]
pub struct NormalizeOptions {
    /// Names of passes that are switched off.
    pub off: BTreeSet<String>,
    /// Apply the rules whose verdict is *ask* as well (NR-7, NR-15, NR-19, NR-21, NR-2b).
    pub bold: bool,
    /// The kind of document, where detection is not wanted.
    pub kind: Option<DocumentKind>,
    /// The language, where detection is not wanted.
    pub language: Option<String>,
    /// The script that Chinese text is to have; `None` leaves it as it is.
    pub script: Option<script::TargetScript>,
    /// Words that keep their script: names, titles.
    pub keep: Vec<String>,
    /// Quotations keep their script.
    pub keep_quotes: bool,
    /// What a person knows of the archive.
    pub archive: Arc<Archive>,
    /// Edits that a person does not want.
    pub overrules: Arc<Overrules>,
}

/// Runs every pass that is switched on.
pub fn normalize(document: &mut Document, options: &NormalizeOptions, sink: &mut Sink) {
    document.log.overrule(options.overrules.clone());
    for pass in PASSES.iter().filter(|pass| !options.off.contains(pass.name)) {
        (pass.run)(document, options, sink);
        debug_assert_eq!(document.balance(), Ok(()), "after the pass {}", pass.name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::native;

    /// One document of each kind, with the damage that the passes are for.
    const DOCUMENTS: [&str; 5] = [
        "body :: 江湾区的渡口.\"(下转第\nbody :: 1版)\nbody :: 第 2 页 共 9 页\nbody :: 江湾日报　2024界\n",
        "body :: 今日4版\nbody :: 护一河 修两桥 通三村\nbody :: 百年渡口换新颜 河畔人家笑语喧\nbody :: —江湾镇见闻\nbody :: □ 本报记者 林见川\n\
         body :: 本报讯 3月6日,第一班船离了岸,船上有 20 个人[bookmark: _GoBack].\nbody :: （下转02版）\nbody :: 石桥村\n\
         body :: 近日,石桥村修好了旧桥(第三次),村民说:好得很!\nbody :: 广告\n",
        "heading 2 :: 江湾镇办公室\nbody :: 江政办发[2024]7号\nheading 3 :: 关于防汛的通知\nbody :: 各村：\nbody :: 现通知如下：\nheading 1 :: 一、排查\n\
         body :: 各村要排查。\nheading 1 :: （一）分工\nbody :: 各有分工。\nbody :: 江湾镇办公室\nbody :: 2024年3月11日\n",
        "body :: 渡口记\nbody :: 江湾居士　著\nbody :: 第一回　雨\nbody :: 话说江湾...\nbody :: ※※※\nbody :: 第二回　晴\nbody :: 且说⼈们。\n",
        "heading 1 :: 手册\nheading 4 :: ** 开始\nbody :: {strong|先读}\nbody :: 使用 A 与 １２ 个 B，读一遍 。\n",
    ];

    #[test]
    fn normalizing_twice_is_normalizing_once_and_the_log_balances() {
        for native in DOCUMENTS {
            for bold in [false, true] {
                let options = NormalizeOptions { bold, ..NormalizeOptions::default() };
                let mut document = native::parse(native).expect("the native form is well formed");
                normalize(&mut document, &options, &mut Sink::new());
                let once = native::write(&document);
                assert_ne!(once, native, "the passes have something to do");
                assert_eq!(document.balance(), Ok(()));
                normalize(&mut document, &options, &mut Sink::new());
                assert_eq!(native::write(&document), once);
            }
        }
    }

    #[test]
    fn spaces_of_a_line_that_becomes_a_heading_are_those_of_a_heading() {
        let long = "6".repeat(44);
        let native = format!("body :: 江湾区图书馆昨{long}读 9 页\nbody :: 江湾日{} :: （丐）渡口每日清扫。\n", "d".repeat(42));
        let options = NormalizeOptions { kind: Some(DocumentKind::Newspaper), ..NormalizeOptions::default() };
        let mut document = native::parse(&native).expect("the native form is well formed");
        normalize(&mut document, &options, &mut Sink::new());
        let once = native::write(&document);
        assert!(once.starts_with("heading") && once.contains("读9页"), "{once}");
        normalize(&mut document, &options, &mut Sink::new());
        assert_eq!(native::write(&document), once);
    }

    #[test]
    fn a_pass_that_is_off_changes_nothing() {
        let all = PASSES.iter().map(|pass| pass.name.to_owned()).collect();
        let mut document = native::parse(DOCUMENTS[0]).expect("the native form is well formed");
        normalize(&mut document, &NormalizeOptions { off: all, ..NormalizeOptions::default() }, &mut Sink::new());
        assert_eq!(native::write(&document), DOCUMENTS[0]);
        assert!(document.log.edits().is_empty());
    }
}
