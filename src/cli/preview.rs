//! `chongpai preview`: what the pages will look like, as pictures, without another program.

use super::args::Preview;
use super::complain;
use super::exit::Exit;
use super::settings::reading_options;
use crate::convert::{Options, convert};
use crate::env::Env;
use crate::error::{Error, ErrorKind, Result};
use crate::output::{WRITERS, WriteOptions};
use crate::raster;
use std::path::Path;

/// Draws the pages of each file into the folder.
pub fn run(asked: &Preview) -> Exit {
    let mut env = Env::from_process();
    env.font_dirs.splice(0..0, asked.look.font_dir.iter().cloned());
    env.system_fonts = asked.look.system_fonts;
    let options = match reading_options(&asked.reading, &env) {
        Ok(options) => options,
        Err(message) => {
            complain(&message);
            return Exit::Usage;
        }
    };
    let style = match asked.look.style.as_deref().map(|name| super::styles::find(name, Path::new(""))).transpose() {
        Ok(style) => style,
        Err(message) => {
            complain(&message);
            return Exit::Usage;
        }
    };
    let look = &asked.look;
    let write = WriteOptions {
        style,
        vertical: look.vertical,
        bleed: look.bleed.unwrap_or_default(),
        crop_marks: look.crop_marks,
        ..WriteOptions::default()
    };
    let options = Options { write, ..options };
    let mut worst = Exit::Done;
    for file in &asked.files {
        if let Err(error) = preview(file, asked, &options, &env) {
            complain(&format_args!("{}: error: {error}", file.display()));
            worst = Exit::SomeFailed;
        }
    }
    worst
}

fn preview(path: &Path, asked: &Preview, options: &Options, env: &Env) -> Result<()> {
    let bytes = crate::batch::source(path, env)?;
    let env = &Env { base: path.parent().map(Path::to_owned), ..env.clone() };
    let pdf = if asked.original {
        bytes.to_vec()
    } else {
        let to: Vec<_> = WRITERS.iter().filter(|writer| writer.name == "pdf").collect();
        convert(&path.to_string_lossy(), &bytes, &to, options, env)?.files.remove(0).1
    };
    let failed = |error: std::io::Error| {
        Error::new(ErrorKind::Io, format!("{} can't be written", asked.out.display())).with_source(error)
    };
    std::fs::create_dir_all(&asked.out).map_err(failed)?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let (first, last) = asked.pages;
    raster::draw(
        pdf,
        asked.dpi,
        |page| (first..=last).contains(&page),
        |page, picture| std::fs::write(asked.out.join(format!("{stem}-{page:04}.png")), picture.png()?).map_err(failed),
    )
}
