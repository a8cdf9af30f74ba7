//! chongpai 重排 turns archives of damaged Chinese text into reflowed, print-ready PDF, DOCX and EPUB.
//!
//! A conversion reads a source in any encoding, undoes what the old layout and the extraction did to it, and writes it anew:
//!
//! ```
//! use chongpai::convert::{Options, convert};
//! use chongpai::env::Env;
//! use chongpai::output::WRITERS;
//!
//! let source = "江湾区图书馆[bookmark: _GoBack]昨日开馆，读者排起了长队。".as_bytes();
//! let text: Vec<_> = WRITERS.iter().filter(|writer| writer.name == "txt").collect();
//! let converted = convert("library.txt", source, &text, &Options::default(), &Env::from_process())?;
//!
//! assert_eq!(converted.evidence.format, chongpai::input::Format::Txt);
//! assert_eq!(converted.files[0].1.trim_ascii(), "江湾区图书馆昨日开馆，读者排起了长队。".as_bytes());
//! let edit = &converted.document.log.edits()[0];
//! assert_eq!(edit.rule.name(), "residue.bookmark");
//! # Ok::<(), chongpai::error::Error>(())
//! ```
//!
//! The names that matter:
//!
//! - [`convert`](fn@convert::convert) does all of it for one source; [`prepare`](convert::prepare) stops before writing.
//! - [`Document`](model::Document) is the value in the middle, with its [`EditLog`](model::EditLog): no character leaves or
//!   enters unrecorded.
//! - [`PASSES`](normalize::PASSES) and [`WRITERS`](output::WRITERS) are the tables of what can be done and written.
//! - [`Diagnostic`](diag::Diagnostic) is damage that was found; [`Error`](error::Error) means that there is no output.
//! - [`Env`](env::Env) is the world: date, fonts, limits.
//! - [`batch`] converts many sources in parallel, and [`cli`] is the program.
//!
//! How the house is built, and why, is in [`docs`].

pub mod batch;
pub mod check;
pub mod cli;
pub mod convert;
pub mod diag;
pub mod env;
pub mod error;
pub mod geom;
pub mod input;
pub mod model;
pub mod normalize;
pub mod output;
pub mod raster;
mod store;
pub mod text;
pub mod typeset;

/// Longer texts: how the house is built, what was decided and why, what changed, what may come.
pub mod docs {
    #[doc = include_str!("docs/architecture.md")]
    pub mod architecture {}
    #[doc = include_str!("docs/changelog.md")]
    pub mod changelog {}
    #[doc = include_str!("docs/ideas.md")]
    pub mod ideas {}
    #[doc = include_str!("docs/performance.md")]
    pub mod performance {}

    /// Decisions, each with what was measured.
    pub mod decisions {
        #[doc = include_str!("docs/decisions/0001-text-is-a-string-with-spans.md")]
        pub mod d0001 {}
        #[doc = include_str!("docs/decisions/0002-how-breaks-are-judged.md")]
        pub mod d0002 {}
        #[doc = include_str!("docs/decisions/0003-roles-before-and-after-unwrapping.md")]
        pub mod d0003 {}
        #[doc = include_str!("docs/decisions/0004-lines-by-total-fit.md")]
        pub mod d0004 {}
        #[doc = include_str!("docs/decisions/0005-pages-are-counted-in-characters-and-lines.md")]
        pub mod d0005 {}
        #[doc = include_str!("docs/decisions/0006-krilla-writes-the-pdf.md")]
        pub mod d0006 {}
        #[doc = include_str!("docs/decisions/0007-our-own-docx-writer.md")]
        pub mod d0007 {}
        #[doc = include_str!("docs/decisions/0008-script-by-opencc.md")]
        pub mod d0008 {}
        #[doc = include_str!("docs/decisions/0010-pages-of-the-web.md")]
        pub mod d0010 {}
        #[doc = include_str!("docs/decisions/0012-runs-that-go-on.md")]
        pub mod d0012 {}
        #[doc = include_str!("docs/decisions/0013-pages-are-read-as-glyphs.md")]
        pub mod d0013 {}
        #[doc = include_str!("docs/decisions/0014-words-older-formats.md")]
        pub mod d0014 {}
        #[doc = include_str!("docs/decisions/0015-vertical-pages-are-turned-pages.md")]
        pub mod d0015 {}
        #[doc = include_str!("docs/decisions/0016-pages-as-pictures.md")]
        pub mod d0016 {}
        #[doc = include_str!("docs/decisions/0017-jumps-are-judged-once.md")]
        pub mod d0017 {}
        #[doc = include_str!("docs/decisions/0018-marks-are-measured-to-ink.md")]
        pub mod d0018 {}
        #[doc = include_str!("docs/decisions/0019-characters-are-tracked-in-word.md")]
        pub mod d0019 {}
        #[doc = include_str!("docs/decisions/0020-volumes-and-reviews.md")]
        pub mod d0020 {}
        #[doc = include_str!("docs/decisions/0021-what-check-measures.md")]
        pub mod d0021 {}
        #[doc = include_str!("docs/decisions/0022-an-archive-has-its-own-lines.md")]
        pub mod d0022 {}
        #[doc = include_str!("docs/decisions/0023-structure-is-carried-by-the-items.md")]
        pub mod d0023 {}
        #[doc = include_str!("docs/decisions/0024-lines-of-notices-are-filled.md")]
        pub mod d0024 {}
        #[doc = include_str!("docs/decisions/0025-processes-hold-what-walls-do-not.md")]
        pub mod d0025 {}
        #[doc = include_str!("docs/decisions/0026-lines-of-titles-end-with-words.md")]
        pub mod d0026 {}
        #[doc = include_str!("docs/decisions/0027-inputs-are-fuzzed-from-inside.md")]
        pub mod d0027 {}
        #[doc = include_str!("docs/decisions/0028-memory-from-mimalloc.md")]
        pub mod d0028 {}
        #[doc = include_str!("docs/decisions/0029-texts-nobody-tuned-for.md")]
        pub mod d0029 {}
        #[doc = include_str!("docs/decisions/0030-what-columns-make-room-for.md")]
        pub mod d0030 {}
        #[doc = include_str!("docs/decisions/0031-objects-are-named-like-files.md")]
        pub mod d0031 {}
        #[doc = include_str!("docs/decisions/0032-lines-of-notices-end-alike.md")]
        pub mod d0032 {}
        #[doc = include_str!("docs/decisions/0034-own-files-say-what-they-are.md")]
        pub mod d0034 {}
        #[doc = include_str!("docs/decisions/0035-faces-are-unpacked-when-the-program-is-built.md")]
        pub mod d0035 {}
        #[doc = include_str!("docs/decisions/0036-names-without-marks-are-no-column.md")]
        pub mod d0036 {}
        #[doc = include_str!("docs/decisions/0037-what-a-title-says-and-what-a-rest-ends.md")]
        pub mod d0037 {}
        #[doc = include_str!("docs/decisions/0038-paragraphs-that-pages-cut.md")]
        pub mod d0038 {}
        #[doc = include_str!("docs/decisions/0039-words-that-head-by-custom.md")]
        pub mod d0039 {}
        #[doc = include_str!("docs/decisions/0040-what-comes-back-and-what-stands-beside.md")]
        pub mod d0040 {}
        #[doc = include_str!("docs/decisions/0041-what-is-alike-heads-alike.md")]
        pub mod d0041 {}
        #[doc = include_str!("docs/decisions/0042-what-converters-leave.md")]
        pub mod d0042 {}
        #[doc = include_str!("docs/decisions/0043-what-the-front-of-a-book-says.md")]
        pub mod d0043 {}
        #[doc = include_str!("docs/decisions/0044-articles-from-databases.md")]
        pub mod d0044 {}
        #[doc = include_str!("docs/decisions/0045-poems-whose-lines-end-without-marks.md")]
        pub mod d0045 {}
        #[doc = include_str!("docs/decisions/0046-notes-go-to-their-marks.md")]
        pub mod d0046 {}
        #[doc = include_str!("docs/decisions/0047-what-the-web-leaves-in-a-text.md")]
        pub mod d0047 {}
        #[doc = include_str!("docs/decisions/0048-texts-typed-to-the-rules-of-aozora.md")]
        pub mod d0048 {}
        #[doc = include_str!("docs/decisions/0049-what-documents-look-like.md")]
        pub mod d0049 {}
        #[doc = include_str!("docs/decisions/0050-what-stands-apart-and-belongs-together.md")]
        pub mod d0050 {}
        #[doc = include_str!("docs/decisions/0051-sentences-tell-the-order-of-columns.md")]
        pub mod d0051 {}
        #[doc = include_str!("docs/decisions/0052-recognized-pages-are-set-before-they-are-read.md")]
        pub mod d0052 {}
        #[doc = include_str!("docs/decisions/0053-files-of-other-peoples-tests.md")]
        pub mod d0053 {}
        #[doc = include_str!("docs/decisions/0054-formulas-of-recognized-pages.md")]
        pub mod d0054 {}
    }
}
