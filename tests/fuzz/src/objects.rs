//! Objects of PDF in one input: `@@ OBJECT` on a line of its own, then the bytes of its stream, if it is one.
//!
//! Objects are numbered from 1, and the first is the catalogue; lengths and the cross-reference are put in here, so that what is
//! fuzzed is what they hold.

use crate::parts;

/// The file.
pub fn pdf(input: &[u8]) -> Vec<u8> {
    let mut file = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (number, (object, stream)) in (1..).zip(parts::split(input)) {
        places.push(file.len());
        file.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        match object.strip_suffix(">>") {
            Some(open) if !stream.is_empty() => {
                file.extend_from_slice(format!("{open}/Length {}>>\nstream\n", stream.len()).as_bytes());
                file.extend_from_slice(stream);
                file.extend_from_slice(b"\nendstream");
            }
            _ => file.extend_from_slice(object.as_bytes()),
        }
        file.extend_from_slice(b"\nendobj\n");
    }
    let start = file.len();
    let count = places.len() + 1;
    let mut table = format!("xref\n0 {count}\n0000000000 65535 f \n");
    places.iter().for_each(|place| table.push_str(&format!("{place:010} 00000 n \n")));
    table.push_str(&format!("trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n"));
    file.extend_from_slice(table.as_bytes());
    file
}
