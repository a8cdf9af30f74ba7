//! Jumps on one line with the text: `（上接第一版）` before it, `（下转第三版）` behind it.

use super::line::Line;
use super::region::{Entry, Run};
use super::stack::Class;
use crate::text::patterns::{NP_JUMP_FROM, NP_JUMP_TO};

/// Where the text begins behind a jump that stands before it on its line: `（上接第一版）`.
pub fn from(text: &str) -> Option<usize> {
    if !text.starts_with(['（', '(', '【', '［', '[']) {
        return None;
    }
    let end = NP_JUMP_FROM.find(text)?.end();
    (end < text.len() && text[..end].ends_with(['）', ')', '】', '］', ']'])).then_some(end)
}

/// Where a jump begins that stands behind the text on its line: `（下转第三版）`.
fn to(text: &str) -> Option<usize> {
    if !text.ends_with(['）', ')', '】', '］', ']']) {
        return None;
    }
    let start = NP_JUMP_TO.find(text)?.start();
    (start > 0 && text[start..].starts_with(['（', '(', '【', '［', '['])).then_some(start)
}

/// Where a jump begins that stands behind a headline, which stands again over the rest of its article: `渡口（上接一版）`.
fn again(text: &str) -> Option<usize> {
    let start = text.rfind(['（', '(', '【', '［', '['])?;
    let found = NP_JUMP_FROM.find(&text[start..])?;
    (start > 0 && start + found.end() == text.len()).then_some(start)
}

/// Parts jumps from the text that they share a line with.
pub fn part(entries: &mut Vec<Entry>, lines: &mut Vec<Line>) {
    let mut all = Vec::with_capacity(entries.len());
    for mut entry in std::mem::take(entries) {
        if let Entry::Boxed(inner) = &mut entry {
            part(inner, lines);
        }
        let Entry::Text(run) = &mut entry else {
            all.push(entry);
            continue;
        };
        let body = run.class == Class::Body;
        let jump = |class: Class, line: usize| Entry::Text(Run { class, lines: vec![line], ..run.clone() });
        let first = run.lines.first().copied().filter(|_| body);
        if let Some((at, end)) = first.and_then(|at| Some((at, from(&lines[at].text)?))) {
            let rest = lines[at].part(end);
            let jumped = std::mem::replace(&mut lines[at], rest);
            lines.push(jumped);
            all.push(jump(Class::JumpFrom, lines.len() - 1));
        }
        let last = run.lines.last().copied().filter(|_| body);
        let mut leads = None;
        let headline = run.lines.last().copied().filter(|_| run.class == Class::Head);
        if let Some((at, start)) = headline.and_then(|at| Some((at, again(&lines[at].text)?))) {
            let jumped = lines[at].part(start);
            lines.push(jumped);
            leads = Some(jump(Class::JumpFrom, lines.len() - 1));
        }
        if let Some((at, start)) = last.and_then(|at| Some((at, to(&lines[at].text)?))) {
            let jumped = lines[at].part(start);
            lines.push(jumped);
            leads = Some(jump(Class::JumpTo, lines.len() - 1));
        }
        all.push(entry);
        all.extend(leads);
    }
    *entries = all;
}
