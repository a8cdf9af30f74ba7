//! What a part refers to by id: other parts of the package, and addresses in the world.

use crate::input::xml::Xml;
use std::collections::BTreeMap;

/// The relations of one part.
#[derive(Clone, Debug, Default)]
pub struct Relations(BTreeMap<String, Relation>);

/// A relation.
#[derive(Clone, Debug)]
pub struct Relation {
    /// The last word of its type: `styles`, `image`, `hyperlink`.
    pub kind: String,
    /// A part's name from the package's root, or an address.
    pub target: String,
    /// Whether the target lies outside the package.
    pub external: bool,
}

impl Relations {
    /// The name of the part that holds a part's relations.
    pub fn part_of(name: &str) -> String {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        format!("{folder}_rels/{file}.rels")
    }

    /// Reads the relations of the part `of`.
    pub fn read(xml: &mut Xml<'_>, of: &str) -> Relations {
        let mut relations = BTreeMap::new();
        if xml.root().is_some() {
            let level = xml.level();
            while let Some(element) = xml.element(level) {
                let (Some(id), Some(target)) = (element.get("Id"), element.get("Target")) else { continue };
                let kind = element.get("Type").unwrap_or_default();
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                let external = element.get("TargetMode").is_some_and(|mode| mode.eq_ignore_ascii_case("external"));
                let target = if external { target.into_owned() } else { resolve(of, &target) };
                relations.entry(id.into_owned()).or_insert(Relation { kind, target, external });
            }
        }
        Relations(relations)
    }

    /// A relation by its id.
    pub fn get(&self, id: &str) -> Option<&Relation> {
        self.0.get(id)
    }

    /// The targets of all relations of a kind, in order of ids.
    pub fn targets(&self, kind: &str) -> impl Iterator<Item = &str> {
        let of_kind = move |relation: &&Relation| relation.kind == kind && !relation.external;
        self.0.values().filter(of_kind).map(|relation| relation.target.as_str())
    }

    /// The target of the first relation of a kind, in order of ids.
    pub fn first(&self, kind: &str) -> Option<&str> {
        self.targets(kind).next()
    }
}

/// A target from the package's root, of a relation of the part `of`.
fn resolve(of: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let mut path: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => of.rsplit_once('/').map_or(Vec::new(), |(folder, _)| folder.split('/').collect()),
    };
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_named_from_the_root() {
        let check = |target: &str, expected: &str| assert_eq!(resolve("word/document.xml", target), expected);
        check("media/a.png", "word/media/a.png");
        check("/media/a.png", "media/a.png");
        check("../customXml/a.xml", "customXml/a.xml");
        check("..\\..\\..\\a", "a");
        assert_eq!(Relations::part_of("word/document.xml"), "word/_rels/document.xml.rels");
        assert_eq!(Relations::part_of("document.xml"), "_rels/document.xml.rels");
    }
}
