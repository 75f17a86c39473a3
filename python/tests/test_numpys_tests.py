"""NumPy's own tests of gradient and diff, as they are in the NumPy that is installed, run against dxdt's."""

import inspect

import numpy as np
import pytest
from numpy.lib.tests import test_function_base as numpys

import dxdt

# Tests that fail on purpose, with the reason.
EXCEPTIONS = {
    ("TestGradient", "test_masked"): "masked arrays are refused by name",
    ("TestDiff", "test_subclass"): "masked arrays are refused by name",
}


class Shim:
    """numpy with two functions of dxdt."""

    gradient = staticmethod(dxdt.gradient)
    diff = staticmethod(dxdt.diff)

    def __getattr__(self, name):
        return getattr(np, name)


def cases():
    for name in ("TestGradient", "TestDiff"):
        of_class = getattr(numpys, name)
        for test, function in inspect.getmembers(of_class, inspect.isfunction):
            if not test.startswith("test_"):
                continue
            marks = [mark for mark in getattr(function, "pytestmark", []) if mark.name == "parametrize"]
            if not marks:
                yield pytest.param(name, test, {}, id=f"{name}-{test}")
            for mark in marks:
                argument, values = mark.args
                for value in values:
                    yield pytest.param(name, test, {argument: value}, id=f"{name}-{test}-{value.__name__}")


@pytest.mark.parametrize(("name", "test", "arguments"), list(cases()))
def test_of_numpy(monkeypatch, name, test, arguments):
    # The tests call the functions by their names, or as functions of np.
    monkeypatch.setattr(numpys, "gradient", dxdt.gradient)
    monkeypatch.setattr(numpys, "diff", dxdt.diff)
    monkeypatch.setattr(numpys, "np", Shim())
    run = getattr(getattr(numpys, name)(), test)
    if reason := EXCEPTIONS.get((name, test)):
        with pytest.raises(TypeError, match="masked array"):
            run(**arguments)
        pytest.skip(reason)
    run(**arguments)


def test_there_are_tests():
    assert len(list(cases())) > 25
