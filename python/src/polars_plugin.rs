//! The expressions as polars calls them: the C interface of its plugins, version 0.1.
//!
//! polars looks for functions by their names in this library and hands over series as Arrow C structs. The only `unsafe` here
//! is what that asks for: addresses that polars promises to be those of such structs, and names that the linker keeps. No
//! panic leaves these functions.
#![expect(
    unsafe_code,
    reason = "C structs and exported names of the interface of polars' plugins"
)]

use std::cell::RefCell;
use std::ffi::{CString, c_char, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};

use polars::prelude::{CompatLevel, DataType, Field, Series};
use polars_arrow::array::Array;
use polars_arrow::ffi::{
    ArrowArray, ArrowSchema, export_array_to_c, export_field_to_c, import_array_from_c,
    import_field_from_c,
};

use super::expressions::{Expression, ExpressionResult};
use super::pickled::{Options, options_of};

/// A series in C: its field and the addresses of its chunks.
#[repr(C)]
pub struct SeriesExport {
    field: *mut ArrowSchema,
    arrays: *mut *mut ArrowArray,
    len: usize,
    release: Option<unsafe extern "C" fn(*mut SeriesExport)>,
    private_data: *mut c_void,
}

impl Drop for SeriesExport {
    fn drop(&mut self) {
        if let Some(release) = self.release {
            // SAFETY: whoever has made the struct gives this function for it, and it is called once.
            unsafe { release(self) }
        }
    }
}

/// What an exported series keeps. The arrays themselves belong to whoever takes them.
struct Kept {
    field: *mut ArrowSchema,
    arrays: Vec<*mut ArrowArray>,
}

unsafe extern "C" fn release(series: *mut SeriesExport) {
    // SAFETY: it is given with structs of `export` alone, whose private data is a box of `Kept`. The chunks have been moved out
    // of their boxes, so that these are freed without the arrays.
    unsafe {
        let kept = Box::from_raw((*series).private_data.cast::<Kept>());
        drop(Box::from_raw(kept.field));
        for array in kept.arrays {
            drop(Box::from_raw(
                array.cast::<std::mem::ManuallyDrop<ArrowArray>>(),
            ));
        }
        (*series).release = None;
    }
}

fn export(series: &Series) -> SeriesExport {
    let level = CompatLevel::newest();
    let field = series.dtype().to_arrow_field(series.name().clone(), level);
    let chunks = 0..series.n_chunks();
    let arrays = chunks.map(|chunk| {
        let array = export_array_to_c(series.to_arrow(chunk, level));
        Box::into_raw(Box::new(array))
    });
    let mut kept = Box::new(Kept {
        field: Box::into_raw(Box::new(export_field_to_c(&field))),
        arrays: arrays.collect(),
    });
    SeriesExport {
        field: kept.field,
        arrays: kept.arrays.as_mut_ptr(),
        len: kept.arrays.len(),
        release: Some(release),
        private_data: Box::into_raw(kept).cast(),
    }
}

/// # Safety
/// `series` is a series that nobody else reads.
unsafe fn import(series: SeriesExport) -> ExpressionResult<Series> {
    // SAFETY: the field is that of the series; each chunk is moved out of its place once, and `series` frees the places alone.
    let (field, arrays) = unsafe {
        let field = import_field_from_c(&*series.field)?;
        let arrays: Vec<Box<dyn Array>> = (0..series.len)
            .map(|chunk| {
                let array = (*series.arrays.add(chunk)).read();
                import_array_from_c(array, field.dtype.clone())
            })
            .collect::<Result<_, _>>()?;
        (field, arrays)
    };
    Ok(match arrays.is_empty() {
        true => Series::new_empty(field.name.clone(), &DataType::from_arrow_field(&field)),
        false => Series::try_from((&field, arrays))?,
    }
    .rechunk())
}

thread_local! {
    static LAST_ERROR: RefCell<CString> = RefCell::default();
}

/// Keeps the words of what went wrong until polars asks for them.
fn keep_error<T>(work: impl FnOnce() -> ExpressionResult<T>) -> Option<T> {
    let done = catch_unwind(AssertUnwindSafe(work));
    let words = match done {
        Ok(Ok(done)) => return Some(done),
        Ok(Err(error)) => error.to_string(),
        Err(_) => "this is a mistake in dxdt".to_owned(),
    };
    let words = CString::new(words.replace('\0', " ")).unwrap_or_default();
    LAST_ERROR.with_borrow_mut(|last| *last = words);
    None
}

/// # Safety
/// `bytes` are `length` bytes that live as long as the call.
unsafe fn options<'a>(bytes: *const u8, length: usize) -> ExpressionResult<Options<'a>> {
    if bytes.is_null() || length == 0 {
        return Ok(Options::default());
    }
    // SAFETY: polars says that these are the bytes.
    options_of(unsafe { std::slice::from_raw_parts(bytes, length) })
}

/// # Safety
/// As the interface says.
unsafe fn evaluate(
    expression: Expression,
    (inputs, count): (*mut SeriesExport, usize),
    (bytes, length): (*const u8, usize),
    result: *mut SeriesExport,
) {
    let made = keep_error(|| {
        // SAFETY: the series are given to this call, each once, whatever becomes of the others.
        let inputs: Vec<_> = (0..count)
            .map(|at| unsafe { import(inputs.add(at).read()) })
            .collect();
        let inputs: Vec<Series> = inputs.into_iter().collect::<Result<_, _>>()?;
        // SAFETY: the bytes are those of the options.
        let options = unsafe { options(bytes, length) }?;
        Ok(export(&expression.evaluate(&inputs, &options)?))
    });
    if let Some(made) = made {
        // SAFETY: polars gives a place for the result, in which nothing is yet.
        unsafe { result.write(made) };
    }
}

/// # Safety
/// As the interface says.
unsafe fn field(
    expression: Expression,
    (inputs, count): (*const ArrowSchema, usize),
    result: *mut ArrowSchema,
    (bytes, length): (*const u8, usize),
) {
    let made = keep_error(|| {
        // SAFETY: the fields stay polars' own.
        let fields: Vec<Field> = (0..count)
            .map(|at| unsafe { import_field_from_c(&*inputs.add(at)) }.map(|field| (&field).into()))
            .collect::<Result<_, _>>()?;
        // SAFETY: the bytes are those of the options.
        let options = unsafe { options(bytes, length) }?;
        let field = expression.field(&fields, &options)?;
        Ok(export_field_to_c(&field.to_arrow(CompatLevel::newest())))
    });
    if let Some(made) = made {
        // SAFETY: polars gives a place for the result, in which nothing is yet.
        unsafe { result.write(made) };
    }
}

/// The version of the interface: 0.1.
#[unsafe(no_mangle)]
pub extern "C" fn _polars_plugin_get_version() -> u32 {
    1
}

/// What went wrong last on this thread.
#[unsafe(no_mangle)]
pub extern "C" fn _polars_plugin_get_last_error_message() -> *const c_char {
    LAST_ERROR.with_borrow(|last| last.as_ptr())
}

/// The functions by which polars knows an expression.
macro_rules! expression {
    ($expression:expr, $evaluate:ident, $field:ident) => {
        /// The values of an expression.
        ///
        /// # Safety
        /// As the interface of polars' plugins says.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $evaluate(
            inputs: *mut SeriesExport,
            count: usize,
            options: *const u8,
            length: usize,
            result: *mut SeriesExport,
            _context: *const c_void,
        ) {
            // SAFETY: polars calls it as its interface says.
            unsafe { evaluate($expression, (inputs, count), (options, length), result) }
        }

        /// The name and the type of an expression.
        ///
        /// # Safety
        /// As the interface of polars' plugins says.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $field(
            inputs: *const ArrowSchema,
            count: usize,
            result: *mut ArrowSchema,
            options: *const u8,
            length: usize,
        ) {
            // SAFETY: polars calls it as its interface says.
            unsafe { field($expression, (inputs, count), result, (options, length)) }
        }
    };
}

expression!(
    Expression::Gradient,
    _polars_plugin_gradient,
    _polars_plugin_field_gradient
);
expression!(
    Expression::Difference,
    _polars_plugin_diff,
    _polars_plugin_field_diff
);
expression!(
    Expression::Derivative,
    _polars_plugin_derivative,
    _polars_plugin_field_derivative
);
expression!(
    Expression::Smooth,
    _polars_plugin_smooth,
    _polars_plugin_field_smooth
);
