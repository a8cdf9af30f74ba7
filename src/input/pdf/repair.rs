//! Files whose structure is gone: cut off, or without catalog, page tree or cross-reference.
//!
//! What is left of the objects is put into a new file: the bytes as they are, a stream that was cut is closed, objects out of
//! damaged object streams are written out, and a new catalog lists the pages that are found. The syntax crate then reads it by
//! searching, as it does for any file without a cross-reference.

use super::{mend, stream};
use memchr::memmem;
use std::collections::{BTreeMap, BTreeSet};

/// Objects that are looked at.
const MOST: usize = 2_000_000;

/// Dictionaries in dictionaries that are closed.
const DEPTH: usize = 64;

/// A piece of a file that is an object.
struct Piece<'a> {
    number: u32,
    body: &'a [u8],
}

/// A file that was cut inside an object, with the object ended; `None` where none was cut.
pub fn ended(bytes: &[u8]) -> Option<Vec<u8>> {
    let last = memmem::rfind(bytes, b" obj")? + b" obj".len();
    let (head, tail) = bytes.split_at(last);
    let cut = memmem::find(tail, b"startxref").or_else(|| memmem::find(tail, b"endobj")).is_none();
    cut.then(|| [head, tail, &closing(tail), b"\nendstream\nendobj\n"].concat())
}

/// The file with a new frame round its objects, those that are broken mended; `None` where no page is left, or where its objects
/// are encrypted.
pub fn rebuilt(bytes: &[u8]) -> Option<Vec<u8>> {
    if memmem::find(bytes, b"/Encrypt").is_some() {
        return None;
    }
    let ended = ended(bytes);
    let bytes = ended.as_deref().unwrap_or(bytes);
    let pieces = pieces(bytes);
    let mut added: Vec<(u32, Vec<u8>)> = Vec::new();
    for piece in &pieces {
        if has_type(head(piece.body), b"ObjStm") {
            unpack(piece, &mut added);
        }
    }
    let packed = added.len();
    for piece in &pieces {
        let head = head(piece.body);
        if let Some(mut mended) = mend::mend(head) {
            mended.push(b'\n');
            mended.extend_from_slice(&piece.body[head.len()..]);
            added.push((piece.number, mended));
        }
    }
    let mut objects: BTreeMap<u32, &[u8]> = BTreeMap::new();
    for (number, body) in &added[..packed] {
        objects.insert(*number, body);
    }
    for piece in &pieces {
        objects.insert(piece.number, head(piece.body));
    }
    for (number, body) in &added[packed..] {
        objects.insert(*number, head(body));
    }
    let of_type = |name: &'static [u8]| objects.iter().filter(move |(_, body)| has_type(body, name)).map(|(number, _)| *number);
    let pages: BTreeSet<u32> = of_type(b"Page").collect();
    let nodes: Vec<u32> = of_type(b"Pages").collect();
    // Pages in the order of the lists that are left, then those that no list names.
    let mut rest: BTreeSet<u32> = pages.clone();
    let listed = nodes.iter().flat_map(|node| objects.get(node).map(|body| kids(body)).unwrap_or_default());
    let mut order: Vec<u32> = listed.filter(|kid| rest.remove(kid)).collect();
    let place: BTreeMap<u32, usize> = pieces.iter().enumerate().map(|(place, piece)| (piece.number, place)).collect();
    let first = order.len();
    order.extend(rest);
    order[first..].sort_by_key(|page| place.get(page).copied().unwrap_or(usize::MAX));
    if order.is_empty() {
        return None;
    }

    let mut file = bytes.to_vec();
    // No cross-reference is named: everything is found by searching.
    if let Some(at) = memmem::rfind(&file, b"startxref") {
        file[at..at + b"startxref".len()].fill(b' ');
    }
    file.push(b'\n');
    for (number, body) in &added {
        file.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        file.extend_from_slice(body);
        file.extend_from_slice(b"\nendobj\n");
    }
    let free = objects.keys().next_back()?.checked_add(1)?;
    let catalog = free.checked_add(1)?;
    // Attributes that pages inherit: of the first node that has them. What else the catalog leads to stays.
    let first_of = |from: &[u32], key: &[u8]| from.iter().find_map(|node| value(objects.get(node)?, key)).unwrap_or_default();
    let catalogs: Vec<u32> = of_type(b"Catalog").collect();
    let kids: String = order.iter().map(|page| format!("{page} 0 R ")).collect();
    file.extend_from_slice(format!("{free} 0 obj\n<</Type/Pages/Count {}/Kids[{kids}]", order.len()).as_bytes());
    file.extend_from_slice(&first_of(&nodes, b"/Resources"));
    file.extend_from_slice(&first_of(&nodes, b"/MediaBox"));
    file.extend_from_slice(format!(">>\nendobj\n{catalog} 0 obj\n<</Type/Catalog/Pages {free} 0 R").as_bytes());
    for key in
        [b"/Outlines".as_slice(), b"/StructTreeRoot", b"/OCProperties", b"/PageLabels", b"/Metadata", b"/Names", b"/Dests"]
    {
        file.extend_from_slice(&first_of(&catalogs, key));
    }
    file.extend_from_slice(
        format!(">>\nendobj\ntrailer\n<</Root {catalog} 0 R/Size {}>>\n", catalog.saturating_add(1)).as_bytes(),
    );
    Some(file)
}

/// Every `N G obj` with what follows up to the next one.
fn pieces(bytes: &[u8]) -> Vec<Piece<'_>> {
    let mut starts: Vec<(u32, usize, usize)> = Vec::new();
    for at in memmem::find_iter(bytes, b" obj") {
        let before = &bytes[at.saturating_sub(24)..at];
        let mut words = before.rsplit(|byte| !byte.is_ascii_digit());
        let (generation, number) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let parsed = std::str::from_utf8(number).ok().and_then(|number| number.parse().ok());
        if let Some(number) = parsed.filter(|_| !generation.is_empty())
            && starts.len() < MOST
        {
            starts.push((number, at.saturating_sub(generation.len() + number_length(number) + 1), at + 4));
        }
    }
    let ends = starts.iter().skip(1).map(|start| start.1).chain([bytes.len()]);
    starts.iter().zip(ends).filter_map(|(start, end)| Some(Piece { number: start.0, body: bytes.get(start.2..end)? })).collect()
}

fn number_length(number: u32) -> usize {
    number.checked_ilog10().map_or(1, |digits| digits as usize + 1)
}

/// What closes the dictionaries of an object that was cut inside one.
fn closing(body: &[u8]) -> Vec<u8> {
    if memmem::find(body, b"stream").is_some() || memmem::find(body, b"endobj").is_some() {
        return Vec::new();
    }
    let (mut depth, mut at) = (0usize, 0);
    while at < body.len() {
        at += match &body[at..] {
            [b'<', b'<', ..] => {
                depth += 1;
                2
            }
            [b'>', b'>', ..] => {
                depth = depth.saturating_sub(1);
                2
            }
            // Half of a mark.
            [b'>'] if depth > 0 => return [b">".as_slice(), &b">>".repeat(depth.min(DEPTH) - 1)].concat(),
            _ => 1,
        };
    }
    b">>".repeat(depth.min(DEPTH))
}

/// An object without its stream.
fn head(body: &[u8]) -> &[u8] {
    &body[..memmem::find(body, b"stream").unwrap_or(body.len())]
}

/// Whether a dictionary is of a type.
fn has_type(body: &[u8], name: &[u8]) -> bool {
    memmem::find_iter(body, b"/Type").any(|at| {
        let after = body[at + 5..].trim_ascii_start();
        after.strip_prefix(b"/").and_then(|after| after.strip_prefix(name)).is_some_and(|after| {
            after.first().is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'<' | b'[' | b'('))
        })
    })
}

/// The numbers of the references in `/Kids [ … ]`.
fn kids(body: &[u8]) -> Vec<u32> {
    let Some(at) = memmem::find(body, b"/Kids") else { return Vec::new() };
    let list = body[at..].split(|&byte| byte == b'[').nth(1).unwrap_or_default();
    let list = list.split(|&byte| byte == b']').next().unwrap_or_default();
    let words: Vec<u32> = String::from_utf8_lossy(list).split_whitespace().filter_map(|word| word.parse().ok()).collect();
    words.as_chunks::<2>().0.iter().map(|[number, _]| *number).collect()
}

/// A key with its value, where that is a reference, an array or a dictionary.
fn value(body: &[u8], key: &[u8]) -> Option<Vec<u8>> {
    let at = memmem::find(body, key)?;
    let after = &body[at + key.len()..];
    let start = after.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let length = match after[start] {
        b'[' => after[start..].iter().position(|&byte| byte == b']')? + 1,
        b'<' => {
            let mut depth = 0usize;
            let mut end = start;
            loop {
                match after.get(end..end + 2)? {
                    b"<<" => (depth, end) = (depth + 1, end + 2),
                    b">>" => (depth, end) = (depth - 1, end + 2),
                    _ => end += 1,
                }
                if depth == 0 {
                    break end - start;
                }
            }
        }
        _ => after[start..].iter().position(|&byte| byte == b'R')? + 1,
    };
    Some([key, b" ", &after[start..start + length]].concat())
}

/// The objects of an object stream, as far as it can be decoded.
fn unpack(piece: &Piece<'_>, objects: &mut Vec<(u32, Vec<u8>)>) {
    let Some(at) = memmem::find(piece.body, b"stream") else { return };
    let packed = &piece.body[at + 6..];
    let packed = packed.strip_prefix(b"\r\n").or_else(|| packed.strip_prefix(b"\n")).unwrap_or(packed);
    let head = head(piece.body);
    let number = |key: &[u8]| -> Option<usize> {
        let after = &head[memmem::find(head, key)? + key.len()..];
        let digits: String =
            after.trim_ascii_start().iter().take_while(|byte| byte.is_ascii_digit()).map(|&byte| char::from(byte)).collect();
        digits.parse().ok()
    };
    let data = match memmem::find(head, b"/FlateDecode").is_some() {
        true => stream::inflate(packed).0,
        false => packed[..memmem::find(packed, b"endstream").unwrap_or(packed.len())].to_vec(),
    };
    let Some(first) = number(b"/First") else { return };
    let listed = String::from_utf8_lossy(data.get(..first).unwrap_or(&data)).into_owned();
    let words: Vec<usize> = listed.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let pairs = words.as_chunks::<2>().0;
    for (place, [number, offset]) in pairs.iter().enumerate() {
        let end = pairs.get(place + 1).map_or(data.len(), |[_, next]| first.saturating_add(*next));
        let whole = end <= data.len();
        if let (Some(body), Ok(number), true) = (data.get(first.saturating_add(*offset)..end), u32::try_from(*number), whole) {
            objects.push((number, body.to_vec()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayro_syntax::Pdf;

    #[test]
    fn pages_are_found_without_a_catalog() {
        let file = b"%PDF-1.4\n3 0 obj\n<</Type/Page/Parent 2 0 R/Contents 4 0 R>>\nendobj\n\
            5 0 obj\n<</Type /Page/Parent 2 0 R/Contents 4 0 R>>\nendobj\n\
            2 0 obj<</Type/Pages/Kids[5 0 R 3 0 R]/Count 2/MediaBox [0 0 100 50]/Resources<</Font<</F 9 0 R>>>>>>endobj\n\
            4 0 obj\n<</Length 90>>\nstream\nBT (cut off";
        assert!(Pdf::new(file.to_vec()).is_err());
        let pdf = Pdf::new(rebuilt(file).expect("pages are left")).expect("the file is whole");
        let numbers: Vec<_> = pdf.pages().iter().filter_map(|page| page.raw().obj_id()).map(|id| id.obj_number).collect();
        assert_eq!(numbers, [5, 3]);
        assert_eq!(pdf.pages()[0].media_box().x1, 100.0);
        assert!(pdf.pages()[0].page_stream().is_some_and(|content| content.starts_with(b"BT (cut off")));
        assert!(rebuilt(b"%PDF-1.4 nothing").is_none());
    }

    #[test]
    fn a_page_that_was_cut_is_closed() {
        let check = |tail: &[u8], expected: &[u8]| assert_eq!(closing(tail), expected);
        check(b"<</Type/Page/Resources<</Font<</F 9 0 R>>", b">>>>");
        check(b"<</Type/Page/Resources<</Font<</F 9 0 R>>>", b">>>");
        check(b"<</Length 3>>stream\nq", b"");
        check(b"<</Type/Page>>\nendobj", b"");
        let file = b"%PDF-1.4\n4 0 obj<</Length 9>>stream\nBT ET\nendstream endobj\n3 0 obj<</Type/Page/Contents 4 0 R/Resources<</Font<<";
        let pdf = Pdf::new(rebuilt(file).expect("a page is left")).expect("the file is whole");
        assert_eq!(pdf.pages().len(), 1);
    }

    #[test]
    fn a_page_with_a_broken_string_is_a_page() {
        let file = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
            3 0 obj<</Type/Page/Id<00;1>/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n\
            4 0 obj<</Length 2/X(\\>>stream\nBT\nendstream endobj\n5 0 obj<</Type/Font/Name<\xff>>>endobj\n6 0 obj<<>>endobj\n\
            trailer<</Root 1 0 R>>\nstartxref 0\n%%EOF";
        assert!(
            Pdf::new(file.to_vec()).is_err_and(|_| true) || Pdf::new(file.to_vec()).is_ok_and(|pdf| pdf.pages().is_empty())
        );
        let pdf = Pdf::new(rebuilt(file).expect("a page is left")).expect("the file is whole");
        assert!(pdf.pages()[0].page_stream().is_some_and(|content| content.starts_with(b"BT")));
        assert!(
            pdf.xref()
                .get::<hayro_syntax::object::Dict<'_>>(pdf.xref().root_id())
                .is_some_and(|root| root.contains_key("Outlines"))
        );
    }

    #[test]
    fn only_what_was_cut_is_ended() {
        let check = |file: &[u8], cut: bool| assert_eq!(ended(file).is_some(), cut, "{}", file.escape_ascii());
        check(b"1 0 obj<<>>endobj\nstartxref 0\n%%EOF", false);
        check(b"1 0 obj<<>>endobj\nxre", false);
        check(b"1 0 obj<</A", true);
        check(b"1 0 obj<<>>endobj 2 0 obj<<>>stream\nBT", true);
        check(b"nothing", false);
    }
}
