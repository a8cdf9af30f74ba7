//! The one door to the world: today's date, the fonts, the limits.
//!
//! Everything else is a function of its arguments. Tests make an [`Env`] of their own.

use std::path::PathBuf;

/// What a conversion may know beside its source and its options.
#[derive(Clone, Debug)]
pub struct Env {
    /// The moment that outputs are dated by, in seconds since 1970-01-01 UTC. `SOURCE_DATE_EPOCH`, or a fixed moment: an
    /// output must not depend on when it was made.
    pub epoch: i64,
    /// Where faces are looked for, in order, before those in the program.
    pub font_dirs: Vec<PathBuf>,
    /// Whether the system's fonts may be used as a last step.
    pub system_fonts: bool,
    /// The budgets.
    pub limits: Limits,
}

/// Budgets that hostile or broken input runs into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one source file.
    pub source_bytes: u64,
    /// Bytes that a package may unpack to.
    pub unpacked_bytes: u64,
    /// Depth of nesting of any structure.
    pub depth: u32,
    /// Pages of one output.
    pub pages: u32,
    /// Bytes of one line of text; longer lines are cut into blocks.
    pub line_bytes: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { source_bytes: 512 << 20, unpacked_bytes: 2 << 30, depth: 256, pages: 200_000, line_bytes: 4 << 20 }
    }
}

/// 2000-01-01T00:00:00Z: the date of outputs where nothing says another.
const DEFAULT_EPOCH: i64 = 946_684_800;

impl Env {
    /// The environment of this process: `SOURCE_DATE_EPOCH`, `CHONGPAI_FONTS`, and `fonts/` beside the executable or the sources.
    pub fn from_process() -> Env {
        let epoch = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|value| value.trim().parse().ok());
        let mut font_dirs: Vec<PathBuf> = std::env::var_os("CHONGPAI_FONTS").map(PathBuf::from).into_iter().collect();
        if let Some(folder) = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.to_owned())) {
            font_dirs.push(folder.join("fonts"));
            font_dirs.push(folder.join("../share/chongpai/fonts"));
        }
        font_dirs.push(PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts")));
        font_dirs.retain(|dir| dir.is_dir());
        Env { epoch: epoch.unwrap_or(DEFAULT_EPOCH), font_dirs, system_fonts: false, limits: Limits::default() }
    }

    /// The environment of tests: fixed date, the repository's fonts.
    pub fn for_tests() -> Env {
        Env {
            epoch: DEFAULT_EPOCH,
            font_dirs: vec![PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts"))],
            system_fonts: false,
            limits: Limits::default(),
        }
    }
}
