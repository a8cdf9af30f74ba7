//! `chongpai completions` and `chongpai man`: made from the same description as the help.

use super::args::Args;
use super::exit::Exit;
use super::{complain, print};
use clap::CommandFactory;
use clap_mangen::Man;
use std::path::Path;

/// Prints the completions for a shell.
pub fn completions(shell: clap_complete::Shell) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "chongpai", &mut script);
    print(&String::from_utf8_lossy(&script))
}

/// Prints the manual page, or writes one for each command.
pub fn pages(folder: Option<&Path>) -> Exit {
    let result = match folder {
        None => {
            let mut page = Vec::new();
            Man::new(Args::command()).render(&mut page).map(|()| page)
        }
        Some(folder) => std::fs::create_dir_all(folder)
            .and_then(|()| clap_mangen::generate_to(Args::command(), folder))
            .map(|()| Vec::new()),
    };
    match result {
        Ok(page) => print(&String::from_utf8_lossy(&page)),
        Err(error) => {
            complain(&format_args!("writing the manual: {error}"));
            Exit::SomeFailed
        }
    }
}
