//! Posts of a thread, answers to a question: several regions of one make, of which what is left out of one is left out of all.

use super::{Regions, View};
use crate::input::html::tree::Id;
use crate::model::Rule;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

/// So many regions of one make are posts.
const POSTS: usize = 3;
/// Elements of a post that are compared.
const MOST: usize = 400;

impl View<'_> {
    /// Makes the regions that are left out of posts the same in each: what most of them keep, all keep.
    pub(super) fn level_posts(&self, article: Id, regions: &mut Regions) {
        let posts = self.posts(article);
        // Of each place, the posts that have it, and what stands there.
        let mut places: BTreeMap<u64, Vec<(usize, Option<Id>)>> = BTreeMap::new();
        let mut order: Vec<u64> = Vec::new();
        for (at, &post) in posts.iter().enumerate() {
            for (path, id) in self.paths(post) {
                let found = places.entry(path).or_insert_with(|| {
                    order.push(path);
                    Vec::new()
                });
                match found.last_mut() {
                    // Twice in one post: no place of its own.
                    Some((last, place)) if *last == at => *place = None,
                    _ => found.push((at, Some(id))),
                }
            }
        }
        let posts: BTreeSet<Id> = posts.into_iter().collect();
        for path in order {
            let ids: Vec<Id> = places[&path].iter().filter_map(|&(_, id)| id).filter(|&id| self.mass(id).all > 0).collect();
            let out = |id: &Id| regions.get(id).is_some_and(|found| found.0 == Rule::Outside);
            let inside = |id: &Id| self.tree.ancestors(*id).skip(1).any(|node| regions.contains_key(&node));
            let gone: Vec<Id> = ids.iter().copied().filter(out).collect();
            let kept: Vec<Id> = ids.into_iter().filter(|id| !regions.contains_key(id) && !inside(id)).collect();
            if gone.len() > kept.len() {
                let rest = kept.into_iter().filter(|&id| self.mass(id).prose == 0 && !posts.contains(&id));
                regions.extend(rest.map(|id| (id, (Rule::Outside, "no part of a post"))));
            } else if !kept.is_empty() {
                for id in gone {
                    regions.remove(&id);
                }
            }
        }
    }

    /// Whether an element is one of several posts, more than one of which has prose.
    pub(super) fn is_post(&self, id: Id) -> bool {
        let make = self.make(id);
        let Some(parent) = self.tree.parent(id).filter(|_| make.contains('.')) else { return false };
        let like = |node: &Id| self.mass(*node).lines && self.make(*node) == make && self.is_made_as(*node, id);
        let posts: Vec<Id> = self.tree.children(parent).filter(like).collect();
        posts.len() >= POSTS && posts.iter().filter(|&&post| self.mass(post).prose > 0).count() > 1
    }

    /// The outermost elements of one make that hold most of the article.
    fn posts(&self, article: Id) -> Vec<Id> {
        let whole = self.mass(article).all;
        let mut at = Some(article);
        while let Some(id) = at {
            let mut makes: BTreeMap<String, Vec<Id>> = BTreeMap::new();
            for child in self.tree.children(id).filter(|&child| self.mass(child).lines) {
                makes.entry(self.make(child)).or_default().push(child);
            }
            for (make, posts) in makes {
                let said = posts.iter().map(|&post| self.mass(post).all).sum::<usize>() * 2 >= whole;
                if said
                    && posts.len() >= POSTS
                    && make.contains('.')
                    && posts.iter().all(|&post| self.is_made_as(post, posts[0]))
                {
                    return posts;
                }
            }
            let large = |child: &Id| self.mass(*child).lines && self.mass(*child).all * 2 >= whole;
            at = self.tree.children(id).find(large);
        }
        Vec::new()
    }

    /// Whether two elements begin alike: half of the makes of their children.
    fn is_made_as(&self, id: Id, other: Id) -> bool {
        let makes = |id: Id| -> Vec<String> {
            self.tree.children(id).filter(|&child| !self.tree.name(child).is_empty()).map(|child| self.make(child)).collect()
        };
        let (own, other) = (makes(id), makes(other));
        let same = own.iter().filter(|make| other.contains(make)).count();
        same > 0 && same * 2 >= own.len().max(other.len())
    }

    /// An element's name, with its classes and its id as far as they do not count.
    fn make(&self, id: Id) -> String {
        let mut make = self.tree.name(id).to_owned();
        for value in ["class", "id"].into_iter().filter_map(|name| self.tree.attribute(id, name)) {
            make.push('.');
            make.extend(value.chars().filter(|c| !c.is_ascii_digit()));
        }
        make
    }

    /// The elements of a post, each with what its place in it comes to.
    fn paths(&self, post: Id) -> Vec<(u64, Id)> {
        let mut paths: BTreeMap<Id, u64> = BTreeMap::new();
        let elements = self.tree.within(post).take(MOST * 4).filter(|&id| !self.tree.name(id).is_empty());
        let mut out = Vec::new();
        for id in elements.take(MOST) {
            let mut hasher = DefaultHasher::new();
            let above = self.tree.parent(id).filter(|_| id != post).and_then(|parent| paths.get(&parent));
            (above, self.make(id)).hash(&mut hasher);
            let path = hasher.finish();
            paths.insert(id, path);
            out.push((path, id));
        }
        out
    }
}
