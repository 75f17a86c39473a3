"""What goes wrong is a clear error: never an abort, never a hang."""

import pickle
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import polars as pl
import pyarrow as pa
import pytest
from conftest import ROOT, program, run_python

import dxdt


def table(rows=100):
    return pl.DataFrame({"t": np.arange(rows) / 10, "x": np.arange(rows) ** 2.0})


@pytest.mark.parametrize(("source", "error", "words"), [
    (pl.DataFrame({"x": [1.0, 2.0], "y": [1.0, 2.0]}), dxdt.Error, "no column is recognized as the time"),
    (pl.DataFrame({"t": [1.0], "x": [1.0]}), dxdt.Error, "only one row"),
    (pl.DataFrame({"t": [], "x": []}, schema={"t": pl.Float64, "x": pl.Float64}), dxdt.Error, "no rows"),
    (pl.DataFrame(), dxdt.Error, "no rows"),
    (pl.DataFrame({"a": [[1]]}), dxdt.Error, "no rows of plain values"),
    (pa.table([pa.array([1.0, 2.0])] * 2, names=["t", "t"]), dxdt.Error, "two columns of the table are called 't'"),
    ({"t": [0.0, 1.0], "x": [0.0]}, dxdt.Error, "give columns of one length"),
    ({"t": [0.0, 1.0], "x": np.ones((2, 2))}, ValueError, "dimensions"),
    ({"t": [0.0, 1.0], "x": [1j, 2j]}, TypeError, "complex"),
    ({"t": [0.0, 1.0], "x": np.ma.array([1.0, 2.0])}, TypeError, "masked"),
    ({}, dxdt.Error, "no rows"),
    (b"", dxdt.Error, "empty"),
    (b"\x00\x01\x02", dxdt.Error, "NUL byte"),
    (42, TypeError, "a int is no log"),
    (None, TypeError, "NoneType is no log"),
    ([], TypeError, "list is no log"),
    ("/no/such/file.csv", dxdt.Error, "no such file"),
    ("/no/such/*.csv", dxdt.Error, "/no/such"),
])
@pytest.mark.parametrize("function", [dxdt.analyze, dxdt.read, dxdt.inspect, dxdt.compare])
def test_what_is_no_log(function, source, error, words):
    if function in (dxdt.read, dxdt.inspect) and words == "only one row":
        function(source)
        return
    with pytest.raises(error, match=words):
        function(source)


def test_an_error_says_where_and_what_to_do():
    with pytest.raises(dxdt.Error) as told:
        dxdt.analyze(b"t,x\n0,1\n1,abc\n2,3\n3,9\n")
    error = told.value
    assert isinstance(error, ValueError)
    assert (error.kind, error.file, error.line, error.column) == ("log", "bytes", 3, "x")
    assert error.advice and error.advice in str(error)
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.kind, again.line, again.advice) == (str(error), "log", 3, error.advice)
    with pytest.raises(dxdt.Error) as told:
        dxdt.analyze("/no/such/file.csv")
    assert (told.value.kind, told.value.file, told.value.line) == ("io", "/no/such/file.csv", None)


@pytest.mark.parametrize("options", [
    {"time_unit": "parsec"}, {"tempo": 1}, {"keep_units": "yes"}, {"method": "magic"}, {"memory": "much"},
    {"time": "nothing"}, {"max_gap": "long"}, {"header_line": -1}, {"frame": "round", "crs": "EPSG:3857"}, {"fuse": "measured"},
    {"help": True}, {"version": True}, {"o": "x"}, {"output": "x"}, {"position": object()},
])
def test_wrong_options(options):
    with pytest.raises(dxdt.Error) as told:
        dxdt.analyze(table(), **options)
    assert told.value.kind == "option"
    name = next(iter(options))
    assert name in str(told.value).replace("-", "_"), str(told.value)


def test_a_panic_is_an_error():
    with pytest.raises(dxdt.Error, match="this is a mistake in dxdt: on purpose") as told:
        dxdt._dxdt.panic_on_purpose()
    assert told.value.kind == "internal"
    assert dxdt.gradient([1.0, 2.0]).tolist() == [1.0, 1.0]
    assert dxdt.analyze(table()).to_polars().height == 100


class Broken:
    """A table whose stream is what the test wants."""

    def __init__(self, stream):
        self.stream = stream

    def __arrow_c_stream__(self, requested_schema=None):
        return self.stream(requested_schema)


def test_streams_that_break():
    schema = pa.schema({"t": pa.float64(), "x": pa.float64()})

    def batches():
        yield pa.record_batch({"t": [0.0, 1.0], "x": [0.0, 1.0]})
        raise RuntimeError("the cable is loose")

    reader = pa.RecordBatchReader.from_batches(schema, batches())
    with pytest.raises(dxdt.Error, match="the cable is loose"):
        dxdt.analyze(reader)

    def raising(requested_schema):
        raise RuntimeError("not today")

    with pytest.raises(RuntimeError, match="not today"):
        dxdt.analyze(Broken(raising))
    for wrong in (lambda _: 42, lambda _: None, lambda _: table().get_column("t").__arrow_c_stream__):
        with pytest.raises((TypeError, ValueError)):
            dxdt.analyze(Broken(wrong))
    used = table().__arrow_c_stream__()
    pa.RecordBatchReader._import_from_c_capsule(used)
    with pytest.raises(dxdt.Error, match="released"):
        dxdt.analyze(Broken(lambda _: used))
    other = pa.field("x", pa.int64()).__arrow_c_schema__()
    with pytest.raises((TypeError, ValueError)):
        dxdt.analyze(Broken(lambda _: other))


def test_a_consumer_that_stops_half_way():
    motion = dxdt.analyze(table())
    reader = pa.RecordBatchReader.from_stream(motion)
    reader.close()
    del reader
    motion.__arrow_c_stream__()
    assert motion.to_polars().height == 100


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc")
def test_nothing_leaks():
    frame, motion = table(1000), dxdt.analyze(table(1000))
    x = np.arange(1000.0)
    expression = pl.col("x").dxdt.gradient("t")
    broken = Broken(lambda _: 42)

    def once():
        motion.__arrow_c_stream__()
        pa.RecordBatchReader.from_stream(motion).close()
        dxdt._dxdt.Source.of_stream("table", frame)
        dxdt.gradient(x, x + 1.0)
        frame.select(expression)
        with pytest.raises((TypeError, ValueError)):
            dxdt.analyze(broken)

    for _ in range(500):
        once()
    before = resident()
    for _ in range(10_000):
        once()
    # 10,000 tables of 1,000 rows would be 160 MB.
    assert resident() - before < 20e6


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent to a process")
@pytest.mark.parametrize("where", ["smoothing", "reading"])
def test_ctrl_c_stops(where, tmp_path):
    code = {
        "smoothing": "dxdt.analyze({'t': t, 'x': np.sin(t) + rng.normal(0, .1, n), 'id': np.arange(n) // 20_000}, method='auto')",
        "reading": "[dxdt.analyze({'t': t, 'x': np.sin(t)}) for _ in range(1000)]",
    }[where]
    child = subprocess.Popen(
        [sys.executable, "-c", f"""
import numpy as np, dxdt
n = 2_000_000; t = np.arange(n) / 100; rng = np.random.default_rng(0)
print("begun", flush=True)
try:
    {code}
except KeyboardInterrupt:
    print("stopped", flush=True)
"""],
        stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )
    with child:
        assert child.stdout.readline() == "begun\n"
        time.sleep(3)
        sent = time.monotonic()
        child.send_signal(signal.SIGINT)
        assert child.stdout.readline() == "stopped\n"
        assert time.monotonic() - sent < 5
        assert child.wait(60) == 0


def test_threads():
    motions, expected = [], dxdt.analyze(table()).to_polars()
    threads = [threading.Thread(target=lambda: motions.append(dxdt.analyze(table()))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(motions) == 8
    assert all(motion.to_polars().equals(expected) for motion in motions)


WORK = """
import multiprocessing, sys
import numpy as np
import dxdt

def arrays(n):
    t = np.arange(200_000) / 10
    return float(dxdt.gradient(np.sin(t), t).sum())

def tables(n):
    try:
        return dxdt.analyze({"t": np.arange(50) / 10, "x": np.arange(50) ** 2.0}).to_arrow().num_rows
    except dxdt.Error as error:
        return str(error)

if __name__ == "__main__":
    arrays(0)
    if sys.argv[2] == "used":
        tables(0)
    context = multiprocessing.get_context(sys.argv[1])
    with context.Pool(2) as pool:
        print(pool.map_async(arrays, range(4)).get(60) == [arrays(0)] * 4)
        print(pool.map_async(tables, range(2)).get(60))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
@pytest.mark.parametrize(("method", "used", "expected"), [
    ("spawn", "used", "[50, 50]"),
    ("forkserver", "used", "[50, 50]"),
    ("fork", "unused", "[50, 50]"),
    ("fork", "used", "this process was forked"),
])
def test_processes(method, used, expected, tmp_path):
    script = tmp_path / "work.py"
    script.write_text(WORK)
    done = subprocess.run([sys.executable, script, method, used], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    arrays, tables = done.stdout.splitlines()
    assert arrays == "True"
    assert expected in tables


def test_progress_is_told(capsys):
    dxdt.analyze(table(), progress=True)
    n = 40_000
    t = np.arange(n) / 100
    x = np.sin(t) + np.random.default_rng(0).normal(0, 0.1, n)
    dxdt.analyze({"t": t, "x": x, "id": np.arange(n) // 2000}, method="auto", progress=True)
    told = capsys.readouterr().err
    assert told == "" or told.endswith("\r\x1b[K")


def test_reports_of_others_are_not_replaced(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("mine")
    motion = dxdt.analyze(table())
    with pytest.raises(dxdt.Error):
        motion.report(page)
    assert page.read_text() == "mine"
    motion.report(page, force=True)
    assert page.read_text().startswith("<!doctype html>")
    for wrong in ["velocity.png", "speed"]:
        with pytest.raises(dxdt.Error, match="there is no chart"):
            motion.chart(wrong)
    with pytest.raises(ValueError, match="png or svg"):
        motion.chart(format="pdf")
    with pytest.raises(dxdt.Error, match="size cannot be"):
        motion.chart(size="huge")
    with pytest.raises(dxdt.Error, match="theme cannot be"):
        motion.chart(theme="pink")


def test_the_command(tmp_path):
    assert "Usage: dxdt" in program("--help").stdout
    wrong = program("analyze", check=False)
    assert wrong.returncode == 2 and "required" in wrong.stderr
    missing = program("analyze", "/no/such/file.csv", check=False)
    assert missing.returncode == 1 and missing.stderr.startswith("error: /no/such/file.csv: there is no such file")
    module = subprocess.run([sys.executable, "-m", "dxdt", "--version"], capture_output=True, text=True)
    assert module.stdout == program("--version").stdout
    threads = program("--threads", "1", "inspect", "data/pendulum.csv")
    assert threads.stdout == program("inspect", "data/pendulum.csv").stdout


def test_import_is_fast():
    code = """
import time, numpy, polars, polars.plugins
start = time.perf_counter()
import dxdt
print(time.perf_counter() - start)
"""
    times = [float(run_python(code).stdout) for _ in range(5)]
    assert min(times) < 0.06, times


def test_without_polars():
    code = """
import sys
sys.modules["polars"] = None
import dxdt, numpy as np
print(dxdt.gradient([1.0, 2.0]).tolist(), len(dxdt.analyze("data/pendulum.csv")))
"""
    assert run_python(code).stdout == "[1.0, 1.0] 1001\n"
