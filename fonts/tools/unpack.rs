//! Unpacks the faces that the program carries, when it is built: a program that starts has them as they are, in pages that the system
//! reads as they are needed.
//!
//! Writes `faces.rs`: a slice of each face's file in `fonts/`, and its bytes.

use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let fonts = Path::new("fonts").canonicalize()?;
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("no OUT_DIR")?);
    // Development and test builds read the folder.
    let core = env::var_os("PROFILE").is_some_and(|profile| profile == "release") || has_feature("CORE");
    let mut faces = String::from("&[\n");
    for folder in [core.then_some("core"), has_feature("EXT").then_some("ext")].into_iter().flatten() {
        println!("cargo::rerun-if-changed=fonts/{folder}");
        fs::create_dir_all(out.join(folder))?;
        let mut files: Vec<PathBuf> =
            fs::read_dir(fonts.join(folder))?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
        files.sort();
        for file in files {
            let name = file.file_stem().and_then(|name| name.to_str()).ok_or("a file of no name")?;
            let unpacked = out.join(folder).join(name);
            fs::write(&unpacked, zstd::decode_all(fs::File::open(&file)?)?)?;
            writeln!(faces, "    (\"{folder}/{name}.zst\", include_bytes!({unpacked:?})),")?;
        }
    }
    faces.push_str("]\n");
    fs::write(out.join("faces.rs"), faces)?;
    println!("cargo::rerun-if-changed=fonts/tools/unpack.rs");
    Ok(())
}

fn has_feature(set: &str) -> bool {
    env::var_os(format!("CARGO_FEATURE_EMBED_{set}")).is_some()
}
