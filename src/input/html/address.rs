//! Addresses inside a package or a folder.

/// An address with its `%20` and their like decoded, where that makes UTF-8; otherwise as it is.
pub fn percent_decoded(address: &str) -> String {
    if !address.contains('%') {
        return address.to_owned();
    }
    let bytes = address.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex =
            address.get(at + 1..at + 3).filter(|hex| bytes[at] == b'%' && hex.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| address.to_owned())
}

/// The path that a reference in `file` leads to. It never leads out of the package: `..` at the top stays there.
pub fn joined(file: &str, reference: &str) -> String {
    let folder = match reference.starts_with('/') {
        true => "",
        false => file.rsplit_once('/').map_or("", |(folder, _)| folder),
    };
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(reference.split('/')) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_stay_in_the_package() {
        assert_eq!(joined("OEBPS/text/a.xhtml", "../images/b.png"), "OEBPS/images/b.png");
        assert_eq!(joined("a.xhtml", "../../etc/passwd"), "etc/passwd");
        assert_eq!(joined("x/a.xhtml", "/b.png"), "b.png");
        assert_eq!(percent_decoded("%E5%9B%BE 1%2.png"), "图 1%2.png");
        assert_eq!(percent_decoded("%ff"), "%ff");
    }
}
