"""The book page, the examples and the notebook say what the package gives."""

import doctest
import re
import subprocess
import sys

import pytest
from conftest import ROOT

PAGE = ROOT / "docs" / "python.md"


def test_the_page():
    """All blocks with prompts, one after the other."""
    blocks = re.findall(r"```pycon\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert len(blocks) > 5
    session = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, PAGE.name, str(PAGE), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
    said = []
    runner.run(session, out=said.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(said)


@pytest.mark.parametrize("module", ["_arrays"])
def test_examples_of_functions(module):
    results = doctest.testmod(__import__(f"dxdt.{module}", fromlist=["dxdt"]))
    assert results.attempted > 0 and results.failed == 0


@pytest.mark.parametrize("example", sorted((ROOT / "python" / "examples").glob("*.py")), ids=lambda path: path.name)
def test_examples(example, tmp_path):
    done = subprocess.run([sys.executable, example, tmp_path], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout and not done.stderr


def test_the_notebook():
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    written = nbformat.read(ROOT / "examples" / "python.ipynb", as_version=4)
    again = nbformat.from_dict(written.copy())
    nbclient.NotebookClient(again, timeout=120, resources={"metadata": {"path": ROOT / "examples"}}).execute()
    for before, after in zip(written.cells, again.cells, strict=True):
        assert texts(before) == texts(after)


def texts(cell):
    """What a cell has printed and shown as text. A picture is there or not: it depends on the fonts of matplotlib."""
    found = []
    for output in cell.get("outputs", []):
        if output.output_type == "stream" and output.name == "stdout":
            found.append(output.text)
        data = output.get("data", {})
        found += [sorted(data), data.get("text/plain") if "image/png" not in data else None]
    return found
