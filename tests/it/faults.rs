//! What goes wrong from outside: the program is killed, the disk is full, files are cut off or damaged. A file that an
//! earlier run wrote stays whole, and nothing that looks whole is not.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use flate2::{Compression, write::GzEncoder};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;
use tempfile::TempDir;

use super::support::root;

const KILLS: usize = 80;
const FULL_DISKS: usize = 40;
const CUT_FILES: usize = 50;
const DAMAGED_PAGES: usize = 50;

fn log(rows: usize, scale: f64) -> String {
    let mut log = "id,t (s),x (m),y (m)\n".to_owned();
    for row in 0..rows {
        let t = 0.02 * (row / 4) as f64;
        let (x, y) = (scale * t.sin(), scale * t * t);
        log += &format!("{},{t:.2},{x:.9},{y:.9}\n", row % 4);
    }
    log
}

fn program(log: &Path, out: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dxdt"));
    command.env("COLUMNS", "1000");
    command
        .arg("analyze")
        .arg(log)
        .arg("-o")
        .arg(out)
        .args(["--no-charts", "--quiet"])
        .stdout(Stdio::null());
    command
}

/// The files of a folder that are not hidden, and their bytes.
fn visible(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap();
    let file = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().unwrap();
        (!name.starts_with('.')).then(|| (name, fs::read(entry.path()).unwrap()))
    };
    entries.filter_map(|entry| file(entry.unwrap())).collect()
}

/// A folder with a log and what a whole run of it wrote.
struct Earlier {
    folder: TempDir,
    out: PathBuf,
    files: BTreeMap<String, Vec<u8>>,
}

impl Earlier {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (path, out) = (folder.path().join("log.csv"), folder.path().join("out"));
        fs::write(&path, log(400, 1.0)).unwrap();
        assert!(program(&path, &out).status().unwrap().success());
        let files = visible(&out);
        assert_eq!(files.len(), 3);
        Self { folder, out, files }
    }

    /// Runs on a file that cannot be read: an error of one line that names it, and the earlier files as they were.
    fn refuses(&self, name: &str, bytes: &[u8]) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let output = program(&path, &self.out).output().unwrap();
        let said = one_error(&output);
        assert!(said.contains(name), "{said}");
        self.is_untouched();
        said
    }

    fn is_untouched(&self) {
        assert!(visible(&self.out) == self.files, "an earlier file changed");
        let all = fs::read_dir(&self.out).unwrap().count();
        assert_eq!(all, self.files.len(), "something is left behind");
    }
}

fn one_error(output: &Output) -> String {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.starts_with("error: ") && said.lines().count() == 1,
        "{said}"
    );
    said
}

#[test]
fn killed_at_any_moment_every_file_is_whole() {
    let earlier = Earlier::new();
    let path = earlier.folder.path().join("log.csv");
    fs::write(&path, log(20_000, 2.0)).unwrap();
    let reference = earlier.folder.path().join("reference");
    let start = std::time::Instant::now();
    assert!(program(&path, &reference).status().unwrap().success());
    let usual = start.elapsed();
    let whole = visible(&reference);
    let mut random = ChaCha12Rng::seed_from_u64(7);
    let mut outcomes = [0, 0];
    for _ in 0..KILLS {
        for (name, bytes) in &earlier.files {
            fs::write(earlier.out.join(name), bytes).unwrap();
        }
        let mut child = program(&path, &earlier.out).spawn().unwrap();
        let share = random.random_range(0.0..1.3);
        std::thread::sleep(Duration::from_secs_f64(share * usual.as_secs_f64()));
        let _ = child.kill();
        child.wait().unwrap();
        for (name, bytes) in visible(&earlier.out) {
            let is_new = bytes == whole[&name];
            assert!(
                is_new || bytes == earlier.files[&name],
                "{name} is not whole"
            );
            outcomes[usize::from(is_new)] += 1;
        }
    }
    assert!(outcomes[0] > 0, "no run was killed before its end");
    // The next run is whole, whatever the killed ones left behind.
    assert!(program(&path, &earlier.out).status().unwrap().success());
    assert!(visible(&earlier.out) == whole);
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_one_error_and_leaves_what_was_there() {
    let earlier = Earlier::new();
    let path = earlier.folder.path().join("log.csv");
    fs::write(&path, log(8000, 2.0)).unwrap();
    let mut random = ChaCha12Rng::seed_from_u64(8);
    for _ in 0..FULL_DISKS {
        // A limit of the size of files is refused by the system as a full disk is, in the middle of a write.
        let blocks = random.random_range(1..1200);
        let mut shell = Command::new("sh");
        shell.env("COLUMNS", "1000");
        shell
            .arg("-c")
            .arg("trap '' XFSZ; ulimit -f \"$0\"; exec \"$@\"")
            .arg(blocks.to_string())
            .arg(env!("CARGO_BIN_EXE_dxdt"))
            .arg("analyze")
            .arg(&path)
            .arg("-o")
            .arg(&earlier.out)
            .args(["--no-charts", "--quiet"]);
        let output = shell.output().unwrap();
        let said = one_error(&output);
        assert!(said.contains("too large for the disk"), "{said}");
        earlier.is_untouched();
    }
}

#[test]
fn a_gzip_that_is_cut_off_is_said() {
    let earlier = Earlier::new();
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(log(2000, 1.0).as_bytes()).unwrap();
    let whole = encoder.finish().unwrap();
    let mut random = ChaCha12Rng::seed_from_u64(9);
    for _ in 0..CUT_FILES {
        let length = random.random_range(18..whole.len());
        earlier.refuses("cut.csv.gz", &whole[..length]);
    }
    // A bit that is wrong is found by the checksum at the latest.
    for _ in 0..CUT_FILES / 2 {
        let mut damaged = whole.clone();
        let at = random.random_range(10..whole.len());
        damaged[at] ^= 1 << random.random_range(0..8);
        earlier.refuses("damaged.csv.gz", &damaged);
    }
}

#[test]
fn a_damaged_page_of_parquet_is_said() {
    let earlier = Earlier::new();
    let fixture = root().join("tests/fixtures/parquet/checksums.parquet");
    let whole = fs::read(&fixture).unwrap();
    assert!(
        program(&fixture, &earlier.folder.path().join("sound"))
            .status()
            .unwrap()
            .success()
    );
    let footer = u32::from_le_bytes(whole[whole.len() - 8..whole.len() - 4].try_into().unwrap());
    let pages = 4..whole.len() - 8 - footer as usize;
    let mut random = ChaCha12Rng::seed_from_u64(10);
    let mut found = 0;
    for _ in 0..DAMAGED_PAGES {
        let mut damaged = whole.clone();
        let at = random.random_range(pages.clone());
        damaged[at] ^= 1 << random.random_range(0..8);
        let path = earlier.folder.path().join("damaged.parquet");
        fs::write(&path, &damaged).unwrap();
        let output = program(&path, &earlier.out).output().unwrap();
        // A bit of a header that nobody reads, such as that of a statistic, does no harm.
        if !output.status.success() {
            let said = one_error(&output);
            assert!(said.contains("damaged.parquet"), "{said}");
            earlier.is_untouched();
            found += 1;
        } else {
            let sound = visible(&earlier.folder.path().join("sound"));
            assert!(visible(&earlier.out)["motion.csv"] == sound["motion.csv"]);
            for (name, bytes) in &earlier.files {
                fs::write(earlier.out.join(name), bytes).unwrap();
            }
        }
        earlier.refuses("cut.parquet", &whole[..random.random_range(0..whole.len())]);
    }
    assert!(found > DAMAGED_PAGES * 8 / 10, "{found}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_cannot_be_read_half_way_is_said() {
    let earlier = Earlier::new();
    // The memory of a process at address 0 is an error of input and output.
    let output = program(Path::new("/proc/self/mem"), &earlier.out)
        .output()
        .unwrap();
    let said = one_error(&output);
    assert!(said.contains("/proc/self/mem"), "{said}");
    earlier.is_untouched();
}
