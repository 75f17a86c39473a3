//! Which axes are meant.

use crate::CalculusError;
use ndarray::Axis;

/// The axis of this number, negative ones counted from the last.
pub(super) fn resolve(axis: isize, dimensions: usize) -> Result<Axis, CalculusError> {
    let from_first = if axis < 0 {
        dimensions.checked_sub(axis.unsigned_abs())
    } else {
        Some(axis.unsigned_abs()).filter(|&axis| axis < dimensions)
    };
    from_first
        .map(Axis)
        .ok_or(CalculusError::UnknownAxis { axis, dimensions })
}

/// All of these axes, or all that there are.
pub(super) fn resolve_all(
    axes: Option<&[isize]>,
    dimensions: usize,
) -> Result<Vec<Axis>, CalculusError> {
    let Some(axes) = axes else {
        return Ok((0..dimensions).map(Axis).collect());
    };
    let mut resolved = Vec::with_capacity(axes.len());
    for &axis in axes {
        let axis = resolve(axis, dimensions)?;
        if resolved.contains(&axis) {
            return Err(CalculusError::RepeatedAxis { axis: axis.0 });
        }
        resolved.push(axis);
    }
    Ok(resolved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn negative_axes_count_from_the_last() {
        assert_eq!(resolve(-1, 3), Ok(Axis(2)));
        assert_eq!(resolve(-3, 3), Ok(Axis(0)));
        assert_eq!(resolve(2, 3), Ok(Axis(2)));
        for (axis, dimensions) in [(3, 3), (-4, 3), (0, 0), (-1, 0), (isize::MIN, 2)] {
            let unknown = CalculusError::UnknownAxis { axis, dimensions };
            assert_eq!(resolve(axis, dimensions), Err(unknown));
        }
    }

    #[test]
    fn no_axis_is_meant_twice() {
        assert_eq!(resolve_all(None, 2), Ok(vec![Axis(0), Axis(1)]));
        assert_eq!(resolve_all(Some(&[-1, 0]), 2), Ok(vec![Axis(1), Axis(0)]));
        assert_eq!(resolve_all(Some(&[]), 2), Ok(vec![]));
        assert_eq!(
            resolve_all(Some(&[1, -1]), 2),
            Err(CalculusError::RepeatedAxis { axis: 1 })
        );
    }
}
