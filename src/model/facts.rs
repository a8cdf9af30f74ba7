//! Metadata as names and values: how files of this program's own keep what their formats have no field for.
//!
//! Every fact that is known has a line; what has none is not known. A file's own fields (title, creator, language) stay what they
//! are for other programs; reading back, the facts go before them.

use super::document::{DocumentKind, Masthead, Meta, Script};

/// What stands before a fact's name in a file.
pub const PREFIX: &str = "chongpai:";
/// What parts the names of several people.
const BETWEEN: &str = "; ";

type Field<T> = fn(&mut T) -> &mut Option<String>;

/// Facts that are a text.
const TEXTS: [(&str, Field<Meta>); 3] =
    [("title", |meta| &mut meta.title), ("date", |meta| &mut meta.date), ("language", |meta| &mut meta.language)];

/// Facts about a paper that are a text.
const MASTHEAD: [(&str, Field<Masthead>); 6] = [
    ("paper", |masthead| &mut masthead.name),
    ("issue", |masthead| &mut masthead.issue),
    ("cn", |masthead| &mut masthead.cn),
    ("post", |masthead| &mut masthead.post),
    ("owner", |masthead| &mut masthead.owner),
    ("address", |masthead| &mut masthead.address),
];

/// The scripts by their names.
const SCRIPTS: [(&str, Script); 2] = [("hans", Script::Hans), ("hant", Script::Hant)];

/// What is known, each under a name of its own; the source's name is another file's in another file.
pub fn facts(meta: &Meta) -> Vec<(&'static str, String)> {
    let mut meta = meta.clone();
    let mut facts: Vec<(&'static str, String)> = Vec::new();
    facts.extend(meta.kind.map(|kind| ("kind", kind.name().to_owned())));
    facts.extend(TEXTS.iter().filter_map(|(name, field)| Some((*name, field(&mut meta).take()?))));
    if !meta.creators.is_empty() {
        facts.push(("creators", meta.creators.join(BETWEEN)));
    }
    facts.extend(
        SCRIPTS.iter().find(|(_, script)| meta.script == Some(*script)).map(|(name, _)| ("script", (*name).to_owned())),
    );
    if let Some(masthead) = &mut meta.masthead {
        facts.extend(MASTHEAD.iter().filter_map(|(name, field)| Some((*name, field(masthead).take()?))));
        facts.extend(masthead.pages.map(|pages| ("pages", pages.to_string())));
    }
    if meta.bound {
        facts.push(("bound", "yes".to_owned()));
    }
    facts
}

/// The metadata that facts of a file come to; names without [`PREFIX`] are other programs'.
pub fn meta<'a>(facts: impl Iterator<Item = (&'a str, &'a str)>) -> Meta {
    let mut meta = Meta::default();
    for (name, value) in facts.filter_map(|(name, value)| Some((name.strip_prefix(PREFIX)?, value))) {
        if let Some((_, field)) = TEXTS.iter().find(|(own, _)| *own == name) {
            *field(&mut meta) = Some(value.to_owned());
        } else if let Some((_, field)) = MASTHEAD.iter().find(|(own, _)| *own == name) {
            *field(meta.masthead.get_or_insert_default()) = Some(value.to_owned());
        } else {
            match name {
                "kind" => meta.kind = DocumentKind::ALL.into_iter().find(|kind| kind.name() == value),
                "creators" => meta.creators = value.split(BETWEEN).map(str::to_owned).collect(),
                "script" => meta.script = SCRIPTS.iter().find(|(own, _)| *own == value).map(|(_, script)| *script),
                "pages" => meta.masthead.get_or_insert_default().pages = value.parse().ok(),
                "bound" => meta.bound = value == "yes",
                _ => {}
            }
        }
    }
    meta
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_comes_back() {
        let check = |known: Meta| {
            let named: Vec<_> = facts(&known).into_iter().map(|(name, value)| (format!("{PREFIX}{name}"), value)).collect();
            let mut names: Vec<_> = named.iter().map(|(name, _)| name).collect();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), named.len(), "each name is there once");
            assert_eq!(meta(named.iter().map(|(name, value)| (name.as_str(), value.as_str()))), known);
        };
        check(Meta::default());
        check(Meta { kind: Some(DocumentKind::Notice), script: Some(Script::Hant), bound: true, ..Meta::default() });
        let said = |word: &str| Some(word.to_owned());
        let masthead = Masthead {
            name: said("江湾时报"),
            issue: said("2163"),
            cn: said("CN 33-0917"),
            post: said("31-208"),
            pages: Some(4),
            owner: said("江湾镇"),
            address: said("老街 1 号"),
        };
        check(Meta {
            title: said("渡口"),
            creators: vec!["甲".to_owned(), "乙".to_owned()],
            date: said("2024-03-08"),
            language: said("zh-Hans"),
            masthead: Some(masthead),
            ..Meta::default()
        });
    }

    #[test]
    fn what_others_say_is_no_fact() {
        let said = [("kind", "book"), ("calibre:series", "x"), ("chongpai:kind", "scroll"), ("chongpai:shelf", "3")];
        assert_eq!(meta(said.into_iter()), Meta::default());
    }
}
