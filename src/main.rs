//! The binary. The command line replaces this stand-in.

use std::process::ExitCode;

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().collect();
    let get = |flag: &str| args.iter().position(|arg| arg == flag).and_then(|at| args.get(at + 1)).cloned();
    let (Some(file), Some(dir)) = (args.get(2), get("-o")) else { return ExitCode::from(2) };
    let to = get("--to").unwrap_or_else(|| "txt".into());
    let writers: Vec<_> = chongpai::output::WRITERS.iter().filter(|w| to.split(',').any(|name| name == w.name)).collect();
    let bytes = match std::fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let env = chongpai::env::Env::from_process();
    match chongpai::convert::convert(file, &bytes, &writers, &Default::default(), &env) {
        Ok(converted) => {
            let stem = std::path::Path::new(file).file_stem().unwrap_or_default().to_string_lossy().into_owned();
            for (name, bytes) in converted.files {
                let _ = std::fs::create_dir_all(&dir);
                let _ = std::fs::write(format!("{dir}/{stem}.{name}"), bytes);
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
