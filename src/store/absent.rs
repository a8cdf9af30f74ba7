//! What stands for the stores in a program that was built without them.

use super::{Address, Entry};
use crate::error::{Error, ErrorKind, Result};
use std::ops::Range;

pub struct Client;

impl Client {
    pub fn new(_: Vec<(String, String)>) -> Client {
        Client
    }

    pub fn head(&self, address: &Address) -> Result<Option<Entry>> {
        Err(refused(address))
    }

    pub fn list(&self, address: &Address) -> Result<Vec<Entry>> {
        Err(refused(address))
    }

    pub fn get(&self, address: &Address, _: Option<Range<u64>>, _: u64) -> Result<Option<Vec<u8>>> {
        Err(refused(address))
    }

    pub fn put(&self, address: &Address, _: Vec<u8>, _: bool) -> Result<Option<String>> {
        Err(refused(address))
    }
}

fn refused(address: &Address) -> Error {
    let message = format!("{}{} is on an object store; build the program with --features stores", address.root, address.key);
    Error::new(ErrorKind::Unsupported, message)
}
