//! `chongpai styles`: what page styles there are, and what one says.

use super::args::ShowStyle;
use super::{Exit, complain, print};
use crate::typeset::style::Style;
use std::path::Path;
use std::sync::Arc;

/// Lists the styles, or prints one.
pub fn run(what: Option<ShowStyle>) -> Exit {
    match what {
        None => print(&list()),
        Some(ShowStyle::Show { name }) => match find(&name, Path::new("")) {
            Ok(style) => print(&format!("# {}\n{}", style.name, style.to_toml())),
            Err(error) => {
                complain(&error);
                Exit::Usage
            }
        },
    }
}

fn list() -> String {
    let styles: Vec<Style> = Style::names().filter_map(Style::named).collect();
    let widest = styles.iter().map(|style| style.name.len()).max().unwrap_or(0);
    styles.iter().map(|style| format!("{:widest$}  {}\n", style.name, style.about)).collect()
}

/// The style of this name, or the one in this file; relative paths start from the folder.
pub fn find(name: &str, folder: &Path) -> Result<Arc<Style>, String> {
    if let Some(style) = Style::named(name) {
        return Ok(Arc::new(style));
    }
    let path = folder.join(name);
    if path.extension().is_none_or(|extension| extension != "toml") {
        let known: Vec<&str> = Style::names().collect();
        return Err(format!("no page style is called {name}; there are {}, or name a .toml file", known.join(", ")));
    }
    let source = std::fs::read_to_string(&path).map_err(|error| format!("the style {}: {error}", path.display()))?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let style = Style::from_toml(&source, &name).map_err(|error| format!("the style {}, {error}", path.display()))?;
    Ok(Arc::new(style))
}
