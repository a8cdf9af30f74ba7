//! Small objects into compressed streams (ISO 32000-1, 7.5.7 and 7.5.8), which the library writes as they are.
//!
//! A structure tree is many thousands of objects of a hundred bytes each that are all alike, and the table of places gives each
//! twenty bytes more. Nothing is changed but where objects begin, and one word of the catalog: a file that looks otherwise than
//! expected is given back as it is.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use rayon::prelude::*;
use std::io::Write;
use std::ops::Range;

/// Objects in one stream: readers must undo all of it for one of them.
const GROUP: usize = 400;
/// Bytes of an entry of the table: its kind, an offset or a stream's number, the place in that stream.
const ENTRY: usize = 7;

/// The file with its small objects packed; the same file where that can't be done.
pub fn pack(file: Vec<u8>) -> Vec<u8> {
    packed(&file).unwrap_or(file)
}

fn packed(file: &[u8]) -> Option<Vec<u8>> {
    let table = Table::read(file)?;
    let (streams, small): (Vec<&Object>, Vec<&Object>) = table.objects.iter().partition(|object| object.is_stream);
    let groups: Vec<Vec<u8>> = small.par_chunks(GROUP).map(|group| object_stream(file, group)).collect::<Option<_>>()?;
    let mut out = Vec::with_capacity(file.len());
    out.extend_from_slice(&file[..table.objects.first()?.whole.start]);
    let count = table.count + groups.len() + 1;
    let mut entries = vec![[0; ENTRY]; count];
    // The first is the head of the list of free objects.
    entries[0] = entry(0, 0, u16::MAX);
    for object in streams {
        *entries.get_mut(object.number)? = entry(1, u32::try_from(out.len()).ok()?, 0);
        out.extend_from_slice(&file[object.whole.clone()]);
    }
    for (index, (group, objects)) in groups.iter().zip(small.chunks(GROUP)).enumerate() {
        let number = table.count + index;
        for (place, object) in objects.iter().enumerate() {
            *entries.get_mut(object.number)? = entry(2, number as u32, place as u16);
        }
        entries[number] = entry(1, u32::try_from(out.len()).ok()?, 0);
        out.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        out.extend_from_slice(group);
    }
    let start = out.len();
    entries[count - 1] = entry(1, u32::try_from(start).ok()?, 0);
    let rows = deflate(&differences(&entries))?;
    let head = format!(
        "{} 0 obj\n<</Type/XRef/Size {count}/W[1 4 2]/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns {ENTRY}>>/Length {}",
        count - 1,
        rows.len()
    );
    out.extend_from_slice(head.as_bytes());
    out.extend_from_slice(table.trailer);
    out.extend_from_slice(b">>\nstream\n");
    out.extend_from_slice(&rows);
    out.extend_from_slice(format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n").as_bytes());
    (out.len() < file.len()).then_some(out)
}

/// An object of the file.
struct Object {
    number: usize,
    /// From its number to the next object.
    whole: Range<usize>,
    /// What stands between `obj` and `endobj`.
    body: Range<usize>,
    is_stream: bool,
}

/// What the table of places says.
struct Table<'a> {
    /// One more than the highest number.
    count: usize,
    /// In the order of the file.
    objects: Vec<Object>,
    /// What the trailer says but for the size.
    trailer: &'a [u8],
}

impl Table<'_> {
    fn read(file: &[u8]) -> Option<Table<'_>> {
        let end = memchr::memmem::rfind(file, b"startxref")?;
        let start: usize = text(file.get(end + 9..)?)?.split_whitespace().next()?.parse().ok()?;
        let table = file.get(start..)?;
        let table = &table[..table.len().min(64)];
        let (head, _) = text(table)?.strip_prefix("xref\n0 ")?.split_once('\n')?;
        let count: usize = head.trim().parse().ok()?;
        let rows = start + "xref\n0 ".len() + head.len() + 1;
        let trailer = file.get(rows.checked_add(count.checked_mul(20)?)?..end)?;
        let trailer = trailer.strip_prefix(b"trailer\n<<")?.trim_ascii_end().strip_suffix(b">>")?;
        let trailer = trailer.strip_prefix(format!("/Size {count}").as_bytes())?;
        let mut places: Vec<(usize, usize)> = Vec::with_capacity(count);
        for number in 1..count {
            let row = text(file.get(rows + number * 20..rows + number * 20 + 20)?)?;
            let (place, kind) = row.split_once(' ')?;
            kind.starts_with("00000 n").then_some(())?;
            places.push((place.parse().ok()?, number));
        }
        places.sort_unstable();
        let ends = places.iter().skip(1).map(|(place, _)| *place).chain([start]);
        let objects: Option<Vec<Object>> =
            places.iter().zip(ends).map(|(&(from, number), to)| object(file, number, from..to)).collect();
        Some(Table { count, objects: objects?, trailer })
    }
}

fn text(bytes: &[u8]) -> Option<&str> {
    // Tables are ASCII; what follows may be cut in the middle of a character.
    let end = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(bytes.len());
    std::str::from_utf8(&bytes[..end]).ok()
}

fn object(file: &[u8], number: usize, whole: Range<usize>) -> Option<Object> {
    let bytes = file.get(whole.clone())?;
    let head = format!("{number} 0 obj\n");
    let body = bytes.strip_prefix(head.as_bytes())?.trim_ascii_end().strip_suffix(b"endobj")?.trim_ascii_end();
    let from = whole.start + head.len();
    Some(Object { number, whole, body: from..from + body.len(), is_stream: body.ends_with(b"endstream") })
}

/// A stream of objects, without its number.
fn object_stream(file: &[u8], objects: &[&Object]) -> Option<Vec<u8>> {
    let (mut places, mut bodies) = (String::new(), Vec::new());
    for object in objects {
        places.push_str(&format!("{} {} ", object.number, bodies.len()));
        bodies.extend(without_default(&file[object.body.clone()]));
        bodies.push(b'\n');
    }
    let first = places.len();
    let content = deflate(&[places.as_bytes(), &bodies].concat())?;
    let (count, length) = (objects.len(), content.len());
    let head = format!("<</Type/ObjStm/N {count}/First {first}/Filter/FlateDecode/Length {length}>>\nstream\n");
    Some([head.as_bytes(), &content, b"\nendstream\nendobj\n"].concat())
}

/// The catalog without `/Suspects false` (ISO 32000-1, 14.7.1): it is the default, and poppler calls it an error.
fn without_default(body: &[u8]) -> impl Iterator<Item = u8> {
    const DEFAULT: &[u8] = b"/Suspects false";
    let catalog = memchr::memmem::find(body, b"/Type/Catalog").or_else(|| memchr::memmem::find(body, b"/Type /Catalog"));
    let start = catalog.and_then(|_| memchr::memmem::find(body, DEFAULT)).unwrap_or(body.len());
    let end = (start + DEFAULT.len()).min(body.len());
    body[..start].iter().chain(&body[end..]).copied()
}

fn deflate(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::default());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

fn entry(kind: u8, first: u32, second: u16) -> [u8; ENTRY] {
    let ([a, b, c, d], [e, f]) = (first.to_be_bytes(), second.to_be_bytes());
    [kind, a, b, c, d, e, f]
}

/// Each row as its difference from the one above, as PNG has it.
fn differences(entries: &[[u8; ENTRY]]) -> Vec<u8> {
    let mut rows = Vec::with_capacity(entries.len() * (ENTRY + 1));
    let mut above = [0; ENTRY];
    for entry in entries {
        rows.push(2);
        rows.extend(entry.iter().zip(above).map(|(byte, above)| byte.wrapping_sub(above)));
        above = *entry;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file as the library writes one: two small objects and a stream.
    fn small() -> Vec<u8> {
        let objects = [
            "1 0 obj\n<</Type/Catalog/Pages 2 0 R/MarkInfo<</Marked true/Suspects false>>>>\nendobj\n".to_owned(),
            format!("2 0 obj\n<</Type/Pages/Count 1/Kids[{}]>>\nendobj\n", "3 0 R ".repeat(200)),
            "3 0 obj\n<</Length 8>>\nstream\nendobj\n \nendstream\nendobj\n".to_owned(),
        ];
        let mut file = b"%PDF-1.7\n%\x80\x80\x80\x80\n\n".to_vec();
        let mut table = "xref\n0 4\n0000000000 65535 f\r\n".to_owned();
        for object in objects {
            table += &format!("{:010} 00000 n\r\n", file.len());
            file.extend_from_slice(object.as_bytes());
        }
        let start = file.len();
        file.extend_from_slice(table.as_bytes());
        file.extend_from_slice(format!("trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n{start}\n%%EOF").as_bytes());
        file
    }

    #[test]
    fn small_objects_are_packed_and_read_again() {
        let file = small();
        let packed = pack(file.clone());
        assert!(packed.len() < file.len());
        let read = lopdf::Document::load_mem(&packed).expect("another library reads it");
        assert_eq!(read.catalog().and_then(|catalog| catalog.get(b"Pages")?.as_reference()).expect("pages"), (2, 0));
        let marked = read.catalog().and_then(|catalog| catalog.get(b"MarkInfo")?.as_dict()).expect("it is tagged");
        assert_eq!((marked.has(b"Marked"), marked.has(b"Suspects")), (true, false));
        let stream = read.get_object((3, 0)).and_then(lopdf::Object::as_stream).expect("a stream");
        assert_eq!(stream.content, b"endobj\n ");
    }

    #[test]
    fn another_file_is_given_back() {
        for damage in ["", "%PDF-1.7", "startxref\n9999\n%%EOF", "xref\n0 9\nstartxref\n0\n%%EOF"] {
            assert_eq!(pack(damage.as_bytes().to_vec()), damage.as_bytes());
        }
        let file = small();
        for cut in 0..file.len() {
            let mut other = file.clone();
            other.remove(cut);
            pack(other);
        }
    }
}
