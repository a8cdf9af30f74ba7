//! Things that are read once, though many threads ask for them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Values by key. Who asks first makes the value, who asks meanwhile waits for it, and other keys go on.
#[derive(Debug)]
pub struct Once<K, V>(Mutex<Cells<K, V>>);

type Cells<K, V> = BTreeMap<K, Arc<OnceLock<V>>>;

impl<K, V> Default for Once<K, V> {
    fn default() -> Once<K, V> {
        Once(Mutex::new(BTreeMap::new()))
    }
}

impl<K: Ord, V: Clone> Once<K, V> {
    /// The value of a key.
    pub fn get(&self, key: K, make: impl FnOnce() -> V) -> V {
        let cell = self.0.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default().clone();
        cell.get_or_init(make).clone()
    }
}
