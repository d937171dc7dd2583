//! Which rows are finished: a bit each.

#[derive(Default)]
pub struct Seen {
    bits: Vec<u64>,
}

/// Highest row that is remembered: 512 MiB of bits. A line that names a higher one is no outcome of a batch.
const MAX: u64 = 1 << 32;

impl Seen {
    /// Whether it was not there before.
    pub fn add(&mut self, row: u64) -> bool {
        let Some((word, bit)) = place(row) else { return false };
        if self.bits.len() <= word {
            self.bits.resize(word + 1, 0);
        }
        let new = self.bits[word] & bit == 0;
        self.bits[word] |= bit;
        new
    }

    pub fn has(&self, row: u64) -> bool {
        place(row).is_some_and(|(word, bit)| self.bits.get(word).is_some_and(|bits| bits & bit != 0))
    }
}

fn place(row: u64) -> Option<(usize, u64)> {
    (row < MAX).then(|| (usize::try_from(row / 64).expect("below 2^26"), 1 << (row % 64)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_counts_once() {
        let mut seen = Seen::default();
        for row in [1, 64, 65, 1_000_000] {
            assert!(!seen.has(row));
            assert!(seen.add(row), "{row}");
            assert!(!seen.add(row), "{row}");
            assert!(seen.has(row));
        }
        assert!(!seen.has(2) && !seen.add(u64::MAX) && !seen.has(u64::MAX));
    }
}
