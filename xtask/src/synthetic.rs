//! x
use crate::source::Source;
/// x
pub fn add(_: &mut Source, _: usize) {}
