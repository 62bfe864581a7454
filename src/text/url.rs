//! The little that is asked of an address.

/// The host of an absolute URL, in lower case, without user, port and a leading `www.`; `""` where there is none.
pub fn host(url: &str) -> String {
    let Some((_, rest)) = url.split_once("://") else { return String::new() };
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or("");
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = match host.strip_prefix('[') {
        Some(ipv6) => ipv6.split(']').next().unwrap_or(""),
        None => host.split(':').next().unwrap_or(""),
    };
    let host = host.trim_end_matches('.').to_lowercase();
    host.strip_prefix("www.").map_or(host.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn a_host_stands_between_slashes_and_port() {
        assert_eq!(host("https://me:secret@WWW.Example.com:8080/a?b"), "example.com");
        assert_eq!(host("http://example.com?x"), "example.com");
        assert_eq!(host("http://[::1]:80/"), "::1");
        assert_eq!(host("/relative"), "");
    }
}
