//! The one door to the world: today's date, the fonts, the limits.
//!
//! Everything else is a function of its arguments. Tests make an [`Env`] of their own.

use crate::store::{self, Stores};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// What a conversion may know beside its source and its options.
#[derive(Clone, Debug)]
pub struct Env {
    /// The moment that outputs are dated by, in seconds since 1970-01-01 UTC. `SOURCE_DATE_EPOCH`, or a fixed moment: an
    /// output must not depend on when it was made.
    pub epoch: i64,
    /// Where faces are looked for, in order, before those in the program.
    pub font_dirs: Vec<PathBuf>,
    /// Where faces of the set are looked for that the program does not carry: folders beside it.
    pub set_dirs: Vec<PathBuf>,
    /// Whether the system's fonts may be used as a last step.
    pub system_fonts: bool,
    /// The folder in which a source's relative references (pictures) are looked up; `None` where there is none.
    pub base: Option<PathBuf>,
    /// The program that recognizes text in pictures: `tesseract`, or what `CHONGPAI_TESSERACT` names.
    pub recognizer: PathBuf,
    /// The budgets.
    pub limits: Limits,
    /// Where sources and outputs are that are no files.
    pub stores: Stores,
    /// Who is told what is being done.
    pub steps: Steps,
}

/// The recognizer where nothing says another.
const RECOGNIZER: &str = "tesseract";

/// Budgets that hostile or broken input runs into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one source file.
    pub source_bytes: u64,
    /// Bytes that a package may unpack to.
    pub unpacked_bytes: u64,
    /// How many times its packed length a large part of a package may unpack to. Text of office documents stays below 100.
    pub unpacked_ratio: u32,
    /// Depth of nesting of any structure.
    pub depth: u32,
    /// Pages of one output, or of one source.
    pub pages: u32,
    /// Glyphs of one page of a source.
    pub page_glyphs: u32,
    /// Operators of the content of one page of a source.
    pub page_operators: u32,
    /// Bytes of one line of text; longer lines are cut into blocks.
    pub line_bytes: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            source_bytes: 512 << 20,
            unpacked_bytes: 2 << 30,
            unpacked_ratio: 200,
            depth: 256,
            pages: 200_000,
            page_glyphs: 1 << 19,
            page_operators: 1 << 23,
            line_bytes: 4 << 20,
        }
    }
}

/// Someone who is told when a step of a conversion begins and ends: a process that may die tells another one what it is at.
#[derive(Clone, Default)]
pub struct Steps(Option<Arc<Hears>>);

/// What hears of a step, and whether it begins.
type Hears = dyn Fn(&str, bool) + Send + Sync;

/// A step that was begun; it ends when this is dropped.
#[must_use]
pub struct Step<'a>(Option<(&'a Hears, String)>);

impl Steps {
    /// Tells steps to `hears`: a step, and whether it begins. Steps of several threads overlap.
    pub fn told(hears: impl Fn(&str, bool) + Send + Sync + 'static) -> Steps {
        Steps(Some(Arc::new(hears)))
    }

    /// Begins a step; its name is asked for only where someone listens.
    pub fn enter(&self, name: impl FnOnce() -> String) -> Step<'_> {
        Step(self.0.as_deref().map(|hears| {
            let name = name();
            hears(&name, true);
            (hears, name)
        }))
    }
}

impl Drop for Step<'_> {
    fn drop(&mut self) {
        if let Some((hears, name)) = &self.0 {
            hears(name, false);
        }
    }
}

impl std::fmt::Debug for Steps {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.0.is_some() { "Steps(told)" } else { "Steps" })
    }
}

/// Three quarters of the memory that the system has free, in bytes; 4 GiB where it does not say.
pub fn free_memory() -> u64 {
    let told = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix("MemAvailable:"));
    let kilobytes = line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.map_or(4 << 30, |kilobytes| kilobytes.saturating_mul(1024) / 4 * 3)
}

/// 2000-01-01T00:00:00Z: the date of outputs where nothing says another.
const DEFAULT_EPOCH: i64 = 946_684_800;

impl Env {
    /// The environment of this process: `SOURCE_DATE_EPOCH`, `CHONGPAI_FONTS`, and `fonts/` beside the executable or the sources.
    pub fn from_process() -> Env {
        let epoch = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|value| value.trim().parse().ok());
        let font_dirs = std::env::var_os("CHONGPAI_FONTS").map(PathBuf::from).into_iter().filter(|dir| dir.is_dir()).collect();
        let mut set_dirs = Vec::new();
        if let Some(folder) = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.to_owned())) {
            set_dirs.push(folder.join("fonts"));
            set_dirs.push(folder.join("../share/chongpai/fonts"));
        }
        set_dirs.push(PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts")));
        set_dirs.retain(|dir| dir.is_dir());
        let recognizer = std::env::var_os("CHONGPAI_TESSERACT").map_or_else(|| RECOGNIZER.into(), PathBuf::from);
        let epoch = epoch.unwrap_or(DEFAULT_EPOCH);
        Env {
            epoch,
            font_dirs,
            set_dirs,
            system_fonts: false,
            base: None,
            recognizer,
            limits: Limits::default(),
            stores: Stores::new(
                std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))),
            ),
            steps: Steps::default(),
        }
    }

    /// The bytes of a picture that a source refers to by a path below its own folder. References that climb out of the folder,
    /// name a root or a scheme, or lead to more than [`Limits::source_bytes`] are not followed.
    pub fn picture(&self, reference: &str) -> Option<Arc<[u8]>> {
        let path = Path::new(reference);
        let inside = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !inside || reference.contains("://") {
            return None;
        }
        let base = self.base.as_ref()?;
        let limit = self.limits.source_bytes;
        if store::is_remote(base) {
            let bytes = self.stores.read(&base.join(path), limit).ok()??;
            return Some(bytes.into()).filter(|bytes: &Arc<[u8]>| bytes.len() as u64 <= limit);
        }
        let base = base.canonicalize().ok()?;
        let path = base.join(path).canonicalize().ok().filter(|path| path.starts_with(&base))?;
        let length = path.metadata().ok().filter(|file| file.is_file())?.len();
        if length > limit {
            return None;
        }
        std::fs::read(path).ok().map(Arc::from)
    }

    /// The environment of tests: fixed date, the repository's fonts.
    pub fn for_tests() -> Env {
        Env {
            epoch: DEFAULT_EPOCH,
            font_dirs: Vec::new(),
            set_dirs: vec![PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/fonts"))],
            system_fonts: false,
            base: None,
            recognizer: RECOGNIZER.into(),
            limits: Limits::default(),
            stores: Stores::default(),
            steps: Steps::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_found_below_the_source_and_nowhere_else() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let inner = folder.path().join("inner");
        std::fs::create_dir(&inner).expect("a folder");
        std::fs::write(folder.path().join("secret.png"), b"no").expect("a file");
        std::fs::write(inner.join("a.png"), b"yes").expect("a file");
        let env = Env { base: Some(inner.clone()), ..Env::for_tests() };
        assert_eq!(env.picture("./a.png").as_deref(), Some(b"yes".as_slice()));
        for reference in ["../secret.png", "/etc/hostname", "https://a.example/a.png", "none.png", "."] {
            assert_eq!(env.picture(reference), None, "{reference}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(folder.path().join("secret.png"), inner.join("link.png")).expect("a link");
            assert_eq!(env.picture("link.png"), None);
        }
    }
}
