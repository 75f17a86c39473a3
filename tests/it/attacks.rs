//! Bad input of many kinds, made with a fixed seed: sound logs of every format that are damaged, and small files that ask
//! for much. Whatever it is, a command ends within its memory, with an exit code, and on failure with one sentence and
//! nothing written.

mod bombs;
mod damage;
mod run;
mod sound;

use std::sync::Mutex;
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
    each(&attacks, &[("analyze", &["--no-charts"]), ("inspect", &[])]);
}

#[test]
fn grids_and_tables_end_with_a_sentence_too() {
    each(
        &bombs::grids(),
        &[("field", &["--no-charts"]), ("gradient", &[])],
    );
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

/// Runs commands with their options on each, several at a time; nothing may be wrong with any.
fn each(attacks: &[Attack], commands: &[(&str, &[&str])]) {
    let next = AtomicUsize::new(0);
    let faults = Mutex::new(Vec::new());
    let run = |attack: &Attack| {
        for (command, options) in commands {
            let outcome = attack.run(command, options);
            if outcome.seconds > 1.0 {
                eprintln!("{command} {}: {:.1} s", attack.name, outcome.seconds);
            }
            for fault in outcome.faults() {
                let Outcome { code, said, .. } = &outcome;
                let fault = format!("{command} {}: {fault}, {code:?}: {said}", attack.name);
                faults.lock().unwrap().push(fault);
            }
        }
    };
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
    let faults = faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
