//! A browser that is really driven: Chromium by way of chromedriver, over the WebDriver protocol
//! (<https://www.w3.org/TR/webdriver2/>).

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The path of a program: what a variable of the environment says, or where Debian has it.
fn program(variable: &str, usual: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| usual.to_owned())
}

/// One window of a browser with a profile of its own; closed and forgotten when dropped.
pub struct Browser {
    agent: ureq::Agent,
    session: String,
    driver: Child,
    profile: TempDir,
}

/// A point of the window, in pixels from its upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    pub x: i64,
    pub y: i64,
}

impl Browser {
    /// Opens a window.
    pub fn open() -> Self {
        Self::of_size(1280, 1000)
    }

    /// Opens a window so wide and high.
    pub fn of_size(width: u32, height: u32) -> Self {
        let chromium = program("CHROMIUM", "/usr/bin/chromium");
        let driver = program("CHROMEDRIVER", "/usr/bin/chromedriver");
        let mut driver = Command::new(&driver)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{driver}: {error}; tests/prepare installs it"));
        let output = BufReader::new(driver.stdout.take().expect("its output"));
        let port = output
            .lines()
            .map_while(Result::ok)
            .find_map(|line| {
                let (_, port) = line.split_once("started successfully on port ")?;
                port.trim_end_matches('.').parse::<u16>().ok()
            })
            .expect("chromedriver says its port");
        let profile = tempfile::tempdir().expect("a folder");
        // A window that hangs is an error and not a wait without end.
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(120)))
            .build()
            .into();
        let mut browser = Self {
            agent,
            session: format!("http://127.0.0.1:{port}/session"),
            driver,
            profile,
        };
        let profile = format!("--user-data-dir={}", browser.profile.path().display());
        let size = format!("--window-size={width},{height}");
        let downloads = browser.downloads();
        std::fs::create_dir(&downloads).expect("a folder");
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            size.as_str(),
            profile.as_str(),
        ];
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome",
            "goog:loggingPrefs": {"browser": "ALL"},
            "goog:chromeOptions": {
                "binary": chromium, "args": arguments,
                "prefs": {"download.default_directory": downloads, "download.prompt_for_download": false},
            },
        }}});
        let session = browser.post("", &wanted);
        let id = session["sessionId"].as_str().expect("a session").to_owned();
        browser.session = format!("{}/{id}", browser.session);
        browser
    }

    /// Opens a file.
    pub fn visit(&self, page: &Path) {
        let url = format!("file://{}", page.display());
        self.post("/url", &json!({ "url": url }));
    }

    /// Runs the body of a function in the page and gives what it returns.
    pub fn run(&self, body: &str) -> Value {
        self.post("/execute/sync", &json!({"script": body, "args": []}))
    }

    /// Clicks on what a selector finds, as a person does: it has to be in sight and uncovered.
    pub fn click(&self, selector: &str) {
        let element = self.element(selector);
        self.post(&format!("/element/{element}/click"), &json!({}));
    }

    /// Types into what a selector finds.
    pub fn type_into(&self, selector: &str, keys: &str) {
        let element = self.element(selector);
        self.post(
            &format!("/element/{element}/value"),
            &json!({ "text": keys }),
        );
    }

    fn downloads(&self) -> PathBuf {
        self.profile.path().join("downloads")
    }

    /// The text of a file that the page has given to be saved, when all of it is there.
    pub fn downloaded(&self, name: &str) -> String {
        let path = self.downloads().join(name);
        for _ in 0..300 {
            if let Ok(text) = std::fs::read_to_string(&path)
                && !text.is_empty()
            {
                return text;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("{name} was not saved");
    }

    /// Presses keys one after the other on what has the focus; the first is held where there is a second.
    pub fn press(&self, keys: &[&str]) {
        let down = keys
            .iter()
            .map(|key| json!({"type": "keyDown", "value": key}));
        let up = keys
            .iter()
            .rev()
            .map(|key| json!({"type": "keyUp", "value": key}));
        let actions: Vec<Value> = down.chain(up).collect();
        let keyboard = json!({"type": "key", "id": "keyboard", "actions": actions});
        self.post("/actions", &json!({ "actions": [keyboard] }));
    }

    /// Holds a key down, or releases it.
    pub fn hold(&self, key: &str, down: bool) {
        let kind = if down { "keyDown" } else { "keyUp" };
        let keyboard =
            json!({"type": "key", "id": "keyboard", "actions": [{"type": kind, "value": key}]});
        self.post("/actions", &json!({ "actions": [keyboard] }));
    }

    /// Turns the wheel over a point.
    pub fn wheel(&self, point: Point, by: i64) {
        let wheel = json!({"type": "wheel", "id": "wheel", "actions": [
            {"type": "scroll", "x": point.x, "y": point.y, "deltaX": 0, "deltaY": by, "origin": "viewport"},
        ]});
        self.post("/actions", &json!({ "actions": [wheel] }));
    }

    /// Drags a finger from point to point.
    pub fn swipe(&self, points: &[Point]) {
        self.pointer("touch", points, true);
    }

    /// Moves the mouse from point to point; with the button down between the first and the last where `drag`.
    pub fn mouse(&self, points: &[Point], drag: bool) {
        self.pointer("mouse", points, drag);
    }

    fn pointer(&self, kind: &str, points: &[Point], drag: bool) {
        let last = points.len() - 1;
        let mut actions = Vec::new();
        for (at, point) in points.iter().enumerate() {
            let move_to = json!({"type": "pointerMove", "duration": 100, "origin": "viewport", "x": point.x, "y": point.y});
            actions.push(move_to);
            if drag && at == 0 {
                actions.push(json!({"type": "pointerDown", "button": 0}));
            } else if drag && at == last {
                actions.push(json!({"type": "pointerUp", "button": 0}));
            }
        }
        let pointer = json!({"type": "pointer", "id": kind, "parameters": {"pointerType": kind}, "actions": actions});
        self.post("/actions", &json!({ "actions": [pointer] }));
    }

    /// Clicks twice in quick succession.
    pub fn double_click(&self, point: Point) {
        let press = |kind: &str| json!({"type": kind, "button": 0});
        let mut actions = vec![
            json!({"type": "pointerMove", "duration": 100, "origin": "viewport", "x": point.x, "y": point.y}),
        ];
        for kind in ["pointerDown", "pointerUp", "pointerDown", "pointerUp"] {
            actions.push(press(kind));
        }
        let mouse = json!({"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": actions});
        self.post("/actions", &json!({ "actions": [mouse] }));
    }

    /// What the window shows.
    pub fn screenshot(&self) -> image::RgbImage {
        let text = self.get("/screenshot");
        let png = STANDARD
            .decode(text.as_str().expect("a picture"))
            .expect("base64");
        image::load_from_memory(&png).expect("a PNG").to_rgb8()
    }

    /// The page as printed, a PDF.
    pub fn print(&self) -> Vec<u8> {
        let text = self.post("/print", &json!({"page": {"width": 21.0, "height": 29.7}}));
        STANDARD
            .decode(text.as_str().expect("a document"))
            .expect("base64")
    }

    /// What the page has written to the console so far: errors and warnings, of scripts and of what was refused.
    pub fn complaints(&self) -> Vec<String> {
        let log = self.post("/se/log", &json!({"type": "browser"}));
        let entries = log.as_array().expect("entries").iter();
        let serious =
            entries.filter(|entry| entry["level"] == "SEVERE" || entry["level"] == "WARNING");
        serious.map(ToString::to_string).collect()
    }

    /// Waits until a condition of the page holds, a minute at the most.
    pub fn wait_until(&self, condition: &str) {
        for _ in 0..600 {
            if self.run(&format!("return {condition};")) == true {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("the page never came to: {condition}");
    }

    fn element(&self, selector: &str) -> String {
        let found = self.post(
            "/element",
            &json!({"using": "css selector", "value": selector}),
        );
        let element = found["element-6066-11e4-a52e-4f735466cecf"].as_str();
        element
            .unwrap_or_else(|| panic!("no {selector}: {found}"))
            .to_owned()
    }

    fn post(&self, command: &str, body: &Value) -> Value {
        let url = format!("{}{command}", self.session);
        let mut answer = self.agent.post(url).send_json(body).expect("an answer");
        value_of(
            answer
                .body_mut()
                .with_config()
                .limit(1 << 28)
                .read_json()
                .expect("JSON"),
        )
    }

    fn get(&self, command: &str) -> Value {
        let url = format!("{}{command}", self.session);
        let mut answer = self.agent.get(url).call().expect("an answer");
        value_of(
            answer
                .body_mut()
                .with_config()
                .limit(1 << 28)
                .read_json()
                .expect("JSON"),
        )
    }
}

fn value_of(mut answer: Value) -> Value {
    let value = answer["value"].take();
    assert!(value["error"].is_null(), "{value}");
    value
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Whatever is left of the browser goes with its driver.
        let _ = self.agent.delete(&self.session).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
