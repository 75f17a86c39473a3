//! Random numbers from a seed, apart for each purpose, so that more noise does not move the timestamps.

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// What random numbers are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Stamps,
    Motion,
    Noise,
    Outliers,
    Missing,
    Dropped,
}

/// The generator of one purpose for one entity, counted from 0: a stream of its own of the same seed.
pub(super) fn generator(seed: u64, entity: u64, purpose: Purpose) -> ChaCha8Rng {
    let mut generator = ChaCha8Rng::seed_from_u64(seed);
    generator.set_stream(entity * 8 + purpose as u64);
    generator
}

#[cfg(test)]
mod tests {
    use rand::RngExt;

    use super::*;

    #[test]
    fn streams_differ_and_are_the_same_each_time() {
        let draw = |seed, entity, purpose| generator(seed, entity, purpose).random::<u64>();
        let first = draw(7, 0, Purpose::Stamps);
        assert_eq!(first, draw(7, 0, Purpose::Stamps));
        for other in [
            draw(8, 0, Purpose::Stamps),
            draw(7, 1, Purpose::Stamps),
            draw(7, 0, Purpose::Noise),
        ] {
            assert_ne!(first, other);
        }
    }

    #[test]
    fn the_numbers_are_those_of_every_machine() {
        let mut random = generator(1, 0, Purpose::Motion);
        assert_eq!(
            [random.random::<u32>(), random.random::<u32>()],
            [3_824_528_871, 3_658_934_869]
        );
    }
}
