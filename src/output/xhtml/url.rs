//! Addresses of the web, as far as a validator lets them pass.

use std::net::Ipv4Addr;

/// The address as it may stand in a document: `http`, `https` or `mailto`, a host that can exist, everything else escaped.
/// `None` where it leads nowhere: damage, a place in another file, a scheme that a book has no business with.
pub fn web_address(target: &str) -> Option<String> {
    let (scheme, rest) = target.trim().split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    match scheme.as_str() {
        "http" | "https" => {
            let rest = rest.strip_prefix("//")?;
            let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
            let (host, path) = rest.split_at(end);
            is_host(host).then(|| format!("{scheme}://{host}{}", escape(path)))
        }
        "mailto" => {
            let end = rest.find('?').unwrap_or(rest.len());
            let (name, host) = rest[..end].split_once('@')?;
            let plain = |b: u8| b.is_ascii_alphanumeric() || b"._-+".contains(&b);
            let named = !name.is_empty() && name.bytes().all(plain);
            (named && is_host(host) && !host.contains(':')).then(|| format!("mailto:{name}@{host}{}", escape(&rest[end..])))
        }
        _ => None,
    }
}

/// A name or an IPv4 address, perhaps with a port.
fn is_host(host: &str) -> bool {
    let (name, port) = host.split_once(':').unwrap_or((host, "80"));
    let label = |label: &str| {
        let edges = !label.starts_with('-') && !label.ends_with('-');
        let inside = label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        !label.is_empty() && label.len() <= 63 && edges && inside
    };
    let numeric = name.rsplit('.').next().is_some_and(|last| last.starts_with(|c: char| c.is_ascii_digit()));
    let named = if numeric { name.parse::<Ipv4Addr>().is_ok() } else { name.split('.').all(label) };
    named && name.len() <= 253 && port.parse::<u16>().is_ok()
}

/// Escapes what RFC 3986 does not let stand in a path, a query or a fragment; a second `#` too.
fn escape(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut fragment = false;
    for (at, b) in path.bytes().enumerate() {
        let escaped = b == b'%' && path.as_bytes().get(at + 1..at + 3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        let plain = b.is_ascii_alphanumeric() || b"-._~:/?@!$&'()*+,;=".contains(&b) || escaped || (b == b'#' && !fragment);
        fragment |= b == b'#';
        if plain {
            out.push(char::from(b));
        } else {
            out.push_str(&format!("%{b:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_made_valid_or_dropped() {
        let check = |target: &str, expected: Option<&str>| assert_eq!(web_address(target).as_deref(), expected, "{target}");
        check("http://www.example.cn/a b?c=<d>#e#f", Some("http://www.example.cn/a%20b?c=%3Cd%3E#e%23f"));
        check(" HTTPS://example.cn:8080/中%20%zz ", Some("https://example.cn:8080/%E4%B8%AD%20%25zz"));
        check("mailto:a.b@example.cn?subject=x y", Some("mailto:a.b@example.cn?subject=x%20y"));
        for nowhere in ["", "x", "#id", "a.html", "http:", "http://", "http://a..b/", "http://中文，/", "http://a:99999/"] {
            check(nowhere, None);
        }
        for nowhere in ["http://1.2.3.400/", "http://a b.cn/", "javascript:alert(1)", "file:///etc", "mailto:无", "data:,x"] {
            check(nowhere, None);
        }
        check("http://10.0.0.1/", Some("http://10.0.0.1/"));
    }
}
