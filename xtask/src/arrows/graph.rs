//! What knows what, held against what may.

use std::collections::{BTreeMap, BTreeSet};

use super::plan::Rows;

/// An arrow that may close a circle: from, to, and why.
pub type Exception = (&'static str, &'static str, &'static str);

/// What knows what.
pub struct Graph {
    /// Stands before every complaint.
    name: String,
    nodes: BTreeSet<String>,
    /// From and to, and where that is written.
    arrows: BTreeMap<(String, String), String>,
}

impl Graph {
    /// Without arrows.
    pub fn new(name: &str, nodes: impl IntoIterator<Item = String>) -> Self {
        Self { name: name.to_owned(), nodes: nodes.into_iter().collect(), arrows: BTreeMap::new() }
    }

    /// Adds an arrow, which is written there. What knows itself has none.
    pub fn add(&mut self, from: &str, to: &str, at: &str) {
        if from != to {
            self.arrows.entry((from.to_owned(), to.to_owned())).or_insert_with(|| at.to_owned());
        }
    }

    /// The nodes.
    pub fn nodes(&self) -> impl Iterator<Item = &str> {
        self.nodes.iter().map(String::as_str)
    }

    /// The arrows.
    pub fn arrows(&self) -> impl Iterator<Item = (&str, &str)> {
        self.arrows.keys().map(|(from, to)| (from.as_str(), to.as_str()))
    }

    /// The arrows that do not follow from others.
    pub fn needed(&self) -> Vec<(&str, &str)> {
        let follows = |from: &str, to: &str| {
            self.below(from).into_iter().any(|between| between != to && self.way(between, to).is_some())
        };
        self.arrows().filter(|(from, to)| !follows(from, to)).collect()
    }

    /// What is wrong with it where everything has a row.
    pub fn against(&self, rows: Rows) -> Vec<String> {
        let row = |node: &str| rows.iter().position(|row| row.contains(&node));
        let mut wrong = Vec::new();
        for node in self.nodes().filter(|node| row(node).is_none()) {
            wrong.push(format!("{}: {node} has no row in xtask/src/arrows/plan.rs", self.name));
        }
        for ((from, to), at) in &self.arrows {
            if let (Some(above), Some(below)) = (row(from), row(to))
                && above >= below
            {
                let beside = if above == below { "beside" } else { "above" };
                wrong.push(format!("{}: {from} knows {to}, which stands {beside} it ({at})", self.name));
            }
        }
        wrong
    }

    /// What is wrong with it where only circles are.
    pub fn without_circles(&self, exceptions: &[Exception]) -> Vec<String> {
        let excepted =
            |(from, to): (&str, &str)| exceptions.iter().any(|known| (known.0, known.1) == (from, to));
        let mut rest = Self::new(&self.name, self.nodes.clone());
        let arrows = self.arrows.iter().filter(|((from, to), _)| !excepted((from, to)));
        arrows.for_each(|((from, to), at)| rest.add(from, to, at));
        let mut wrong: Vec<String> = exceptions
            .iter()
            .filter(|(from, to, _)| {
                !self.arrows().any(|arrow| arrow == (*from, *to)) || rest.way(to, from).is_none()
            })
            .map(|(from, to, _)| format!("{}: {from} -> {to} needs no exception any more", self.name))
            .collect();
        let mut told = BTreeSet::new();
        for ((from, to), at) in &rest.arrows {
            if let Some(way) = rest.way(to, from) {
                // Each circle once, not for each of its arrows.
                if told.insert(way.iter().copied().collect::<BTreeSet<_>>()) {
                    wrong.push(format!("{}: a circle: {from} -> {} ({at})", self.name, way.join(" -> ")));
                }
            }
        }
        wrong
    }

    fn below(&self, node: &str) -> Vec<&str> {
        self.arrows().filter(|(from, _)| *from == node).map(|(_, to)| to).collect()
    }

    /// A shortest way along the arrows, with both ends.
    fn way<'a>(&'a self, from: &'a str, to: &str) -> Option<Vec<&'a str>> {
        let mut ways = vec![vec![from]];
        let mut seen = BTreeSet::from([from]);
        while !ways.is_empty() {
            if let Some(found) = ways.iter().find(|way| way.last() == Some(&to)) {
                return Some(found.clone());
            }
            let mut longer = Vec::new();
            for way in ways {
                for next in way.last().map(|last| self.below(last)).unwrap_or_default() {
                    if seen.insert(next) {
                        longer.push(way.iter().copied().chain([next]).collect());
                    }
                }
            }
            ways = longer;
        }
        None
    }
}
