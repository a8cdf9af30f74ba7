//! A file that opens with a password only: AES with 256 bits (ISO 32000-2, 7.6.4, revision 6).
//!
//! Whoever opens it may do all that the file can do: print, copy, have it read aloud. Salts are drawn by chance, so an encrypted
//! file is another one each time it is written.

use crate::error::{Error, ErrorKind, Result};
use lopdf::encryption::crypt_filters::{Aes256CryptFilter, CryptFilter};
use lopdf::{Document, EncryptionState, EncryptionVersion, Permissions};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The only filter, which is for all strings and streams.
const FILTER: &[u8] = b"StdCF";

/// The file, encrypted.
pub fn lock(file: &[u8], password: &str) -> Result<Vec<u8>> {
    let failed = |error: &dyn std::fmt::Display| Error::new(ErrorKind::Bug, format!("encrypting: {error}"));
    let mut pdf = Document::load_mem(file).map_err(|error| failed(&error))?;
    // Nobody who has not both can guess it.
    let key = blake3::derive_key("chongpai: the key of a file", &[password.as_bytes(), file].concat());
    let filter: Arc<dyn CryptFilter> = Arc::new(Aes256CryptFilter);
    let state = EncryptionState::try_from(EncryptionVersion::V5 {
        encrypt_metadata: true,
        crypt_filters: BTreeMap::from([(FILTER.to_vec(), filter)]),
        file_encryption_key: &key,
        stream_filter: FILTER.to_vec(),
        string_filter: FILTER.to_vec(),
        owner_password: password,
        user_password: password,
        permissions: Permissions::all(),
    });
    pdf.encrypt(&state.map_err(|error| failed(&error))?).map_err(|error| failed(&error))?;
    let mut out = Vec::with_capacity(file.len());
    pdf.save_to(&mut out).map_err(|error| failed(&error))?;
    Ok(out)
}
