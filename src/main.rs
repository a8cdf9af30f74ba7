//! The binary: words in, exit code out.

use std::process::ExitCode;

/// Threads that take and give back memory without waiting for one another (decision 0028).
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    chongpai::cli::run(std::env::args_os())
}
