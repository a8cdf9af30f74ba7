//! The stores themselves, through `object_store`, whose requests one small runtime carries while the thread that asked waits.

use super::{Address, Entry, taken};
use crate::error::{Error, ErrorKind, Result};
use object_store::path::Path as Key;
use object_store::{GetOptions, GetRange, ObjectMeta, ObjectStore, PutMode, PutOptions, parse_url_opts};
use std::collections::BTreeMap;
use std::future::Future;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tokio::runtime::{Builder, Runtime};
use tokio_stream::StreamExt;

pub struct Client {
    options: Vec<(String, String)>,
    opened: Mutex<BTreeMap<String, Arc<dyn ObjectStore>>>,
    runtime: OnceLock<std::result::Result<Runtime, std::io::ErrorKind>>,
}

impl Client {
    pub fn new(options: Vec<(String, String)>) -> Client {
        Client { options, opened: Mutex::default(), runtime: OnceLock::new() }
    }

    pub fn head(&self, address: &Address) -> Result<Option<Entry>> {
        let (store, key) = self.place(address)?;
        let head = GetOptions { head: true, ..GetOptions::default() };
        let found = self.wait(store.get_opts(&key, head))?;
        Ok(there(address, found)?.map(|found| entry(address, found.meta)))
    }

    pub fn list(&self, address: &Address) -> Result<Vec<Entry>> {
        let (store, key) = self.place(address)?;
        let prefix = (!address.key.is_empty()).then_some(&key);
        let all = async { store.list(prefix).collect::<object_store::Result<Vec<_>>>().await };
        let found = self.wait(all)?.map_err(|error| failed(address, error))?;
        Ok(found.into_iter().map(|meta| entry(address, meta)).collect())
    }

    /// The bytes of an object, or of a part of it that it has; at most so many.
    pub fn get(&self, address: &Address, part: Option<Range<u64>>, most: u64) -> Result<Option<Vec<u8>>> {
        let (store, key) = self.place(address)?;
        let options = GetOptions { range: part.map(GetRange::Bounded), ..GetOptions::default() };
        let found = async {
            let found = store.get_opts(&key, options).await?;
            let mut rest = usize::try_from(most).unwrap_or(usize::MAX);
            let mut bytes = Vec::new();
            let mut stream = found.into_stream();
            while rest > 0
                && let Some(piece) = stream.next().await
            {
                let piece = piece?;
                let taken = piece.len().min(rest);
                bytes.extend_from_slice(&piece[..taken]);
                rest -= taken;
            }
            Ok(bytes)
        };
        there(address, self.wait(found)?)
    }

    pub fn put(&self, address: &Address, bytes: Vec<u8>, replace: bool) -> Result<Option<String>> {
        let (store, key) = self.place(address)?;
        let mode = if replace { PutMode::Overwrite } else { PutMode::Create };
        let put = store.put_opts(&key, bytes.into(), PutOptions { mode, ..PutOptions::default() });
        match self.wait(put)? {
            Ok(put) => Ok(put.e_tag),
            Err(object_store::Error::AlreadyExists { .. }) => Err(taken(format_args!("{}{}", address.root, address.key))),
            Err(error) => Err(failed(address, error)),
        }
    }

    /// The store of an address, opened, and the key in it.
    fn place(&self, address: &Address) -> Result<(Arc<dyn ObjectStore>, Key)> {
        let key = Key::parse(address.key).map_err(|error| failed(address, error))?;
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(store) = opened.get(address.root) {
            return Ok((store.clone(), key));
        }
        let url = address.root.parse().map_err(|error| failed(address, error))?;
        let (store, _) = parse_url_opts(&url, self.options.iter().map(|(name, value)| (name, value)))
            .map_err(|error| failed(address, error))?;
        let store: Arc<dyn ObjectStore> = Arc::from(store);
        opened.insert(address.root.to_owned(), store.clone());
        Ok((store, key))
    }

    fn wait<T>(&self, work: impl Future<Output = T>) -> Result<T> {
        let begin = || Builder::new_multi_thread().worker_threads(1).enable_all().build().map_err(|error| error.kind());
        match self.runtime.get_or_init(begin) {
            Ok(runtime) => Ok(runtime.block_on(work)),
            Err(kind) => Err(std::io::Error::from(*kind).into()),
        }
    }
}

fn entry(address: &Address, meta: ObjectMeta) -> Entry {
    let slash = if address.root.ends_with('/') { "" } else { "/" };
    Entry {
        path: PathBuf::from(format!("{}{slash}{}", address.root, meta.location)),
        bytes: meta.size,
        changed: Some(meta.last_modified.into()),
        tag: meta.e_tag,
    }
}

/// What was found, or that nothing is there.
fn there<T>(address: &Address, found: object_store::Result<T>) -> Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(object_store::Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(failed(address, error)),
    }
}

fn failed(address: &Address, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::new(ErrorKind::Io, format!("{}{}", address.root, address.key)).with_source(error)
}
