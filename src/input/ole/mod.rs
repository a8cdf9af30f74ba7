//! Compound files (MS-CFB), which DOC, WPS and the rest of the old office formats lie in: streams by name, however damaged.
//!
//! Chains of sectors are followed as far as the tables that are left say, and no sector twice; where the table itself is lost,
//! the sector that comes next in the file stands in, as in most files it would. A directory whose tree is broken is searched
//! entry by entry. Nothing that a header claims is believed beyond the bytes that are there.

use std::borrow::Cow;
use std::collections::BTreeSet;

/// The first bytes of a compound file.
pub const MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// The last number of a sector (MS-CFB 2.1); those above are marks.
const MAX_SECTOR: u32 = 0xffff_fffa;
/// The bytes of a directory entry.
const ENTRY: usize = 128;
/// The bytes of a mini sector.
const MINI: usize = 64;
/// The deepest level of storages that is looked at.
const DEPTH: usize = 8;

/// An opened compound file.
pub struct Compound<'a> {
    bytes: &'a [u8],
    /// The length of a sector.
    sector: usize,
    /// The next sector of each; `None` where that part of the table is lost.
    table: Vec<Option<u32>>,
    mini_table: Vec<Option<u32>>,
    mini_stream: Vec<u8>,
    /// Streams shorter than this lie in the mini stream.
    cutoff: u64,
    entries: Vec<Entry>,
}

/// A stream or storage.
#[derive(Clone, Debug)]
struct Entry {
    /// The names of the storages that it lies in, and its own, parted by `/`.
    path: String,
    first: u32,
    length: u64,
    is_stream: bool,
}

impl<'a> Compound<'a> {
    /// Opens a file that begins with [`MAGIC`]; `None` where not even a directory can be found.
    pub fn open(bytes: &'a [u8]) -> Option<Compound<'a>> {
        let shift = u16_at(bytes, 0x1e)?;
        let sector = if (7..=16).contains(&shift) { 1 << shift } else { 512 };
        let cutoff = u64::from(u32_at(bytes, 0x38)?);
        let mut file = Compound {
            bytes,
            sector,
            table: Vec::new(),
            mini_table: Vec::new(),
            mini_stream: Vec::new(),
            cutoff: if cutoff == 0 || cutoff > 1 << 20 { 4096 } else { cutoff },
            entries: Vec::new(),
        };
        file.table = file.read_table();
        let mini = file.chain(u32_at(bytes, 0x3c)?, u64::MAX);
        file.mini_table = words(&mini).map(Some).collect();
        let directory = file.chain(u32_at(bytes, 0x30)?, u64::MAX);
        let raw: Vec<&[u8]> = directory.chunks_exact(ENTRY).collect();
        let root = raw.first()?;
        file.mini_stream = file.chain(u32_at(root, 0x74)?, u64::from(u32_at(root, 0x78)?));
        file.entries = entries(&raw);
        Some(file)
    }

    /// The paths of all streams and storages.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.path.as_str())
    }

    /// Whether there is such a stream or storage.
    pub fn has(&self, path: &str) -> bool {
        self.find(path).is_some()
    }

    /// A stream's bytes, as far as they are there, and whether all are.
    pub fn stream(&self, path: &str) -> Option<(Vec<u8>, bool)> {
        let entry = self.find(path).filter(|entry| entry.is_stream)?;
        let bytes = match entry.length < self.cutoff {
            true => self.mini_chain(entry.first, entry.length),
            false => self.chain(entry.first, entry.length),
        };
        let whole = bytes.len() as u64 == entry.length;
        Some((bytes, whole))
    }

    fn find(&self, path: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.path.eq_ignore_ascii_case(path))
    }

    /// The bytes of a sector; fewer where the file ends.
    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let start = (usize::try_from(number).ok()?.checked_add(1)?).checked_mul(self.sector)?;
        let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty())?;
        Some(&rest[..rest.len().min(self.sector)])
    }

    /// The table of sectors, put together from its parts.
    fn read_table(&self) -> Vec<Option<u32>> {
        let most = self.bytes.len() / self.sector;
        let per_sector = self.sector / 4;
        let mut parts: Vec<u32> = words(self.bytes.get(0x4c..0x200).unwrap_or_default()).collect();
        let mut next = u32_at(self.bytes, 0x44).unwrap_or(u32::MAX);
        let mut seen = BTreeSet::new();
        while next <= MAX_SECTOR && seen.insert(next) {
            let Some(sector) = self.sector(next) else { break };
            let mut list: Vec<u32> = words(sector).collect();
            next = if list.len() == per_sector { list.pop().unwrap_or(u32::MAX) } else { u32::MAX };
            parts.append(&mut list);
        }
        let mut table = Vec::new();
        for part in parts.into_iter().take(most / per_sector + 1) {
            if part > MAX_SECTOR {
                break;
            }
            let sector = self.sector(part).unwrap_or_default();
            table.extend(words(sector).map(Some));
            table.resize(table.len().next_multiple_of(per_sector), None);
        }
        table
    }

    /// The bytes of a chain of sectors, `length` at most.
    fn chain(&self, first: u32, length: u64) -> Vec<u8> {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let mut out = Vec::new();
        let mut seen = vec![false; self.bytes.len() / self.sector + 1];
        let mut next = first;
        while next <= MAX_SECTOR && out.len() < length {
            match seen.get_mut(next as usize) {
                Some(seen) if !*seen => *seen = true,
                _ => break,
            }
            let Some(sector) = self.sector(next) else { break };
            out.extend_from_slice(&sector[..sector.len().min(length - out.len())]);
            next = match self.table.get(next as usize) {
                Some(Some(next)) => *next,
                // The table is lost here.
                _ => next + 1,
            };
        }
        out
    }

    fn mini_chain(&self, first: u32, length: u64) -> Vec<u8> {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let mut out = Vec::new();
        let mut seen = vec![false; self.mini_stream.len() / MINI + 1];
        let mut next = first;
        while next <= MAX_SECTOR && out.len() < length {
            match seen.get_mut(next as usize) {
                Some(seen) if !*seen => *seen = true,
                _ => break,
            }
            let Some(rest) = self.mini_stream.get(next as usize * MINI..).filter(|rest| !rest.is_empty()) else { break };
            out.extend_from_slice(&rest[..rest.len().min(MINI).min(length - out.len())]);
            next = self.mini_table.get(next as usize).copied().flatten().unwrap_or(next + 1);
        }
        out
    }
}

/// The entries of a directory: by its tree, or one after the other where the tree leads nowhere.
fn entries(raw: &[&[u8]]) -> Vec<Entry> {
    let mut out = Vec::new();
    let mut seen = vec![false; raw.len()];
    if let Some(child) = raw.first().and_then(|root| u32_at(root, 0x4c)) {
        let mut pending = vec![(child, String::new(), 0)];
        while let Some((number, folder, depth)) = pending.pop() {
            let Some(bytes) = raw.get(number as usize).filter(|_| !std::mem::replace(&mut seen[number as usize], true)) else {
                continue;
            };
            let links = [0x44, 0x48, 0x4c].map(|at| u32_at(bytes, at).unwrap_or(u32::MAX));
            if let Some(entry) = entry(bytes, &folder) {
                if !entry.is_stream && depth < DEPTH {
                    pending.push((links[2], format!("{}/", entry.path), depth + 1));
                }
                out.push(entry);
            }
            pending.push((links[1], folder.clone(), depth));
            pending.push((links[0], folder, depth));
        }
    }
    if !out.iter().any(|entry| entry.is_stream) {
        out = raw.iter().skip(1).filter_map(|bytes| entry(bytes, "")).collect();
    }
    out
}

fn entry(bytes: &[u8], folder: &str) -> Option<Entry> {
    let kind = *bytes.get(0x42)?;
    let units: Vec<u16> = bytes.get(..64)?.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    let name: String = char::decode_utf16(units.into_iter().take_while(|unit| *unit != 0)).filter_map(Result::ok).collect();
    (matches!(kind, 1 | 2) && !name.is_empty()).then(|| Entry {
        path: format!("{folder}{name}"),
        first: u32_at(bytes, 0x74).unwrap_or(u32::MAX),
        length: u64::from(u32_at(bytes, 0x78).unwrap_or(0)),
        is_stream: kind == 2,
    })
}

/// What another program than Word made, told by its streams, with the next step.
pub fn what_it_is(file: &Compound<'_>) -> Option<(Cow<'static, str>, &'static str)> {
    const KNOWN: &[(&str, &str, &str)] = &[
        ("Workbook", "an Excel workbook (XLS)", "save it as DOCX, HTML or text first"),
        ("Book", "an Excel workbook (XLS)", "save it as DOCX, HTML or text first"),
        ("PowerPoint Document", "a PowerPoint presentation (PPT)", "save it as text first"),
        ("MatOST", "a Microsoft Works document", "save it as DOC or RTF first; LibreOffice opens it"),
        ("VisioDocument", "a Visio drawing", "save it as text first"),
        ("HwpSummaryInformation", "a Hangul document (HWP)", "save it as DOCX first"),
        ("\u{5}HwpSummaryInformation", "a Hangul document (HWP)", "save it as DOCX first"),
        ("Quill", "a Publisher document", "save it as DOC or RTF first"),
        ("__properties_version1.0", "an Outlook message (MSG)", "save it as HTML or text first"),
        ("__nameid_version1.0", "an Outlook message (MSG)", "save it as HTML or text first"),
        ("SwDocContentMgr", "a SolidWorks file", "give a text"),
        ("StarWriterDocument", "a StarWriter document", "save it as ODT first"),
        ("\u{5}DigitalSignature", "a Windows installer (MSI)", "give a text"),
        ("\u{4840}\u{3f3f}\u{4577}\u{446c}\u{3b6a}\u{45e4}\u{4824}", "a Windows installer (MSI)", "give a text"),
        ("\u{4840}\u{3b3f}\u{43f2}\u{4438}\u{45b1}", "a Windows installer (MSI)", "give a text"),
        ("WksSSWorkBook", "a Microsoft Works spreadsheet", "save it as text first"),
    ];
    let known = KNOWN.iter().find(|(name, ..)| file.has(name)).map(|(_, what, next)| (Cow::Borrowed(*what), *next));
    known.or_else(|| match file.has("CONTENTS") && file.has("\u{1}CompObj") {
        true => Some((Cow::Borrowed("a Microsoft Works or Publisher document"), "save it as DOC or RTF first")),
        false => None,
    })
}

/// A little-endian number at a place.
pub fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

/// A little-endian number at a place.
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// The little-endian numbers that bytes hold.
fn words(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}
