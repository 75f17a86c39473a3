//! The words and the numbers fit together.

use super::*;

#[test]
fn every_text_is_used_every_place_filled_and_every_number_named() {
    for lesson in Lesson::ALL {
        let mut writer = Writer::new(lesson).unwrap();
        lesson.teach(&mut writer).unwrap();
        let page = writer.finish().unwrap();
        assert_eq!(writer.unused(), Vec::<String>::new(), "{lesson}");
        assert!(!page.title.is_empty());
    }
    let keys = words().unwrap().keys("").map(|key| key.split('.').next());
    let mut parts: Vec<_> = keys.flatten().collect();
    parts.dedup();
    let mut expected: Vec<_> = Lesson::ALL.map(Lesson::name).to_vec();
    expected.push("frame");
    expected.sort_unstable();
    assert_eq!(parts, expected);
}

#[test]
fn every_lesson_has_its_parts() {
    for lesson in Lesson::ALL {
        let page = lesson.page().unwrap();
        let count = |is: fn(&Block) -> bool| page.blocks.iter().filter(|block| is(block)).count();
        assert!(
            (4..=7).contains(&count(|block| matches!(block, Block::Paragraph(_)))),
            "{lesson}"
        );
        assert!(
            (1..=2).contains(&count(|block| matches!(block, Block::Table(_)))),
            "{lesson}"
        );
        assert!((1..=2).contains(&page.charts().count()), "{lesson}");
        assert!(
            count(|block| matches!(block, Block::Command { .. })) > 0,
            "{lesson}"
        );
        assert_eq!(page.questions.len(), 2, "{lesson}");
        assert!(page.question.ends_with('?'), "{lesson}");
        for question in &page.questions {
            assert!(question.ask.contains('?'), "{}", question.ask);
        }
    }
}

#[test]
fn no_line_is_wider_than_80_columns() {
    for lesson in Lesson::ALL {
        let layout = Layout {
            width: 80,
            answers: true,
            charts: Some("dxdt-lesson".into()),
        };
        let text = lesson.page().unwrap().text(&layout).unwrap();
        let text = anstream::adapter::strip_str(&text).to_string();
        for line in text.lines() {
            let is_command = line.starts_with("    dxdt ");
            assert!(is_command || line.chars().count() <= 80, "{lesson}: {line}");
            assert!(line.chars().count() <= 100, "{lesson}: {line}");
            assert_eq!(line, line.trim_end());
        }
        for bad in ["NaN ", "unknown", "inf", "{", "}"] {
            let bad_lines = text.lines().filter(|line| line.contains(bad));
            // The lesson about NaN speaks of it.
            let bad_lines = bad_lines.filter(|_| lesson != Lesson::Nan);
            assert_eq!(
                bad_lines.collect::<Vec<_>>(),
                Vec::<&str>::new(),
                "{lesson}"
            );
        }
    }
}

#[test]
fn names_lead_to_lessons() {
    for lesson in Lesson::ALL {
        assert_eq!(lesson.name().parse(), Ok(lesson));
    }
    let error = "edge".parse::<Lesson>().unwrap_err().to_string();
    assert!(
        error.contains("'edges'") && error.contains("'round-trip'"),
        "{error}"
    );
    assert!(
        list()
            .unwrap()
            .lines()
            .all(|line| line.chars().count() <= 110)
    );
}
