//! `chongpai preview`: what the pages will look like, as pictures, without another program.

use super::args::{Convert, Preview, Running};
use super::exit::Exit;
use super::settings::Settings;
use super::{complain, into_folder, settled};
use crate::convert::{Options, convert};
use crate::env::Env;
use crate::error::Result;
use crate::output::WRITERS;
use crate::raster;
use std::path::Path;

/// Draws the pages of each file into the folder.
pub fn run(asked: Preview) -> Exit {
    let Preview { files, out, pages, dpi, original, reading, passes, look, config } = asked;
    let running = Running { config, ..Running::default() };
    let convert = Convert { inputs: files, out: Some(out), reading, passes, look, running, ..Convert::default() };
    let Settings { inputs, out, batch, .. } = match settled(Settings::of(convert, Env::from_process())) {
        Ok(settings) => settings,
        Err(exit) => return exit,
    };
    let drawn = Drawn { pages, dpi, original };
    let mut worst = Exit::Done;
    for file in &inputs {
        if let Err(error) = preview(file, &out, drawn, &batch.options, &batch.env) {
            complain(&format_args!("{}: error: {error}", file.display()));
            worst = Exit::SomeFailed;
        }
    }
    worst
}

/// What is drawn.
#[derive(Clone, Copy)]
struct Drawn {
    /// The first and the last page.
    pages: (usize, usize),
    /// Dots per inch.
    dpi: f32,
    /// The pages of a PDF as they are.
    original: bool,
}

fn preview(path: &Path, folder: &Path, drawn: Drawn, options: &Options, env: &Env) -> Result<()> {
    let bytes = crate::batch::source(path, env)?;
    let env = &Env { base: path.parent().map(Path::to_owned), ..env.clone() };
    let pdf = if drawn.original {
        bytes.to_vec()
    } else {
        let to: Vec<_> = WRITERS.iter().filter(|writer| writer.name == "pdf").collect();
        convert(&path.to_string_lossy(), &bytes, &to, options, env)?.files.remove(0).1
    };
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let write = into_folder(folder)?;
    let (first, last) = drawn.pages;
    raster::draw(
        pdf,
        drawn.dpi,
        |page| (first..=last).contains(&page),
        |page, picture| write(&format!("{stem}-{page:04}.png"), &picture.png()?),
    )
}
