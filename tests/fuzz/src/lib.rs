//! What the targets share: how an input becomes a source, what must hold for every source, and where fuzzing begins.
//!
//! An input for a reader of packages is not the package, for a changed byte of it would only break a sum: it is the package's
//! parts as plain text ([`parts`]), which the target packs before it reads them. Objects of PDF are put together in the same way
//! ([`objects`]).

pub mod laws;
pub mod objects;
pub mod parts;
pub mod seeds;
