//! The one error type: it means that no output can exist.
//!
//! Damage in the content is never an error; it is a [`Diagnostic`](crate::diag::Diagnostic). An [`Error`] is opaque: it has
//! a [`kind`](Error::kind), and a chain of causes that reads path → stage → reason when it is printed.

use std::fmt;

/// What this crate returns where no result may exist.
pub type Result<T> = std::result::Result<T, Error>;

/// Why there is no output.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    context: Vec<String>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The kinds of failure that a caller may tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// The operating system refused to read or write.
    Io,
    /// The format, or a feature that can't be done without, is not supported.
    Unsupported,
    /// The source is encrypted.
    Encrypted,
    /// A budget of [`Limits`](crate::env::Limits) was reached.
    Limit,
    /// The source is damaged beyond use.
    Corrupt,
    /// What the caller asked for contradicts itself, or names what does not exist.
    Invalid,
    /// The program broke a promise of its own.
    Bug,
}

impl ErrorKind {
    /// Every kind, for tests that go through them.
    pub const ALL: [ErrorKind; 7] = [
        ErrorKind::Io,
        ErrorKind::Unsupported,
        ErrorKind::Encrypted,
        ErrorKind::Limit,
        ErrorKind::Corrupt,
        ErrorKind::Invalid,
        ErrorKind::Bug,
    ];

    /// The kind as a word, as reports write it.
    pub fn name(self) -> &'static str {
        match self {
            ErrorKind::Io => "io",
            ErrorKind::Unsupported => "unsupported",
            ErrorKind::Encrypted => "encrypted",
            ErrorKind::Limit => "limit",
            ErrorKind::Corrupt => "corrupt",
            ErrorKind::Invalid => "invalid",
            ErrorKind::Bug => "bug",
        }
    }
}

impl Error {
    /// An error of a kind. Messages are lower case, have no full stop, name the thing and offer the next step.
    #[cold]
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Error {
        Error(Box::new(Inner { kind, message: message.into(), context: Vec::new(), source: None }))
    }

    /// The same error with its cause.
    #[cold]
    pub fn with_source(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        self.0.source = Some(source.into());
        self
    }

    /// The same error, told from one step further out: a path, or a stage.
    #[cold]
    pub fn context(mut self, step: impl Into<String>) -> Error {
        self.0.context.push(step.into());
        self
    }

    /// What kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in self.0.context.iter().rev() {
            write!(f, "{step}: ")?;
        }
        f.write_str(&self.0.message)?;
        match &self.0.source {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} error: {self}", self.0.kind)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn std::error::Error + 'static))
    }
}

impl From<std::io::Error> for Error {
    #[cold]
    fn from(source: std::io::Error) -> Error {
        use std::io::ErrorKind as Io;
        let said = match source.kind() {
            Io::NotFound => "there is no such file or folder; look at the path",
            Io::PermissionDenied => "the system refuses access; look at the rights of the file and its folder",
            Io::IsADirectory => "it is a folder, and a file is meant; name one in it",
            Io::NotADirectory => "a part of the path is a file, and a folder is meant",
            Io::AlreadyExists => "something is there under this name; choose another, or replace it with --force",
            Io::StorageFull | Io::QuotaExceeded => "there is no room left; make some, or write elsewhere",
            Io::ReadOnlyFilesystem => "nothing can be written there; choose another folder",
            _ => return Error::new(ErrorKind::Io, source.to_string()),
        };
        Error::new(ErrorKind::Io, said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chain_reads_from_the_outside_in() {
        let error = Error::new(ErrorKind::Encrypted, "the document asks for a password").context("reading").context("a.docx");
        assert_eq!(error.to_string(), "a.docx: reading: the document asks for a password");
        assert_eq!(error.kind(), ErrorKind::Encrypted);
    }

    #[test]
    fn what_the_system_says_is_a_sentence_with_a_next_step() {
        let said = |kind: std::io::ErrorKind| Error::from(std::io::Error::from(kind)).context("a.txt").to_string();
        assert_eq!(said(std::io::ErrorKind::NotFound), "a.txt: there is no such file or folder; look at the path");
        assert!(said(std::io::ErrorKind::IsADirectory).contains("name one in it"));
        assert_eq!(Error::from(std::io::Error::other("the line is dead")).to_string(), "the line is dead");
    }

    #[test]
    fn every_kind_has_a_name_of_its_own() {
        let names: std::collections::BTreeSet<_> = ErrorKind::ALL.iter().map(|kind| kind.name()).collect();
        assert_eq!(names.len(), ErrorKind::ALL.len());
    }
}
