//! The font of a chart. One is part of the program, so that charts look the same on every machine; another one comes from a
//! file that is named, never from the system.

use std::fmt;
use std::io::Read;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use ab_glyph::{Font as _, FontRef};
use flate2::read::ZlibDecoder;
use plotters::style::{FontDesc, FontStyle, IntoFont, register_font};
use resvg::usvg::fontdb;

use super::{ChartError, legible::legible};

/// The font that is embedded.
const FAMILY: &str = "DejaVu Sans";
/// The font list written into the SVG: a viewer without the font takes its own.
const FAMILY_LIST: &str = "DejaVu Sans, sans-serif";

/// Plotters' text sizes are the line height of a typical font; this many make the size in the sense of SVG and CSS.
const LINE_HEIGHT: f64 = 1.24;

/// The font that a chart is written in: that of the program, unless it comes from a file. What the font of a file lacks is
/// taken from that of the program, and what both lack is written in Latin letters in a PNG.
///
/// ```
/// use dxdt_chart::{ChartSize, Font};
///
/// let size = ChartSize::default().with_font(Font::default());
/// assert_eq!(size, ChartSize::default());
/// assert!(Font::from_bytes(b"no font".to_vec()).is_err());
/// ```
#[derive(Clone, Copy, Default)]
pub struct Font(Option<&'static FontFile>);

/// A font that comes from a file. It stays in memory, as the libraries want it.
struct FontFile {
    bytes: Vec<u8>,
    /// What the SVG and the drawing library call it.
    family_list: String,
    family: String,
    database: Arc<fontdb::Database>,
}

impl Font {
    /// The font of the program.
    pub(super) const BUILT_IN: Self = Self(None);

    /// The first font of a TrueType or OpenType file.
    ///
    /// # Errors
    ///
    /// [`ChartError::Font`] if it is no such file.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, ChartError> {
        static FILES: Mutex<Vec<&'static FontFile>> = Mutex::new(Vec::new());
        let mut files = FILES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = files.iter().find(|file| file.bytes == bytes) {
            return Ok(Self(Some(known)));
        }
        let same = |family: &str| files.iter().filter(|file| file.family == family).count();
        let file = FontFile::new(bytes, same)?;
        files.push(file);
        Ok(Self(Some(file)))
    }

    /// Makes the font known to the drawing library.
    pub(super) fn register(self) -> Result<(), ChartError> {
        static REGISTERED: LazyLock<bool> = LazyLock::new(|| {
            let [regular, bold] = files();
            let regular = register_font(FAMILY_LIST, FontStyle::Normal, regular);
            let bold = register_font(FAMILY_LIST, FontStyle::Bold, bold);
            regular.is_ok() && bold.is_ok()
        });
        if *REGISTERED {
            Ok(())
        } else {
            Err(ChartError::Library("the font is damaged".to_owned()))
        }
    }

    /// The fonts for the renderer.
    pub(super) fn database(self) -> Arc<fontdb::Database> {
        static DATABASE: LazyLock<Arc<fontdb::Database>> =
            LazyLock::new(|| Arc::new(built_in_database()));
        let database = self.0.map(|file| &file.database);
        Arc::clone(database.unwrap_or(&DATABASE))
    }

    /// The name of the font for the renderer.
    pub(super) fn family(self) -> &'static str {
        self.0.map_or(FAMILY, |file| &file.family)
    }

    /// The font for the drawing library at a text size in its units.
    pub(super) fn described(self, em: f64, bold: bool) -> FontDesc<'static> {
        let style = if bold {
            FontStyle::Bold
        } else {
            FontStyle::Normal
        };
        let list = self.0.map_or(FAMILY_LIST, |file| &file.family_list);
        (list, em * LINE_HEIGHT, style).into_font()
    }

    /// The width of a text in pixels at a text size in pixels, as a PNG has it; a few per cent too much rather than too little.
    pub(super) fn width(self, text: &str, em: f64, bold: bool) -> f64 {
        // Measured in tenths, because the library gives whole numbers.
        const FINE: f64 = 10.0;
        let text = &legible(text, self);
        let measured = || {
            // Whoever measures first must find the font registered, or the same chart comes out in two ways.
            self.register().ok()?;
            self.described(em * FINE, bold).box_size(text).ok()
        };
        match measured() {
            Some((width, _)) => f64::from(width) / FINE,
            None => text.chars().count() as f64 * em * 0.7,
        }
    }

    /// Whether a character can be drawn.
    pub(super) fn has(self, character: char) -> bool {
        static BUILT_IN: LazyLock<Option<FontRef<'static>>> =
            LazyLock::new(|| FontRef::try_from_slice(&files()[0]).ok());
        let has = |font: &FontRef<'_>| font.glyph_id(character).0 != 0;
        let own = || FontRef::try_from_slice(&self.0?.bytes).ok();
        BUILT_IN.as_ref().is_some_and(has) || own().as_ref().is_some_and(has)
    }
}

impl PartialEq for Font {
    fn eq(&self, other: &Self) -> bool {
        self.family() == other.family()
    }
}

impl Eq for Font {}

impl fmt::Debug for Font {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Font").field(&self.family()).finish()
    }
}

impl FontFile {
    /// `same` is how many other files have a font of a name.
    fn new(bytes: Vec<u8>, same: impl Fn(&str) -> usize) -> Result<&'static Self, ChartError> {
        FontRef::try_from_slice(&bytes).map_err(|_| ChartError::Font)?;
        let bytes = Arc::new(bytes);
        let mut database = built_in_database();
        let source = fontdb::Source::Binary(Arc::clone(&bytes) as _);
        let faces = database.load_font_source(source);
        let first = faces.first().and_then(|id| database.face(*id).cloned());
        let mut face = first.ok_or(ChartError::Font)?;
        for id in faces {
            database.remove_face(id);
        }
        let name = face.families.first().map(|(name, _)| name.as_str());
        let mut family = plain(name.unwrap_or_default());
        if family == FAMILY || same(&family) > 0 {
            family.push_str(&format!(" {}", same(&family) + 2));
        }
        face.families = vec![(family.clone(), fontdb::Language::English_UnitedStates)];
        database.push_face_info(face);
        let file: &'static Self = Box::leak(Box::new(Self {
            family_list: format!("{family}, {FAMILY_LIST}"),
            family,
            database: Arc::new(database),
            bytes: bytes.as_ref().clone(),
        }));
        for style in [FontStyle::Normal, FontStyle::Bold] {
            register_font(&file.family_list, style, &file.bytes).map_err(|_| ChartError::Font)?;
        }
        Ok(file)
    }
}

/// A name that needs no quotation marks in a list of fonts.
fn plain(name: &str) -> String {
    let kept = |c: &char| c.is_ascii_alphanumeric() || *c == ' ' || *c == '-';
    let name: String = name.chars().filter(kept).collect();
    match name.trim() {
        "" => "Font of the chart".to_owned(),
        name => name.to_owned(),
    }
}

/// The files of the regular and the bold font, which `build.rs` has packed. Empty where one is damaged.
fn files() -> &'static [Vec<u8>; 2] {
    static FILES: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| {
        let unpacked = |packed: &[u8]| {
            let mut font = Vec::new();
            let whole = ZlibDecoder::new(packed).read_to_end(&mut font);
            whole.map(|_| font).unwrap_or_default()
        };
        let (regular, bold) = rayon::join(
            || unpacked(include_bytes!(concat!(env!("OUT_DIR"), "/regular.z"))),
            || unpacked(include_bytes!(concat!(env!("OUT_DIR"), "/bold.z"))),
        );
        [regular, bold]
    });
    &FILES
}

fn built_in_database() -> fontdb::Database {
    let mut database = fontdb::Database::new();
    for font in files() {
        database.load_font_source(fontdb::Source::Binary(Arc::new(font)));
    }
    database.set_sans_serif_family(FAMILY);
    database
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Another font than the one of the program, of which a part is enough.
    pub fn other() -> Font {
        Font::from_bytes(files()[1].clone()).unwrap()
    }

    #[test]
    fn the_fonts_are_there_and_widths_grow() {
        let font = Font::default();
        font.register().unwrap();
        assert_eq!(font.database().len(), 2);
        let narrow = font.width("lll", 14.0, false);
        let wide = font.width("mmm", 14.0, false);
        assert!(narrow > 5.0 && wide > 2.0 * narrow, "{narrow} {wide}");
        assert!(font.width("mmm", 14.0, true) > wide);
        assert!((font.width("mmm", 28.0, false) - 2.0 * wide).abs() < 0.5);
    }

    #[test]
    fn a_font_of_a_file_is_used_beside_that_of_the_program() {
        let other = other();
        assert_eq!(other, super::tests::other());
        assert_ne!(other, Font::default());
        assert_eq!(other.database().len(), 3);
        let width = |font: Font| font.width("mmm", 14.0, false);
        assert!(width(other) > width(Font::default()));
        assert!(other.has('m') && !other.has('北'));
    }

    #[test]
    fn what_is_no_font_is_refused() {
        for bytes in [&b""[..], b"no font at all", &files()[0][..1000]] {
            assert_eq!(Font::from_bytes(bytes.to_vec()), Err(ChartError::Font));
        }
    }

    #[test]
    fn names_of_fonts_are_plain() {
        assert_eq!(plain("Noto Sans CJK SC"), "Noto Sans CJK SC");
        assert_eq!(plain("\"><script>"), "script");
        assert_eq!(plain("思源黑体"), "Font of the chart");
    }
}
