//! Layers: optional content, shown or not (ISO 32000-2, 8.11).
//!
//! What the default configuration says counts; visibility expressions and usage (print, export) are not looked at.

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier};
use std::collections::BTreeSet;

/// The groups that are off.
#[derive(Debug, Default)]
pub struct Layers(BTreeSet<ObjectIdentifier>);

impl Layers {
    /// Reads the default configuration of a catalog.
    pub fn read(catalog: &Dict<'_>) -> Layers {
        let Some(properties) = catalog.get::<Dict<'_>>("OCProperties") else { return Layers::default() };
        let Some(default) = properties.get::<Dict<'_>>("D") else { return Layers::default() };
        let base_off = default.get::<Name<'_>>("BaseState").is_some_and(|state| &*state == b"OFF");
        let mut off = if base_off { groups(properties.get("OCGs")) } else { BTreeSet::new() };
        for group in groups(default.get("ON")).into_iter().filter(|_| base_off) {
            off.remove(&group);
        }
        off.extend(groups(default.get("OFF")));
        Layers(off)
    }

    /// Whether content of a group, or of a membership dictionary, is shown.
    pub fn shows(&self, group: &Dict<'_>) -> bool {
        let members = match group.get::<Object<'_>>("OCGs") {
            Some(Object::Array(array)) => references(&array),
            Some(Object::Dict(member)) => member.obj_id().into_iter().collect(),
            _ => return group.obj_id().is_none_or(|id| !self.0.contains(&id)),
        };
        let mut on = members.iter().map(|member| !self.0.contains(member));
        match group.get::<Name<'_>>("P").as_deref() {
            _ if members.is_empty() => true,
            Some(b"AllOn") => on.all(|on| on),
            Some(b"AnyOff") => on.any(|on| !on),
            Some(b"AllOff") => on.all(|on| !on),
            _ => on.any(|on| on),
        }
    }
}

fn groups(array: Option<Array<'_>>) -> BTreeSet<ObjectIdentifier> {
    array.map(|array| references(&array).into_iter().collect()).unwrap_or_default()
}

fn references(array: &Array<'_>) -> Vec<ObjectIdentifier> {
    let reference = |item: MaybeRef<Object<'_>>| item.as_obj_ref().map(ObjectIdentifier::from);
    array.raw_iter().filter_map(reference).collect()
}
