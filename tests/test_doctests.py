"""The examples in docstrings do what they say."""

from __future__ import annotations

import doctest
import importlib

import pytest
from test_architecture import MODULES

EXAMPLES = [name for name, path in MODULES.items() if ">>> " in path.read_text(encoding="utf-8")]


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_do_what_they_say(name: str) -> None:
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    result = doctest.testmod(importlib.import_module(name), optionflags=flags)
    assert result.attempted
    assert not result.failed


@pytest.mark.parametrize("name", ["geo.schema", "geo.frames", "geo.presence"])
def test_the_frames_have_examples(name: str) -> None:
    assert name in EXAMPLES
