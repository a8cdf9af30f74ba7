//! The proposal as a settings file, with what speaks for each pattern beside it.

use super::propose::{Part, Proposal};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Writes the file. `kinds` counts the sources by their kind.
pub fn write(proposals: &[Proposal], kinds: &BTreeMap<&str, usize>, sources: usize) -> String {
    let mut out = format!(
        "# What repeats in {sources} sources, proposed by `chongpai learn`. Keep what is right and strike what is not; lines\n\
         # after `#` are doubtful, or explain. `chongpai convert` reads this file as ./chongpai.toml, or after --config.\n\n"
    );
    if let Some((kind, count)) = kinds.iter().max_by_key(|(_, count)| **count) {
        let mark = if count * 10 >= sources * 9 { "" } else { "# " };
        put(&mut out, format_args!("{mark}kind = \"{kind}\" # {count} of {sources}\n\n"));
    }
    out.push_str(
        "# Patterns match whole lines, after what white space stands round them. Groups: n and m are the pages of a jump, h its\n\
         # hint of the headline; y (or roc, a year of the Republic), m and d are the parts of a date.\n[archive]\n",
    );
    for part in Part::ALL {
        let all: Vec<&Proposal> = proposals.iter().filter(|proposal| proposal.part == part).collect();
        put(&mut out, format_args!("{} = [", part.key()));
        for proposal in &all {
            let mark = if proposal.doubtful { "# " } else { "" };
            let inside = if proposal.cuts > 0 { format!(", {} inside a sentence", proposal.cuts) } else { String::new() };
            put(
                &mut out,
                format_args!(
                    "\n    {mark}{}, # {} times in {} sources{inside}: {}",
                    quoted(&proposal.pattern),
                    proposal.times,
                    proposal.sources,
                    proposal.example
                ),
            );
        }
        out.push_str(if all.is_empty() { "]\n" } else { "\n]\n" });
    }
    out
}

fn put(out: &mut String, words: std::fmt::Arguments) {
    out.write_fmt(words).expect("a string takes all");
}

/// A string of TOML, literal where that is possible.
fn quoted(text: &str) -> String {
    if text.contains(['\'', '\n']) { toml::Value::from(text).to_string() } else { format!("'{text}'") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_can_be_read_and_says_why() {
        let proposal = |part, pattern: &str, doubtful| Proposal {
            part,
            pattern: pattern.to_owned(),
            doubtful,
            times: 6,
            sources: 3,
            cuts: 2,
            example: "江河 3".to_owned(),
        };
        let all = [
            proposal(Part::Heads, r"江河\s*\d+", false),
            proposal(Part::Sections, "灯'下", false),
            proposal(Part::Sections, "船", true),
        ];
        let text = write(&all, &BTreeMap::from([("newspaper", 3)]), 3);
        assert!(
            text.contains("heads = [\n    '江河\\s*\\d+', # 6 times in 3 sources, 2 inside a sentence: 江河 3\n]\n"),
            "{text}"
        );
        assert!(text.contains("\n    # '船', # 6 times"), "{text}");
        let table: toml::Table = toml::from_str(&text).expect("it is TOML");
        assert_eq!(table["kind"].as_str(), Some("newspaper"));
        assert_eq!(table["archive"]["sections"], toml::Value::from(vec!["灯'下"]));
        assert_eq!(table["archive"]["bylines"], toml::Value::Array(Vec::new()));
    }
}
