//! A disk that gets full: `dxdt analyze` writes to a small file system in memory, which is mounted in a mount namespace
//! of its own, so that it is gone with the last process in it whatever happens.
#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;
use tempfile::TempDir;

const PAGE: u64 = 4096;
/// The folder that the disk is mounted on.
const DISK: &str = "disk";

/// `sh` in a mount namespace: as root, or as a user who is root in a user namespace.
const NAMESPACES: [&[&str]; 2] = [&["--mount"], &["--user", "--map-root-user", "--mount"]];

/// $1 options of the mount, $2 the earlier outputs, $3 where results go; then the program.
const SCRIPT: &str = r#"
set -e
mount -t tmpfs -o "$1" tmpfs disk
mkdir disk/out
cp -R "$2/." disk/out
result=$3
shift 3
set +e
"$@" -o disk/out >"$result/output" 2>"$result/error"
echo $? >"$result/code"
cp -R disk/out "$result/out"
"#;

/// How a small file system can be mounted here.
pub(super) fn namespace() -> &'static [&'static str] {
    let found = NAMESPACES.into_iter().find(|namespace| {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(DISK)).unwrap();
        let mut mount = Command::new("unshare");
        mount
            .args(*namespace)
            .args(["sh", "-c", "mount -t tmpfs -o size=16k tmpfs disk"])
            .current_dir(folder.path());
        mount.output().is_ok_and(|output| output.status.success())
    });
    found.expect("the right to mount a file system with unshare")
}

/// Every file below a folder by its path, hidden ones too, and every folder.
fn everything(folder: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(inner) = folders.pop() {
        for entry in fs::read_dir(folder.join(&inner)).unwrap() {
            let path = inner.join(entry.unwrap().file_name());
            let is_folder = folder.join(&path).is_dir();
            let bytes = (!is_folder).then(|| fs::read(folder.join(&path)).unwrap());
            found.insert(path.clone(), bytes);
            folders.extend(is_folder.then_some(path));
        }
    }
    found
}

/// The room that files need, in whole pages.
fn room(files: &BTreeMap<PathBuf, Option<Vec<u8>>>) -> u64 {
    let pages = |bytes: &Vec<u8>| (bytes.len() as u64).div_ceil(PAGE);
    files.values().flatten().map(pages).sum::<u64>() * PAGE
}

fn log(rows: usize, scale: f64) -> String {
    let mut log = "id,time,x (m),y (m)\n".to_owned();
    for row in 0..rows {
        let (second, t) = (row / 4, 0.02 * (row / 4) as f64);
        let (x, y) = (scale * t.sin(), scale * t * t);
        let (day, hour, minute) = (1 + second / 600 % 3, second / 60 % 10, second % 60);
        log += &format!(
            "n{},2024-05-{day:02}T{hour:02}:{minute:02}:00Z,{x:.9},{y:.9}\n",
            row % 4
        );
    }
    log
}

/// What is run with one set of options, and what it writes where there is room.
struct Case<'a> {
    namespace: &'static [&'static str],
    folder: &'a Path,
    options: &'a [&'a str],
    /// Outputs of an earlier run with the same options on another log.
    earlier: PathBuf,
    /// The top-level names of the outputs.
    names: Vec<String>,
    earlier_room: u64,
    /// What each output needs, in the order of writing.
    rooms: Vec<u64>,
}

impl<'a> Case<'a> {
    fn new(
        namespace: &'static [&'static str],
        folder: &'a Path,
        number: usize,
        options: &'a [&'a str],
    ) -> Self {
        let write = |log: &str, out: &str| {
            let out = folder.join(format!("{out}{number}"));
            let mut program = Command::new(env!("CARGO_BIN_EXE_dxdt"));
            program.env("COLUMNS", "1000");
            program.arg("analyze").arg(folder.join(log)).arg("--quiet");
            let output = program.args(options).arg("-o").arg(&out).output().unwrap();
            assert!(output.status.success(), "{output:?}");
            out
        };
        let (earlier, whole) = (write("earlier.csv", "earlier"), write("log.csv", "whole"));
        let mut outputs: BTreeMap<String, u64> = BTreeMap::new();
        let files = everything(&whole);
        for (path, bytes) in &files {
            let name = path.components().next().unwrap().as_os_str();
            let one = BTreeMap::from([(path.clone(), bytes.clone())]);
            *outputs
                .entry(name.to_str().unwrap().to_owned())
                .or_default() += room(&one);
        }
        // Tables come first, then the summary, then the charts.
        let place = |name: &str| match name {
            "summary.json" => 1,
            name if name.ends_with(".png") => 2,
            _ => 0,
        };
        let mut outputs: Vec<(String, u64)> = outputs.into_iter().collect();
        outputs.sort_by_key(|(name, _)| place(name));
        let (names, rooms) = outputs.into_iter().unzip();
        let earlier_room = room(&everything(&earlier));
        Self {
            namespace,
            folder,
            options,
            earlier,
            names,
            earlier_room,
            rooms,
        }
    }

    /// Runs on a disk of so much room beside the earlier outputs, or with no earlier outputs at all.
    fn run(&self, mount: &str, is_first: bool) -> (Option<i32>, String) {
        let result = TempDir::new_in(self.folder).unwrap();
        let empty = TempDir::new_in(self.folder).unwrap();
        let earlier = match is_first {
            true => empty.path(),
            false => self.earlier.as_path(),
        };
        fs::create_dir_all(self.folder.join(DISK)).unwrap();
        let mut program = Command::new("unshare");
        program.env("COLUMNS", "1000");
        program
            .args(self.namespace)
            .args(["sh", "-c", SCRIPT, "sh", mount])
            .arg(earlier)
            .arg(result.path())
            .arg(env!("CARGO_BIN_EXE_dxdt"))
            .args(["analyze", "log.csv", "--quiet"])
            .args(self.options)
            .current_dir(self.folder);
        let output = program.output().unwrap();
        assert!(output.status.success(), "{mount}: {output:?}");
        let read = |name: &str| fs::read_to_string(result.path().join(name)).unwrap();
        let code = read("code").trim().parse().ok();
        if code != Some(0) {
            assert_eq!(read("output"), "", "{mount}");
            let after = everything(&result.path().join("out"));
            let before = everything(earlier);
            let names = || after.keys().collect::<Vec<_>>();
            assert!(after == before, "{mount}: {:?}", names());
        }
        (code, read("error"))
    }

    /// The disk gets full: one error that names what could not be written, and nothing else is seen of it.
    fn is_full(&self, mount: &str, is_first: bool) -> String {
        let (code, said) = self.run(mount, is_first);
        assert_eq!(code, Some(1), "{mount} {:?}: {said}", self.options);
        let full = ": the disk is full; free some space, or choose another folder with -o\n";
        let named = said
            .strip_prefix("error: disk/out/")
            .and_then(|said| said.strip_suffix(full));
        let named = named.unwrap_or_else(|| panic!("{mount} {:?}: {said}", self.options));
        assert!(self.names.iter().any(|name| name == named), "{said}");
        named.to_owned()
    }

    fn size(&self, room: u64, is_first: bool) -> String {
        let earlier = if is_first { 0 } else { self.earlier_room };
        // A part of a page would be a whole one, and a size of nothing no limit.
        let size = (earlier + room) / PAGE * PAGE;
        format!("size={}", size.max(PAGE))
    }
}

#[test]
#[ignore = "needs the right to mount a file system; .ci/run runs it"]
fn a_disk_that_gets_full_is_one_error_and_leaves_what_was_there() {
    let namespace = namespace();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("log.csv"), log(3000, 2.0)).unwrap();
    fs::write(folder.path().join("earlier.csv"), log(400, 1.0)).unwrap();
    let options: [&[&str]; 7] = [
        &["--no-charts"],
        &["--no-charts", "--format", "parquet"],
        &["--no-charts", "--format", "ipc"],
        &["--no-charts", "--format", "jsonl"],
        &["--no-charts", "--partition", "date"],
        &["--no-charts", "--partition", "entity-hash=3"],
        &["--format", "parquet"],
    ];
    let mut random = ChaCha12Rng::seed_from_u64(11);
    let (mut runs, mut named) = (0, BTreeMap::new());
    for (number, options) in options.into_iter().enumerate() {
        let case = Case::new(namespace, folder.path(), number, options);
        let all: u64 = case.rooms.iter().sum();
        // Nothing fits; the last page is missing in each output; somewhere in the middle.
        let mut rooms = vec![0];
        let mut end = 0;
        for room in &case.rooms {
            rooms.push(end + random.random_range(0..*room));
            end += room;
            rooms.push(end - PAGE);
        }
        if options.len() > 1 {
            rooms.push(random.random_range(0..all));
        }
        for (at, room) in rooms.into_iter().enumerate() {
            let is_first = at % 5 == 4;
            let name = case.is_full(&case.size(room, is_first), is_first);
            *named.entry(name).or_insert(0) += 1;
            runs += 1;
        }
        // A file system has room for so many files only, too.
        let files = everything(&case.earlier).len() + 2;
        let (code, said) = case.run(&format!("size=16m,nr_inodes={}", files + 1), false);
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains("the disk is full"), "{said}");
        assert!(said.starts_with("error: disk/out"), "{said}");
        // With room for everything it is written.
        assert_eq!(
            case.run(&case.size(all + 16 * PAGE, false), false).0,
            Some(0)
        );
        runs += 1;
    }
    assert!(runs >= 40, "{runs}");
    // Of two tables that are written at once, either may be the one that does not fit.
    for ending in [
        ".csv",
        ".parquet",
        ".ipc",
        ".jsonl",
        "summary.json",
        ".png",
        "motion",
    ] {
        let is_named = named.keys().any(|name| name.ends_with(ending));
        assert!(is_named, "{ending} always fits: {named:?}");
    }
    eprintln!("{runs} full disks: {named:?}");
}
