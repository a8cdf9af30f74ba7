//! The exit codes.

/// What the program's exit code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Everything that was asked for is done.
    Done = 0,
    /// Some files failed; the others are done.
    SomeFailed = 1,
    /// The command line or the settings file can't be understood; nothing was done.
    Usage = 2,
    /// `--strict` refused some files; none failed.
    Refused = 3,
    /// The program broke a promise of its own in at least one file.
    Bug = 70,
    /// Someone stopped it; what was begun is finished.
    Stopped = 130,
}

impl Exit {
    /// Every code, for help texts and tests.
    pub const ALL: [Exit; 6] = [Exit::Done, Exit::SomeFailed, Exit::Usage, Exit::Refused, Exit::Bug, Exit::Stopped];

    /// What the code means, in a few words.
    pub fn says(self) -> &'static str {
        match self {
            Exit::Done => "done",
            Exit::SomeFailed => "some files failed, the others are done",
            Exit::Usage => "the command line or the settings file can't be understood",
            Exit::Refused => "some files were refused by --strict, none failed",
            Exit::Stopped => "stopped before the end; the same command goes on",
            Exit::Bug => "a fault of the program itself in at least one file; please report it",
        }
    }
}
