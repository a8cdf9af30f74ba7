//! What was found, told: lines for people, JSON for programs, a page of HTML for both hands.

use super::{Finding, Judged, Report, Weight};
use serde::Serialize;
use std::fmt::Write;

/// What stands before and behind the sources of the page.
const HEAD: &str = include_str!("head.html");
const TAIL: &str = "</main>\n</html>\n";

/// The standard's name.
pub const STANDARD: &str = "GB/T 9704-2012";

/// A source as programs read it.
#[derive(Serialize)]
struct Entry<'a> {
    schema: u32,
    source: &'a str,
    standard: &'static str,
    form: &'static str,
    judged: Judged,
    deviations: usize,
    warnings: usize,
    findings: &'a [Finding],
}

impl Report {
    /// How many findings weigh so much.
    pub fn count(&self, weight: Weight) -> usize {
        self.findings.iter().filter(|finding| finding.weight == weight).count()
    }

    /// What was found, in a few words.
    fn sum(&self) -> String {
        let some = |count: usize, what: &str| match count {
            0 => format!("no {what}s"),
            1 => format!("1 {what}"),
            count => format!("{count} {what}s"),
        };
        let warnings = match self.count(Weight::Warning) {
            0 => String::new(),
            count => format!(", {}", some(count, "warning")),
        };
        format!("{}{warnings}", some(self.count(Weight::Deviation), "deviation"))
    }

    /// What the layout was judged by, in a few words.
    fn by(&self) -> &'static str {
        match self.judged {
            Judged::Content => "content alone: the format has no layout",
            Judged::Properties => "layout by the properties of paragraphs and sections",
            Judged::Pages => "layout as it stands on the pages",
        }
    }

    /// Lines for people.
    pub fn lines(&self, source: &str) -> String {
        let mut out = format!("{source}: {} from {STANDARD} ({}; {})\n", self.sum(), self.form.name(), self.by());
        for Finding { clause, element, weight, place, found, expected } in &self.findings {
            let warning = if *weight == Weight::Warning { "warning: " } else { "" };
            // Writing to a string can't fail.
            let _ = writeln!(out, "  {clause:<8}{element} · {place} · {warning}{found}; expected: {expected}");
        }
        out
    }

    /// One line of JSON.
    pub fn json(&self, source: &str) -> serde_json::Result<String> {
        let entry = Entry {
            schema: 1,
            source,
            standard: STANDARD,
            form: self.form.name(),
            judged: self.judged,
            deviations: self.count(Weight::Deviation),
            warnings: self.count(Weight::Warning),
            findings: &self.findings,
        };
        serde_json::to_string(&entry).map(|line| line + "\n")
    }

    /// A section of the page.
    fn section(&self, source: &str) -> String {
        let class = match self.findings.iter().map(|finding| finding.weight).min() {
            None => "right",
            Some(Weight::Warning) => "warned",
            Some(Weight::Deviation) => "wrong",
        };
        let mut out = format!(
            "<section class=\"{class}\">\n<h2>{}</h2>\n<p>{} · {} · {}</p>\n",
            escaped(source),
            self.sum(),
            self.form.name(),
            self.by()
        );
        if !self.findings.is_empty() {
            out.push_str("<table>\n<tr><th>clause<th>element<th>place<th>found<th>expected</tr>\n");
            for finding in &self.findings {
                let class = if finding.weight == Weight::Warning { "warning" } else { "deviation" };
                let cells = [finding.clause, finding.element, &finding.place, &finding.found, &finding.expected].map(escaped);
                let _ = writeln!(out, "<tr class=\"{class}\"><td>{}</tr>", cells.join("<td>"));
            }
            out.push_str("</table>\n");
        }
        out.push_str("</section>\n");
        out
    }
}

/// A page of HTML with all sources, or why they could not be read. Nothing is fetched, and no program runs.
pub fn page(sources: &[(String, Result<Report, String>)]) -> String {
    let mut out = HEAD.replace("{standard}", STANDARD);
    for (source, outcome) in sources {
        match outcome {
            Ok(report) => out.push_str(&report.section(source)),
            Err(error) => {
                let _ = write!(
                    out,
                    "<section class=\"wrong\">\n<h2>{}</h2>\n<p>{}</p>\n</section>\n",
                    escaped(source),
                    escaped(error)
                );
            }
        }
    }
    out + TAIL
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::anatomy::Form;

    fn report() -> Report {
        let finding = |weight, clause, found: &str| Finding {
            clause,
            element: "发文字号",
            weight,
            place: "page 1, line 2".to_owned(),
            found: found.to_owned(),
            expected: "〔2026〕".to_owned(),
        };
        let findings = vec![finding(Weight::Deviation, "7.2.5", "<[2026]>"), finding(Weight::Warning, "7.4", "odd")];
        Report { form: Form::Document, judged: Judged::Pages, findings }
    }

    #[test]
    fn findings_are_told_to_people_and_programs() {
        assert_eq!(
            report().lines("a.pdf"),
            "a.pdf: 1 deviation, 1 warning from GB/T 9704-2012 (document; layout as it stands on the pages)\n  \
             7.2.5   发文字号 · page 1, line 2 · <[2026]>; expected: 〔2026〕\n  \
             7.4     发文字号 · page 1, line 2 · warning: odd; expected: 〔2026〕\n"
        );
        let json: serde_json::Value = serde_json::from_str(&report().json("a.pdf").expect("JSON")).expect("JSON");
        assert_eq!((json["deviations"].as_u64(), json["warnings"].as_u64()), (Some(1), Some(1)));
        assert_eq!(json["findings"][0]["clause"], "7.2.5");
        assert_eq!(json["findings"][1]["weight"], "warning");
    }

    #[test]
    fn the_page_holds_text_as_text() {
        let page = page(&[("a<b>.pdf".to_owned(), Ok(report())), ("c.pdf".to_owned(), Err("it is encrypted".to_owned()))]);
        assert!(page.contains("a&lt;b&gt;.pdf") && page.contains("&lt;[2026]&gt;") && page.contains("it is encrypted"));
        assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("<script"), "nothing is fetched");
    }
}
