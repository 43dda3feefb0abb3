from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(("ci", "code"), [("true", 1), ("", 0)])
def test_a_skip_fails_in_ci_and_only_there(tmp_path: Path, ci: str, code: int) -> None:
    shutil.copy(Path(__file__).with_name("conftest.py"), tmp_path)
    (tmp_path / "test_it.py").write_text(
        "import pytest\n"
        "@pytest.fixture\ndef server():\n    pytest.skip('no server')\n"
        "def test_needs_it(server):\n    pass\n"
        "def test_skips():\n    pytest.skip('no tool')\n"
        "@pytest.mark.xfail(reason='known')\ndef test_fails():\n    assert False\n"
        "@pytest.mark.beside\ndef test_reads_elsewhere():\n    pytest.skip('no text')\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--rootdir", tmp_path, tmp_path],
        cwd=tmp_path,
        env=os.environ | {"CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout
    assert f"{1 if ci else 3} skipped" in done.stdout
    assert ("1 failed" in done.stdout and "1 error" in done.stdout) == bool(ci)
    assert ("skipped in CI" in done.stdout) == bool(ci)
    assert "1 xfailed" in done.stdout
