"""Gradients and differences of arrays beside NumPy's, and what NumPy does not have."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import dxdt

AXIS_ERROR = getattr(np, "exceptions", np).AxisError
RANDOM = np.random.default_rng(7)


def same(ours, numpys):
    """The same shapes and types, and numbers that agree to rounding."""
    if isinstance(numpys, (tuple, list)):
        assert len(ours) == len(numpys)
        for one, other in zip(ours, numpys):
            same(one, other)
        return
    assert type(ours) is np.ndarray
    assert (ours.dtype, ours.shape) == (numpys.dtype, numpys.shape)
    if ours.dtype.kind in "mM":
        assert_array_equal(ours, numpys)
    else:
        rounding = 1e-3 if ours.dtype.itemsize < 4 else 1e-4 if ours.dtype == np.float32 else 1e-12
        assert_allclose(ours, numpys, rtol=rounding, atol=rounding)


@pytest.mark.parametrize("dtype", ["f8", "f4", "i8", "i4", "i2", "i1", "u8", "u4", "u2", "u1", "f2", "c16", ">f8", ">i4"])
@pytest.mark.parametrize("shape", [(9,), (4, 6), (3, 4, 5), (2, 3, 4, 3)])
@pytest.mark.parametrize("edge_order", [1, 2])
def test_gradient_of_any_type_and_shape(dtype, shape, edge_order):
    if edge_order == 2 and min(shape) < 3:
        shape = tuple(max(3, length) for length in shape)
    f = (100 * RANDOM.random(shape)).astype(dtype)
    same(dxdt.gradient(f, edge_order=edge_order), np.gradient(f, edge_order=edge_order))
    same(dxdt.gradient(f, 0.5, edge_order=edge_order), np.gradient(f, 0.5, edge_order=edge_order))
    along = [np.sort(RANDOM.random(length)) + np.arange(length) for length in shape]
    same(dxdt.gradient(f, *along, edge_order=edge_order), np.gradient(f, *along, edge_order=edge_order))
    mixed = [2.0, *along[1:]]
    same(dxdt.gradient(f, *mixed), np.gradient(f, *mixed))
    last = along[-1]
    same(dxdt.gradient(f, last, axis=-1), np.gradient(f, last, axis=-1))
    axes = tuple(range(len(shape)))[::-1]
    same(dxdt.gradient(f, *along[::-1], axis=axes), np.gradient(f, *along[::-1], axis=axes))


@pytest.mark.parametrize("f", [
    RANDOM.random((6, 8))[::2, ::-1],
    RANDOM.random((6, 8)).T,
    np.asfortranarray(RANDOM.random((6, 8))),
    np.broadcast_to(RANDOM.random(8), (6, 8)),
    [[1, 2, 4], [0, 1, 9]],
    np.frombuffer(b"\0" + RANDOM.random(24).tobytes(), "u1")[1:].view("f8").reshape(4, 6),
], ids=["steps", "transposed", "fortran", "broadcast", "lists", "unaligned"])
def test_any_layout(f):
    numpys = np.gradient(np.asarray(f))
    same(dxdt.gradient(f), numpys)


def test_large_arrays_on_several_threads():
    t = np.cumsum(RANDOM.random(300_000) + 0.5)
    x = np.sin(t)
    same(dxdt.gradient(x, t), np.gradient(x, t))
    assert_array_equal(dxdt.gradient(x, t)[1000:2000], dxdt.gradient(x[999:2001], t[999:2001])[1:-1])
    grid = x.reshape(500, 600)
    same(dxdt.gradient(grid), np.gradient(grid))


def test_contiguous_floats_are_not_copied():
    tracemalloc = pytest.importorskip("tracemalloc")
    f = RANDOM.random(2_000_000)
    tracemalloc.start()
    dxdt.gradient(f, f.cumsum())
    out = dxdt.gradient(f)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    # The result and the coordinates that were summed up, and nothing of their size beside them.
    assert peak < 2.1 * out.nbytes


@pytest.mark.parametrize("dtype", ["?", "f8", "f4", "i8", "i1", "u1", "u8", "f2", "c8", "M8[D]", "m8[ns]", ">i2"])
@pytest.mark.parametrize("n", [0, 1, 2, 5, 20])
@pytest.mark.parametrize("axis", [0, 1, -1])
def test_diff_of_any_type(dtype, n, axis):
    a = (200 * RANDOM.random((7, 9))).astype("i8").astype(dtype)
    same(dxdt.diff(a, n, axis), np.diff(a, n, axis))


def test_what_is_put_before_and_after():
    a = np.arange(12).reshape(3, 4)
    for axis in (0, 1):
        same(dxdt.diff(a, axis=axis, prepend=0, append=7), np.diff(a, axis=axis, prepend=0, append=7))
    same(dxdt.diff(a, prepend=np.ones((3, 2))), np.diff(a, prepend=np.ones((3, 2))))
    with pytest.raises(ValueError):
        dxdt.diff(a, prepend=np.zeros((5, 5)))


def test_not_a_time_stays_one():
    a = np.array(["2024-01-01", "NaT", "2024-01-04", "2024-01-05"], "M8[D]")
    same(dxdt.diff(a), np.diff(a))
    assert np.isnat(dxdt.gradient(a)).tolist() == [True, False, True, False]


def test_times_as_values_are_as_numpys():
    rise = np.sort(RANDOM.integers(0, 10**15, 50)).astype("M8[ns]")
    ours, numpys = dxdt.gradient(rise), np.gradient(rise)
    assert ours.dtype == numpys.dtype
    # NumPy cuts off after sums that have been cut off, so that it may be one unit away.
    assert abs((ours - numpys).astype("i8")).max() <= 1
    late = rise + (np.datetime64("2024-05-01", "ns") - np.datetime64(0, "ns"))
    assert_array_equal(dxdt.gradient(late), ours)


def test_instants_and_durations_as_coordinates_are_seconds():
    start = np.datetime64("2024-05-01T12:00:00", "ns")
    steps = np.cumsum(RANDOM.integers(1, 10**8, 100))
    x = np.sin(steps / 1e9)
    expected = np.gradient(x, steps / 1e9)
    assert_allclose(dxdt.gradient(x, start + steps.astype("m8[ns]")), expected, rtol=1e-9)
    assert_allclose(dxdt.gradient(x, steps.astype("m8[ns]")), expected, rtol=1e-9)
    assert_allclose(dxdt.gradient(x, np.timedelta64(250, "ms")), np.gradient(x, 0.25))
    days = np.array(["2024-01", "2024-02", "2024-03"], "M8[M]")
    assert_allclose(dxdt.gradient([0.0, 31.0, 60.0], days), np.full(3, 1 / 86400))
    grid = np.outer(x, np.arange(4.0))
    assert_allclose(dxdt.gradient(grid, start + steps.astype("m8[ns]"), axis=0), np.gradient(grid, steps / 1e9, axis=0), rtol=1e-9)
    # Values that are times over coordinates that are: a plain number.
    assert_allclose(dxdt.gradient(2 * steps.astype("m8[ns]"), steps.astype("m8[ns]")), np.full(100, 2.0))


class TestBadUse:
    @pytest.mark.parametrize(("arguments", "error"), [
        (([1.0, 2.0, 3.0], [0.0, 1.0]), ValueError),
        (([1.0, 2.0, 3.0], [[0.0, 1.0, 2.0]]), ValueError),
        (([1.0, 2.0, 3.0], 1.0, 1.0), TypeError),
        (([1.0],), ValueError),
        (([],), ValueError),
        (([1.0, 2.0, 3.0], [0.0, 0.0, 1.0]), dxdt.Error),
        (([1.0, 2.0, 3.0], [0.0, 2.0, 1.0]), dxdt.Error),
        (([1.0, 2.0, 3.0], [0.0, np.nan, 1.0]), dxdt.Error),
        (([1.0, 2.0, 3.0], [0.0, np.inf, 1.0]), dxdt.Error),
        (([1.0, 2.0, 3.0], 0.0), dxdt.Error),
        (([1.0, 2.0, 3.0], "metre"), TypeError),
        ((["a", "b", "c"],), TypeError),
        (([True, False, True],), TypeError),
        ((np.array([1, 2, None], object),), TypeError),
        ((np.ma.array([1.0, 2.0, 3.0], mask=[0, 1, 0]),), TypeError),
        (([1.0, 2.0, 3.0], np.ma.array([1.0, 2.0, 3.0])), TypeError),
        (([1.0, 2.0, 3.0], np.datetime64("2024-01-01")), TypeError),
        (([1.0, 2.0, 3.0], np.array(["NaT", "2024-01-01", "2024-01-02"], "M8[D]")), dxdt.Error),
    ])
    def test_gradient(self, arguments, error):
        with pytest.raises(error) as told:
            dxdt.gradient(*arguments)
        assert str(told.value)

    def test_options(self):
        for wrong in (0, 3, -1):
            with pytest.raises(ValueError):
                dxdt.gradient([1.0, 2.0, 3.0, 4.0], edge_order=wrong)
        with pytest.raises(TypeError):
            dxdt.gradient([1.0, 2.0, 3.0, 4.0], edge_order="2")
        with pytest.raises(AXIS_ERROR):
            dxdt.gradient([[1.0, 2.0]], axis=2)
        with pytest.raises(ValueError):
            dxdt.gradient([[1.0, 2.0], [3.0, 4.0]], axis=(0, 0))
        with pytest.raises(TypeError):
            dxdt.gradient([1.0, 2.0], spacing=3)
        assert dxdt.gradient(np.array(3.0)) == ()

    def test_diff(self):
        for arguments, error in [
            ((3.0,), ValueError),
            (([1, 2], -1), ValueError),
            (([1, 2], 1.5), TypeError),
            (([1, 2], 1, 4), AXIS_ERROR),
            ((["a", "b"],), TypeError),
            ((np.array([1, None], object),), TypeError),
            ((np.ma.array([1, 2]),), TypeError),
        ]:
            with pytest.raises(error):
                dxdt.diff(*arguments)

    def test_masked_arrays_are_refused_by_name(self):
        with pytest.raises(TypeError, match=r"f is a masked array: fill it, for example with \.filled\(np\.nan\)"):
            dxdt.gradient(np.ma.array([1.0, 2.0]))


def test_derivative():
    t = np.sort(RANDOM.random(40)) + np.arange(40)
    for order, expected in [(1, 3 * t**2), (2, 6 * t), (3, 6 + 0 * t)]:
        for accuracy in (2, 4, 6, 8):
            if accuracy + order > 3:
                assert_allclose(dxdt.derivative(t**3, t, order, accuracy), expected, rtol=1e-3, atol=1e-3)
    squares = np.arange(8) ** 2
    assert_allclose(dxdt.derivative(squares, order=2), np.full(8, 2.0), atol=1e-9)
    assert_allclose(dxdt.derivative(squares, 0.5), np.arange(0, 32, 4), atol=1e-9)
    instants = np.datetime64("2024-05-01", "ms") + np.arange(8) * np.timedelta64(500, "ms")
    assert_allclose(dxdt.derivative(squares, instants), np.arange(0, 32, 4), atol=1e-9)
    for wrong in [dict(order=5), dict(order=0), dict(accuracy=3)]:
        with pytest.raises(dxdt.Error):
            dxdt.derivative(t, t, **wrong)
    with pytest.raises(dxdt.Error, match="dimensions"):
        dxdt.derivative(np.ones((3, 3)))
    with pytest.raises(dxdt.Error):
        dxdt.derivative([1.0])


def test_noise():
    t = np.arange(500) / 50
    x = np.sin(t) + RANDOM.normal(0, 0.01, 500)
    assert dxdt.noise(x, t) == pytest.approx(0.01, rel=0.3)
    instants = np.datetime64("2024-01-01", "us") + (t * 1e6).round().astype("m8[us]")
    assert dxdt.noise(x, instants) == pytest.approx(dxdt.noise(x, t), rel=1e-6)
    assert dxdt.noise([1.0, 2.0]) is None


def test_smooth():
    t = np.arange(300) / 50
    x = np.sin(t) + RANDOM.normal(0, 0.01, 300)
    for method in ["auto", "kalman", "local", "spline", "low-pass", "tv"]:
        curve = dxdt.smooth(x, t, method)
        assert np.abs(curve.velocity - np.cos(t))[20:-20].max() < 0.2, method
        assert curve.value.shape == curve.jerk_err.shape == t.shape
        assert curve.choice
    curve = dxdt.smooth(x, t)
    assert curve.noise == pytest.approx(0.01, rel=0.3)
    assert "smoothed by" in curve.choice and curve.choice in repr(curve)
    fused = dxdt.smooth(x, t, velocity=np.cos(t))
    assert np.abs(fused.velocity - np.cos(t)).mean() < np.abs(curve.velocity - np.cos(t)).mean()
    dxdt.smooth(x, t, sigma=np.full(300, 0.01))
    dxdt.smooth(x, 0.02, sigma=0.01)
    dxdt.smooth(x, np.datetime64("2024-01-01", "ms") + np.arange(300) * np.timedelta64(20, "ms"))
    for arguments, options in [((x, t, "fancy"), {}), ((x[:5], t[:5]), {}), ((x, t[::-1]), {}), ((x, t, "spline"), {"sigma": 1.0})]:
        with pytest.raises(dxdt.Error):
            dxdt.smooth(*arguments, **options)
    with pytest.raises(ValueError):
        dxdt.smooth(x, t[:-1])
    with pytest.raises(ValueError):
        dxdt.smooth(x, t, sigma=[1.0, 2.0])
