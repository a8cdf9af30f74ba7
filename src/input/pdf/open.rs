//! Opening a file: passwords, and files whose structure is gone.

use super::repair;
use crate::diag::{Sink, Trouble};
use crate::error::{Error, ErrorKind, Result};
use hayro_syntax::object::{Dict, Object};
use hayro_syntax::page::Page;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Opens a file; one that is damaged is put together again as far as it goes.
pub fn open(bytes: &[u8], password: Option<&str>, sink: &mut Sink) -> Result<Pdf> {
    let password = password.unwrap_or_default();
    let first = load(bytes.to_vec(), password);
    if matches!(first, Err(LoadPdfError::Decryption(_))) || first.as_ref().is_ok_and(is_sound) {
        return first.map_err(refusal);
    }
    let refused = first.as_ref().err().copied();
    let mut best = first.ok();
    for mend in [repair::ended, repair::rebuilt] {
        if !best.as_ref().is_some_and(is_sound) {
            let mended = mend(bytes).and_then(|bytes| load(bytes, password).ok());
            best = match (best, mended) {
                (Some(best), Some(mended)) => Some(if is_better(&mended, &best) { mended } else { best }),
                (best, mended) => best.or(mended),
            };
        }
    }
    let Some(pdf) = best.filter(|pdf| pages(pdf) > 0) else {
        let none = || Error::new(ErrorKind::Corrupt, "the PDF has no pages; fetch it again if it was cut off");
        return Err(refused.map_or_else(none, refusal));
    };
    let what = match pages(&pdf) < stated(&pdf) {
        true => format!("the file lists {} pages and has {}", stated(&pdf), pages(&pdf)),
        false => format!("the file's structure is damaged; {} pages were found in what is left", pages(&pdf)),
    };
    sink.push(Trouble::Damaged { what }, "");
    Ok(pdf)
}

/// Whether all pages that are listed are there, with what they lead to.
fn is_sound(pdf: &Pdf) -> bool {
    has_pages(pdf) && broken(pdf) == 0
}

/// Whether all pages that are listed are there.
fn has_pages(pdf: &Pdf) -> bool {
    pages(pdf) > 0 && pages(pdf) >= stated(pdf)
}

/// Whether more of a file is there than in the best way to read it so far. Where all pages that are listed were there, more of
/// them are none of its pages: they were replaced.
fn is_better(mended: &Pdf, best: &Pdf) -> bool {
    match has_pages(best) {
        true => pages(mended) == pages(best) && broken(mended) < broken(best),
        false => (pages(mended), broken(best)) > (pages(best), broken(mended)),
    }
}

/// Loads a file behind a wall.
fn load(bytes: Vec<u8>, password: &str) -> std::result::Result<Pdf, LoadPdfError> {
    catch_unwind(AssertUnwindSafe(|| Pdf::new_with_password(bytes, password))).unwrap_or(Err(LoadPdfError::Invalid))
}

fn pages(pdf: &Pdf) -> usize {
    pdf.pages().len()
}

/// How many pages lead to content or fonts that are not there.
fn broken(pdf: &Pdf) -> usize {
    let lacks = |dict: &Dict<'_>, key: &str| dict.contains_key(key) && dict.get::<Object<'_>>(key).is_none();
    let is_broken = |page: &&Page<'_>| {
        let fonts = &page.resources().fonts;
        lacks(page.raw(), "Contents")
            || lacks(page.raw(), "Resources")
            || fonts.keys().any(|font| fonts.get::<Dict<'_>>(font).is_none())
    };
    pdf.pages().iter().filter(is_broken).count()
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
