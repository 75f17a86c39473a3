//! Where nodes and steps are found again by what they are.

/// Places in a list, found by hashes of what is there.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    /// As many as a power of two, at most half of them taken.
    slots: Vec<u32>,
    taken: usize,
}

const FREE: u32 = u32::MAX;

impl Table {
    /// The place of what is alike, or `next`, where it is from now on. `hash_of` gives the hash of a place in the list.
    pub fn place(
        &mut self,
        hash: u64,
        next: usize,
        is_alike: impl Fn(u32) -> bool,
        hash_of: impl Fn(u32) -> u64,
    ) -> u32 {
        if self.taken * 2 >= self.slots.len() {
            self.grow(hash_of);
        }
        let next = next as u32;
        let mut slot = self.slot(hash);
        loop {
            match self.slots[slot] {
                FREE => {
                    self.slots[slot] = next;
                    self.taken += 1;
                    return next;
                }
                place if is_alike(place) => return place,
                _ => slot = (slot + 1) & (self.slots.len() - 1),
            }
        }
    }

    fn grow(&mut self, hash_of: impl Fn(u32) -> u64) {
        const FIRST: usize = 16;
        let slots = (2 * self.slots.len()).max(FIRST);
        let old = std::mem::replace(&mut self.slots, vec![FREE; slots]);
        for place in old.into_iter().filter(|place| *place != FREE) {
            let mut slot = self.slot(hash_of(place));
            while self.slots[slot] != FREE {
                slot = (slot + 1) & (slots - 1);
            }
            self.slots[slot] = place;
        }
    }

    fn slot(&self, hash: u64) -> usize {
        hash as usize & (self.slots.len() - 1)
    }
}

/// A hash of two numbers.
pub(super) fn hash(a: u64, b: u64) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |value: u64| {
        let product = u128::from(value) * u128::from(ODD);
        product as u64 ^ (product >> 64) as u64
    };
    mix(mix(a).rotate_left(29) ^ b)
}
