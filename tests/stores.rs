//! Inputs and outputs on object stores: a local server that speaks S3 (`moto_server`, of PyPI `moto[server]`), and `file://`.

use crate::program::Place;
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server with an empty bucket `archive`; it ends with its value.
struct Server(Child, u16);

impl Server {
    /// Starts one; `None` where there is none to start.
    fn start() -> Option<Server> {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port();
        let mut command = Command::new("moto_server");
        command.args(["-H", "127.0.0.1", "-p", &port.to_string()]).stdout(Stdio::null()).stderr(Stdio::null());
        let child = match command.spawn() {
            Ok(child) => child,
            Err(error) => {
                assert!(std::env::var_os("CI").is_none(), "CI needs moto_server: {error}");
                eprintln!("moto_server is not installed: object stores over S3 are not tested");
                return None;
            }
        };
        let server = Server(child, port);
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(120), "the server does not come up");
            std::thread::sleep(Duration::from_millis(50));
        }
        assert_eq!(server.ask("PUT", "/archive", b"").0, 200);
        Some(server)
    }

    /// A request of our own, and the answer's status and body: nothing of the program's is trusted.
    fn ask(&self, method: &str, path: &str, body: &[u8]) -> (u16, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.1)).expect("the server is there");
        let path: String = path
            .bytes()
            .map(|byte| if byte.is_ascii() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
            .collect();
        // The server asks whether a request is signed, and believes it.
        let signed = "Authorization: AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0";
        let (port, length) = (self.1, body.len());
        let head = format!("Host: 127.0.0.1:{port}\r\n{signed}\r\nConnection: close\r\nContent-Length: {length}");
        let head = format!("{method} {path} HTTP/1.1\r\n{head}\r\n\r\n");
        stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body)).expect("it is sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let status = std::str::from_utf8(&answer[9..12]).expect("digits").parse().expect("a status");
        (status, answer[end + 4..].to_vec())
    }

    fn put(&self, key: &str, content: &[u8]) {
        assert_eq!(self.ask("PUT", &format!("/archive/{key}"), content).0, 200, "{key}");
    }

    fn get(&self, key: &str) -> Vec<u8> {
        let (status, content) = self.ask("GET", &format!("/archive/{key}"), b"");
        assert_eq!(status, 200, "{key}");
        content
    }

    /// Runs the program, with what it must know of the server.
    fn run(&self, place: &Place, words: &str) -> (i32, String) {
        let mut command = place.command(&words.split(' ').collect::<Vec<_>>());
        command.env("AWS_ENDPOINT", format!("http://127.0.0.1:{}", self.1)).env("AWS_ALLOW_HTTP", "true").envs([
            ("AWS_ACCESS_KEY_ID", "key"),
            ("AWS_SECRET_ACCESS_KEY", "secret"),
            ("AWS_REGION", "us-east-1"),
        ]);
        let ran = command.output().expect("the program runs");
        (ran.status.code().expect("no signal ends it"), String::from_utf8(ran.stderr).expect("UTF-8"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn text(number: usize) -> String {
    format!("第{number}篇\n\n　　江湾镇的渡口昨日照常开船，船上有{number}位客人，一直坐到河\n边的石桥才下船。\n").repeat(20)
}

/// An archive with folders, a picture, what a person rejected, a zip, and files that are nobody's.
fn archive() -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for number in [7, 8] {
        zip.start_file(format!("第{number}页.txt"), zip::write::SimpleFileOptions::default()).expect("a file can be started");
        zip.write_all(text(number).as_bytes()).expect("written");
    }
    let mut files: Vec<(String, Vec<u8>)> =
        (0..12).map(|number| (format!("报纸/{}/{number}.txt", number % 3), text(number).into_bytes())).collect();
    files.extend([
        ("a.md".into(), "# 题\n\n![图](p.png)\n\n正文。\n".into()),
        ("p.png".into(), include_bytes!("data/dot.png").to_vec()),
        ("旧刊.zip".into(), zip.finish().expect("a package").into_inner()),
        (".hidden.txt".into(), "藏。".into()),
    ]);
    files
}

#[test]
fn a_folder_of_objects_becomes_what_a_folder_of_files_becomes() {
    let Some(server) = Server::start() else { return };
    let place = Place::with(&[]);
    for (name, content) in archive() {
        place.put(&format!("in/{name}"), &content);
        server.put(&format!("in/{name}"), &content);
    }
    assert_eq!(place.run("convert in -o out --to epub,txt").code, 0);
    let expected: BTreeMap<String, Vec<u8>> = place
        .files("out")
        .into_iter()
        .map(|name| (name.clone(), std::fs::read(place.path("out").join(&name)).expect("an output")))
        .collect();
    assert_eq!(expected.len(), 30);

    let convert = "convert s3://archive/in -o s3://archive/in/out --to epub,txt";
    let (code, said) = server.run(&place, &format!("{convert} --isolate=always"));
    assert_eq!(code, 0, "{said}");
    expected.iter().for_each(|(name, content)| assert!(server.get(&format!("in/out/{name}")) == *content, "{name}"));

    let (code, said) = server.run(&place, convert);
    assert!(code == 0 && said.contains("30 outputs unchanged"), "the outputs in the folder are no sources: {said}");

    server.put("in/报纸/1/1.txt", text(40).as_bytes());
    server.put("in/out/a.txt", "改过的".as_bytes());
    let (code, said) = server.run(&place, convert);
    assert!(code == 1 && said.contains("s3://archive/in/out/a.txt is there already with other content"), "{said}");
    assert!(String::from_utf8(server.get("in/out/报纸/1/1.txt")).expect("UTF-8").contains("40位客人"));
    assert_eq!(server.get("in/out/a.txt"), "改过的".as_bytes());
    assert_eq!(server.run(&place, &format!("{convert} --only-failed --force")).0, 0);
    assert_eq!(server.get("in/out/a.txt"), expected["a.txt"]);

    let (code, said) = server.run(&place, "convert s3://archive/in/a.md -o local --to epub");
    assert_eq!((code, std::fs::read(place.path("local/a.epub")).ok()), (0, Some(expected["a.epub"].clone())), "{said}");
    let (code, said) = server.run(&place, "convert in/a.md -o s3://archive/other --to epub");
    assert_eq!((code, server.get("other/a.epub")), (0, expected["a.epub"].clone()), "{said}");
    for gone in ["s3://archive/nothing", "s3://archive/in/none.txt", "s3://nobucket/in"] {
        let (code, said) = server.run(&place, &format!("convert {gone} -o x"));
        assert!(code == 1 && said.contains(gone), "{said}");
    }
}

#[test]
fn files_can_be_named_as_objects() {
    let place = Place::with(&[]);
    archive().iter().for_each(|(name, content)| place.put(&format!("in/{name}"), content));
    let url = |name: &str| format!("file://{}", place.path(name).display());
    assert_eq!(place.run("convert in -o out --to txt").code, 0);
    let convert = format!("convert {} -o {} --to txt", url("in"), url("there"));
    assert_eq!(place.run(&convert).code, 0);
    assert_eq!(place.files("there"), place.files("out"));
    let differs = |name: &String| place.read(&format!("there/{name}")) != place.read(&format!("out/{name}"));
    assert_eq!(place.files("out").into_iter().find(differs), None::<String>);
    let again = place.run(&convert);
    assert!(again.code == 0 && again.err.contains("15 outputs unchanged"), "{}", again.err);
    let manifest: Vec<PathBuf> = std::fs::read_dir(place.path("there/.chongpai/manifest"))
        .expect("a folder")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    assert_eq!(manifest.len(), 1, "a process that had work wrote one: {manifest:?}");
}
