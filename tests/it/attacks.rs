//! Bad input of many kinds, made with a fixed seed: sound logs of every format that are damaged, and small files that ask
//! for much. Whatever it is, a command ends within its memory, with an exit code, and on failure with one sentence and
//! nothing written.

mod bombs;
mod damage;
mod run;
mod sound;

use std::sync::atomic::{AtomicUsize, Ordering};

use run::{Attack, Outcome};

/// Damaged files of each sound log.
const DAMAGED: usize = 11;

#[test]
fn sound_logs_are_read() {
    for log in sound::logs() {
        let outcome = Attack::new(log.name, log.bytes).run("analyze", &["--no-charts"]);
        assert_eq!(outcome.code, Some(0), "{}: {}", log.name, outcome.said);
    }
}

#[test]
fn every_attack_ends_with_a_sentence() {
    let mut attacks = Vec::new();
    for (number, log) in sound::logs().into_iter().enumerate() {
        for round in 0..DAMAGED {
            let seed = (1000 * number + round) as u64;
            let (how, bytes) = damage::damaged(&log.bytes, round, seed);
            attacks.push(Attack::new(&format!("{how} {}", log.name), bytes));
        }
    }
    attacks.extend(bombs::logs());
    assert!(attacks.len() >= 200, "{}", attacks.len());
    each(&attacks, |attack| {
        attack.run("analyze", &["--no-charts"]).check(attack);
        attack.run("inspect", &[]).check(attack);
    });
}

#[test]
fn grids_and_tables_end_with_a_sentence_too() {
    each(&bombs::grids(), |attack| {
        attack.run("field", &["--no-charts"]).check(attack);
        attack.run("gradient", &[]).check(attack);
    });
}

/// What takes more than the limit says so, with what helps.
#[test]
fn the_limit_is_said() {
    for attack in bombs::beyond_memory() {
        let command = if attack.is_image() {
            "field"
        } else {
            "analyze"
        };
        let Outcome { code, said, .. } = attack.run(command, &["--no-charts"]);
        assert_eq!(code, Some(1), "{}: {said}", attack.name);
        assert!(
            said.contains(
                "takes more memory than the limit of 64 MiB; allow more, such as --memory "
            ),
            "{}: {said}",
            attack.name
        );
    }
}

/// Runs all, several at a time.
fn each(attacks: &[Attack], run: impl Fn(&Attack) + Sync) {
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(2, |count| count.get());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(attack) = attacks.get(next.fetch_add(1, Ordering::Relaxed)) {
                    run(attack);
                }
            });
        }
    });
}
