//! Opening a file: passwords, and files whose structure is gone.

use super::repair;
use crate::diag::{Sink, Trouble};
use crate::error::{Error, ErrorKind, Result};
use hayro_syntax::object::Dict;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Opens a file; one that is damaged is put together again as far as it goes.
pub fn open(bytes: &[u8], password: Option<&str>, sink: &mut Sink) -> Result<Pdf> {
    let password = password.unwrap_or_default();
    let first = load(bytes.to_vec(), password);
    if let Ok(pdf) = &first
        && pages(pdf) > 0
        && pages(pdf) >= stated(pdf)
    {
        return first.map_err(refusal);
    }
    if let Err(LoadPdfError::Decryption(_)) = &first {
        return first.map_err(refusal);
    }
    let lacking = first.as_ref().map_or(0, pages);
    let mended = repair::rebuild(bytes).and_then(|bytes| load(bytes, password).ok()).filter(|pdf| pages(pdf) > lacking);
    match (mended, first) {
        (Some(pdf), _) => {
            let what = format!("the file's structure is damaged; {} pages were found in what is left", pages(&pdf));
            sink.push(Trouble::Damaged { what }, "");
            Ok(pdf)
        }
        (None, Ok(pdf)) if pages(&pdf) > 0 => {
            let what = format!("the file lists {} pages and has {}", stated(&pdf), pages(&pdf));
            sink.push(Trouble::Damaged { what }, "");
            Ok(pdf)
        }
        (None, Ok(_)) => Err(Error::new(ErrorKind::Corrupt, "the PDF has no pages; fetch it again if it was cut off")),
        (None, Err(error)) => Err(refusal(error)),
    }
}

/// Loads a file behind a wall.
fn load(bytes: Vec<u8>, password: &str) -> std::result::Result<Pdf, LoadPdfError> {
    catch_unwind(AssertUnwindSafe(|| Pdf::new_with_password(bytes, password))).unwrap_or(Err(LoadPdfError::Invalid))
}

fn pages(pdf: &Pdf) -> usize {
    pdf.pages().len()
}

/// How many pages the root of the page tree says there are.
fn stated(pdf: &Pdf) -> usize {
    let catalog = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
    let count = catalog.and_then(|catalog| catalog.get::<Dict<'_>>("Pages")?.get::<u32>("Count"));
    count.map_or(0, |count| count as usize)
}

fn refusal(error: LoadPdfError) -> Error {
    let (kind, message) = match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => {
            (ErrorKind::Encrypted, "the PDF asks for a password; give it with --password")
        }
        LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => {
            (ErrorKind::Encrypted, "the PDF is encrypted in a way that can't be read; save it without encryption first")
        }
        LoadPdfError::Decryption(_) => (ErrorKind::Encrypted, "the PDF's encryption is damaged; fetch the file again"),
        LoadPdfError::Invalid => {
            (ErrorKind::Corrupt, "the PDF is damaged beyond use: no page is left in it; fetch the file again")
        }
    };
    Error::new(kind, message)
}
