//! The binary: words in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    chongpai::cli::run(std::env::args_os())
}
