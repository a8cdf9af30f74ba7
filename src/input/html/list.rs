//! Lists, with the labels that a browser would show.
//!
//! A browser makes the labels of an ordered list: they are no characters of the source, and each is recorded as given for the
//! markup. Word writes them as text, in a span that says so.

use super::css::{Look, Word};
use super::runs::{Style, White, text_of};
use super::tree::Id;
use super::walk::{Context, Shape, Walker};
use crate::model::{Block, Item, Kind, List, Reason, Rule, Text, TextBuilder};
use crate::text::figures;
use crate::text::script::is_han;

impl Walker<'_> {
    pub(super) fn list(&mut self, id: Id, context: &Context) {
        self.end_paragraph();
        let ordered = self.tree.name(id) == "ol";
        let look = self.page.sheets.look(self.tree, id);
        let style = look.list.or_else(|| self.tree.attribute(id, "type").map(str::to_owned)).unwrap_or_default();
        let own: Vec<Id> = self.tree.children(id).filter(|&child| self.tree.name(child) == "li").collect();
        // Items that the page shows without labels are paragraphs.
        let bare = |item: &Id| self.page.sheets.look(self.tree, *item).list.as_deref().map(str::trim) == Some("none");
        if !self.own && (style.trim() == "none" || !own.is_empty() && own.iter().all(bare)) {
            for child in self.tree.children(id).collect::<Vec<_>>() {
                let mut blocks = match self.tree.name(child) == "li" && !self.out_of_text.contains_key(&child) {
                    true if !self.notes.is_note(child) => self.flow(child, context),
                    _ => self.flow_of(child, context),
                };
                self.blocks.append(&mut blocks);
            }
            return;
        }
        let reversed = self.tree.attribute(id, "reversed").is_some();
        let number = |id, name| self.tree.attribute(id, name).and_then(|value| value.trim().parse::<i64>().ok());
        let mut next = number(id, "start").unwrap_or(if reversed { own.len() as i64 } else { 1 });
        let mut items: Vec<Item> = Vec::new();
        let children: Vec<Id> = self.tree.children(id).collect();
        for child in children {
            if self.tree.name(child) != "li" || self.out_of_text.contains_key(&child) || self.notes.is_note(child) {
                // Lists that stand in a list without an item belong to the item before.
                let mut stray = self.flow_of(child, context);
                match items.last_mut() {
                    Some(item) => item.blocks.append(&mut stray),
                    None => self.blocks.append(&mut stray),
                }
                continue;
            }
            next = number(child, "value").unwrap_or(next);
            let written = self.own_label(child, context);
            let mut blocks = self.flow(child, context);
            let label = match written {
                Some(label) => label,
                None if ordered && !blocks.is_empty() => self.made_label(&style, next, child),
                None => Text::default(),
            };
            next = if reversed { next.saturating_sub(1) } else { next.saturating_add(1) };
            if !blocks.is_empty() || !label.is_empty() {
                blocks.iter_mut().for_each(|block| block.hints.line = false);
                items.push(Item { label, blocks });
            }
        }
        // Boxes of a page's layout: a heading stands in an item where the item is a text of its own.
        let is_box = |item: &Item| item.label.is_empty() && item.blocks.iter().any(|block| block.heading().is_some());
        if !self.own && !ordered && items.iter().any(is_box) {
            self.blocks.extend(items.into_iter().flat_map(|item| item.blocks));
        } else if !items.is_empty() {
            self.push(Block::new(Kind::List(List { ordered, items }), Text::default(), self.origin(id)));
        }
    }

    /// One node as a flow of its own.
    pub(super) fn flow_of(&mut self, id: Id, context: &Context) -> Vec<Block> {
        self.end_paragraph();
        let outer = std::mem::take(&mut self.blocks);
        self.one(id, context);
        self.end_paragraph();
        std::mem::replace(&mut self.blocks, outer)
    }

    fn made_label(&mut self, style: &str, number: i64, id: Id) -> Text {
        let label = label(style, number);
        self.document.log.rendered(&label, &self.origin(id), &Reason::certain(Rule::Entity, "the number of an item"));
        TextBuilder::plain(label)
    }

    /// A paragraph of Word that is an item: consecutive ones are one list.
    pub(super) fn word_item(&mut self, id: Id, look: &Look, context: &Context) {
        let is_label = |node| self.page.sheets.look(self.tree, node).word == Some(Word::Label);
        let Some(written) = self.free_label(id, is_label) else { return self.block(id, look, context, Shape::default()) };
        self.end_paragraph();
        let label = self.label_text(written, context);
        self.labels.insert(written);
        let inner = self.inner(id, look, context);
        let blocks = self.flow(id, &inner);
        let counts = label.as_str().chars().any(|c| c.is_ascii_digit() || is_han(c) || ('①'..='⓿').contains(&c))
            || label.as_str().len() > 1 && label.as_str().starts_with(|c: char| c.is_ascii_alphabetic());
        let mut item = Item { label, blocks };
        if !counts {
            // A letter of a font of symbols; writers set a bullet.
            let end = item.label.as_str().len();
            item.label.replace(
                0..end,
                "",
                &self.origin(written),
                Reason::certain(Rule::Markup, "a bullet"),
                &mut self.document.log,
            );
        }
        if let Some(Block { kind: Kind::List(list), .. }) = self.blocks.last_mut()
            && list.ordered == counts
            && self.last_item == Some(self.page.root)
        {
            list.items.push(item);
            return;
        }
        self.last_item = Some(self.page.root);
        self.push(Block::new(Kind::List(List { ordered: counts, items: vec![item] }), Text::default(), self.origin(id)));
    }

    /// The first label in an item that is neither another's nor left out.
    pub(super) fn free_label(&self, item: Id, is_label: impl Fn(Id) -> bool) -> Option<Id> {
        let is_left_out = |label: Id| {
            self.tree.ancestors(label).take_while(|&node| node != item).any(|node| self.out_of_text.contains_key(&node))
        };
        self.tree.within(item).find(|&node| is_label(node) && !self.labels.contains(&node) && !is_left_out(node))
    }

    /// The text of an element that stands before an item.
    pub(super) fn label_text(&mut self, id: Id, context: &Context) -> Text {
        let outer = std::mem::take(&mut self.runs);
        self.children(
            id,
            &Context { style: Style::default(), white: White::Folded, depth: context.depth, ..Context::default() },
        );
        let lines = std::mem::replace(&mut self.runs, outer).finish();
        text_of(&lines, &mut self.document.log)
    }
}

/// The label of a number in a style of CSS, or of the `type` attribute.
pub fn label(style: &str, number: i64) -> String {
    let decimal = || format!("{number}.");
    match style.trim() {
        "none" => String::new(),
        "a" | "lower-alpha" | "lower-latin" => alphabetic(number, 'a').map_or_else(decimal, |label| label + "."),
        "A" | "upper-alpha" | "upper-latin" => alphabetic(number, 'A').map_or_else(decimal, |label| label + "."),
        "i" | "lower-roman" => roman(number).map_or_else(decimal, |label| label.to_lowercase() + "."),
        "I" | "upper-roman" => roman(number).map_or_else(decimal, |label| label + "."),
        "cjk-ideographic" | "trad-chinese-informal" | "simp-chinese-informal" | "cjk-decimal" | "japanese-informal" => {
            chinese(number).map_or_else(decimal, |label| label + "、")
        }
        "decimal-leading-zero" => format!("{number:02}."),
        _ => decimal(),
    }
}

fn alphabetic(number: i64, first: char) -> Option<String> {
    let mut rest = u32::try_from(number).ok().filter(|number| *number > 0)?;
    let mut label = String::new();
    while rest > 0 {
        label.insert(0, char::from_u32(u32::from(first) + (rest - 1) % 26)?);
        rest = (rest - 1) / 26;
    }
    Some(label)
}

fn roman(number: i64) -> Option<String> {
    usize::try_from(number).ok().filter(|number| (1..4000).contains(number)).map(figures::roman)
}

fn chinese(number: i64) -> Option<String> {
    let digits: Vec<char> = "〇一二三四五六七八九".chars().collect();
    let mut rest = usize::try_from(number).ok().filter(|number| (1..10_000).contains(number))?;
    let mut label = String::new();
    let mut gap = false;
    for (value, unit) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = rest / value;
        rest %= value;
        if digit == 0 {
            gap |= !label.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            label.push('零');
        }
        if !(value == 10 && digit == 1 && label.is_empty()) {
            label.push(digits[digit]);
        }
        label.push_str(unit);
    }
    Some(label)
}

#[cfg(test)]
mod tests {
    use super::label;

    #[test]
    fn labels_are_those_of_a_browser() {
        let check = |style, number, expected| assert_eq!(label(style, number), expected);
        check("", 3, "3.");
        check("a", 28, "ab.");
        check("upper-roman", 1994, "MCMXCIV.");
        check("simp-chinese-informal", 12, "十二、");
        check("cjk-ideographic", 1205, "一千二百零五、");
        check("none", 1, "");
        check("i", 0, "0.");
    }
}
