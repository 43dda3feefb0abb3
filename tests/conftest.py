"""What all tests share, and the rule that in CI a skipped test is a failed one.

Only tests marked ``beside`` may be skipped there: they read texts that may not travel with the
project and lie beside the checkout where its developers work.
"""

from __future__ import annotations

import itertools
import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBERS = itertools.count()
# What lies in a developer's cache is no part of any test, nor of the programs that tests start.
os.environ["PRESENCE_MAPPER_EMBEDDED_ONLY"] = "1"
os.environ["PRESENCE_MAPPER_CACHE"] = os.devnull + "/no-test-writes-here"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a cache of its own; it is made where something is kept there."""
    folder = tmp_path_factory.getbasetemp() / f"cache-{next(_NUMBERS)}"
    monkeypatch.setenv("PRESENCE_MAPPER_CACHE", str(folder))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Turn a skip into a failure where ``CI`` is set: there everything has to run."""
    report = yield
    expected = hasattr(report, "wasxfail") or item.get_closest_marker("beside") is not None
    if report.skipped and not expected and os.environ.get("CI", "").lower() in {"1", "true"}:
        report.outcome = "failed"
        report.longrepr = f"skipped in CI, where it has to run: {report.longrepr}"
    return report
