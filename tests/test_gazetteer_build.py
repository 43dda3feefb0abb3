"""The shipped tables are what the sources give, byte for byte."""

from __future__ import annotations

import filecmp
import subprocess
import sys
from pathlib import Path

from geo.places import FILES

ROOT = Path(__file__).resolve().parent.parent


def test_the_build_gives_the_shipped_tables(tmp_path: Path) -> None:
    script = ROOT / "data" / "build" / "gazetteer.py"
    subprocess.run([sys.executable, script, tmp_path], check=True, capture_output=True)
    _, different, missing = filecmp.cmpfiles(
        ROOT / "data" / "tables", tmp_path, FILES, shallow=False
    )
    assert (different, missing) == ([], [])
