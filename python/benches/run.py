"""Times of the Python package beside its peers, in one run: python/benches/run.py [arrays] [tables] [smooth] [import]

It needs numpy and polars, for `smooth` also scipy and pynumdiff, for `tables` pandas. Absolute times drift: quote ratios.
Give one core to the arrays to compare with NumPy, which has one: `taskset -c 0 python python/benches/run.py arrays`.
"""

import subprocess
import sys
import time

import numpy as np
import polars as pl

import dxdt


def best(run, times=5):
    """The shortest time of some runs, in seconds."""
    shortest = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        result = run()
        shortest = min(shortest, time.perf_counter() - start)
        del result
    return shortest


def beside(what, ours, peers):
    """One line: our time, and for each peer its time and how many times ours it is."""
    time_of_ours = best(ours)
    told = [f"{name} {seconds * 1e3:.3g} ms ({seconds / time_of_ours:.3g} times)" for name, seconds in
            ((name, best(peer)) for name, peer in peers.items())]
    print(f"{what}: dxdt {time_of_ours * 1e3:.3g} ms; {', '.join(told)}", flush=True)


def arrays():
    rng = np.random.default_rng(0)
    t = np.cumsum(rng.uniform(0.5, 1.5, 20_000_000))
    x = np.sin(t)
    beside("uneven gradient, 20,000,000 points", lambda: dxdt.gradient(x, t), {"numpy": lambda: np.gradient(x, t)})
    beside("even gradient, 20,000,000 points", lambda: dxdt.gradient(x, 0.1), {"numpy": lambda: np.gradient(x, 0.1)})
    beside("diff, 20,000,000 points", lambda: dxdt.diff(x), {"numpy": lambda: np.diff(x)})
    few_t, few = t[:1000].copy(), x[:1000].copy()

    def often(function, *arguments):
        return lambda: [function(few, *arguments) for _ in range(1000)]

    for name, arguments in [("uneven", (few_t,)), ("even", (0.1,)), ("steps of 1", ())]:
        beside(f"1,000 times 1,000 points, {name}", often(dxdt.gradient, *arguments), {"numpy": often(np.gradient, *arguments)})


def frame(rows, objects):
    """A table as `make_log.py` of the benches has it: uneven steps of about 10 ms, instants of nanoseconds."""
    rng = np.random.default_rng(7)
    t = np.cumsum(rng.gamma(4.0, 0.0025, (objects, rows // objects)), axis=1)
    phase = rng.uniform(0, 6.28, (objects, 1))
    columns = {"x": 10 * np.sin(0.7 * t + phase), "y": 8 * np.cos(0.5 * t + phase), "z": 0.3 * t}
    return pl.DataFrame({
        "id": np.repeat(np.arange(objects), rows // objects),
        "time": pl.Series((t * 1e9).astype("i8").ravel() + 1_780_000_000_000_000_000).cast(pl.Datetime("ns")),
        **{name: values.ravel().round(6) for name, values in columns.items()},
    })


def by_hand(column):
    """The gradient by expressions of polars."""
    after = pl.col("s").diff()
    before, here = after.shift(-1), pl.col(column)
    last, following = here.shift(1), here.shift(-1)
    middle = (-before / (after * (after + before)) * last + (before - after) / (after * before) * here
              + after / (before * (after + before)) * following)
    ends = pl.when(after.is_null()).then((following - here) / before)
    return ends.when(before.is_null()).then((here - last) / after).otherwise(middle)


def in_seconds(table):
    start = pl.col("time").first().over("id")
    return table.lazy().with_columns(s=(pl.col("time") - start).dt.total_nanoseconds() * 1e-9)


def motion_of_polars(table):
    """Velocity, acceleration and speed of each object, without any check."""
    velocity = in_seconds(table).with_columns(by_hand(axis).over("id").alias(f"v{axis}") for axis in "xyz")
    motion = velocity.with_columns(by_hand(f"v{axis}").over("id").alias(f"a{axis}") for axis in "xyz")
    return motion.with_columns(speed=sum(pl.col(f"v{axis}") ** 2 for axis in "xyz").sqrt()).collect()


def motion_of_pandas(table):
    def of_object(rows):
        t = (rows["time"] - rows["time"].iloc[0]).dt.total_seconds().to_numpy()
        columns = {}
        for axis in "xyz":
            columns[f"v{axis}"] = np.gradient(rows[axis].to_numpy(), t)
            columns[f"a{axis}"] = np.gradient(columns[f"v{axis}"], t)
        return rows.assign(**columns, speed=sum(columns[f"v{axis}"] ** 2 for axis in "xyz") ** 0.5)

    return table.groupby("id", group_keys=False)[list(table.columns)].apply(of_object)


def tables():
    table = frame(4_000_000, 1000)
    in_pandas = table.to_pandas()
    beside("analyze, 4,000,000 rows of 1,000 objects", lambda: dxdt.analyze(table).to_polars(), {
        "polars by hand": lambda: motion_of_polars(table),
        "pandas by hand": lambda: motion_of_pandas(in_pandas),
    })
    gradient = pl.col("x").dxdt.gradient("time").over("id")
    beside("one gradient over the objects", lambda: table.lazy().with_columns(v=gradient).collect(), {
        "polars by hand": lambda: in_seconds(table).with_columns(v=by_hand("x").over("id")).collect(),
    })


def smooth():
    from scipy.interpolate import make_smoothing_spline

    rng = np.random.default_rng(0)
    for points in (1000, 10_000):
        t = np.arange(points) / 100
        truth = np.cos(t)
        x = np.sin(t) + rng.normal(0, 0.05, points)
        peers = {"scipy's make_smoothing_spline": lambda: make_smoothing_spline(t, x).derivative()(t)}
        try:
            from pynumdiff.kalman_smooth import rtsdiff

            peers["pynumdiff's rtsdiff"] = lambda: rtsdiff(x, t, 2, 3.0, True)[1]
        except ImportError:
            print("left out: pynumdiff is not installed")
        beside(f"smooth, {points:,} points", lambda: dxdt.smooth(x, t).velocity, peers)
        error = lambda velocity: np.sqrt(np.mean((velocity - truth) ** 2))
        errors = {"dxdt": dxdt.smooth(x, t).velocity, **{name: peer() for name, peer in peers.items()}}
        print("  RMS error of the velocity:", ", ".join(f"{name} {error(v):.3g}" for name, v in errors.items()))


def imports():
    code = "import time, numpy, polars, polars.plugins; start = time.perf_counter(); import dxdt; print(time.perf_counter() - start)"
    times = [float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout) for _ in range(5)]
    print(f"import dxdt, without numpy and polars: {min(times) * 1e3:.0f} ms")


if __name__ == "__main__":
    parts = {"arrays": arrays, "tables": tables, "smooth": smooth, "import": imports}
    for name in sys.argv[1:] or parts:
        parts[name]()
