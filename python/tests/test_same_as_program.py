"""Every sample log through the program and through the functions: the same bytes."""

import json

import polars as pl
import pytest
from conftest import program

import dxdt


def values(frame):
    """All cells, floats with every digit."""
    return {name: [repr(cell) for cell in frame[name].to_list()] for name in frame.columns}


@pytest.mark.parametrize("options", [{}, {"method": "auto"}], ids=["gradient", "auto"])
def test_analyze(log, options, tmp_path):
    words = [f"--{name}={value}" for name, value in options.items()]
    program("analyze", log, *words, "-o", tmp_path, "--format", "ipc", "--svg")
    motion = dxdt.analyze(log, **options)

    written = pl.read_ipc(tmp_path / "motion.ipc")
    assert motion.to_polars().schema == written.schema
    assert values(motion.to_polars()) == values(written)
    compared = pl.read_ipc(tmp_path / "comparison.ipc")
    assert values(motion.comparison.to_polars()) == values(compared)
    assert motion.summary == json.loads((tmp_path / "summary.json").read_text())
    assert motion.findings == motion.summary["findings"]
    for name in ["position", "velocity", "acceleration", "comparison", "path"]:
        assert motion.chart(name) == (tmp_path / f"{name}.png").read_bytes(), name
        assert motion.chart(name, format="svg") == (tmp_path / f"{name}.svg").read_bytes(), name


def test_terminal(log, tmp_path):
    said = program("analyze", log, "-o", tmp_path, "--no-charts").stdout
    told = dxdt.analyze(log)._native.told(100)
    assert said.startswith(told)
    assert said[len(told) :].startswith("\nwrote to ")


def test_report(log, tmp_path):
    page = tmp_path / "page.html"
    program("report", log, "-o", page)
    written = page.read_bytes()
    dxdt.analyze(log).report(page)
    assert page.read_bytes() == written


def test_inspect(log):
    inspection = dxdt.inspect(log)
    assert inspection.to_dict() == json.loads(program("inspect", log, "--json").stdout)
    assert inspection._native.told(100) == program("inspect", log, "--verbose").stdout
    assert "verdict" in repr(inspection)


def test_compare(log, tmp_path):
    program("compare", log, "-o", tmp_path, "--svg")
    comparison = dxdt.compare(log)
    assert comparison.to_dict() == json.loads((tmp_path / "methods.json").read_text())
    assert comparison.to_markdown() == (tmp_path / "compare.md").read_text()
    assert comparison.to_csv() == (tmp_path / "methods.csv").read_bytes()
    assert comparison.chart() == (tmp_path / "methods.png").read_bytes()
    assert comparison.chart(format="svg") == (tmp_path / "methods.svg").read_bytes()


def test_simulate(tmp_path):
    file = tmp_path / "log.parquet"
    program("simulate", "pendulum", "length=2 m", "--noise", "1 cm", "--seed", "3", "-o", file)
    simulated = dxdt.simulate("pendulum", length="2 m", noise="1 cm", seed=3)
    assert values(simulated.to_polars()) == values(pl.read_parquet(file))


def test_a_table_is_read_as_an_arrow_file(log, tmp_path):
    """Whatever a log is handed over as, its rows and findings are those of the same table as a file."""
    read = dxdt.read(log).to_polars()
    read.write_ipc(tmp_path / "log.arrow")
    of_file = dxdt.analyze(tmp_path / "log.arrow")
    of_frame = dxdt.analyze(read)
    assert values(of_frame.to_polars()) == values(of_file.to_polars())
    name = str(tmp_path / "log.arrow")
    said = [one["sentence"].replace(name, "table") for one in of_file.findings]
    assert [one["sentence"] for one in of_frame.findings] == said


def test_the_version_is_that_of_the_program():
    assert program("--version").stdout.split() == ["dxdt", dxdt.__version__]
