"""Time and memory of whole processes, as a user meets them; medians of several runs.

usage: python tests/benchmarks/process.py [--runs N] [INPUT]

INPUT is a small text; a short one of its own where none is given. The first run, which fills the
disk's cache, is not counted.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TEXT = """Camps reported in northern provinces

December 12, 2025

Officials said that ETIM and TTP keep camps in Balkh, Badakhshan and areas around Kabul.
The BLA claimed an attack in Quetta.
"""


def measured(command: list[str]) -> tuple[float, float]:
    """Run a command; return seconds of wall-clock time and peak memory in MB."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"failed: {' '.join(command)}")
    process.returncode = 0
    return seconds, usage.ru_maxrss / 1024


def main() -> None:
    """Print one line a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("input", nargs="?", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    program = str(Path(sys.executable).with_name("presence-mapper"))
    with tempfile.TemporaryDirectory() as folder:
        text = args.input or Path(folder, "news.txt")
        if args.input is None:
            text.write_text(TEXT, encoding="utf-8")
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "import geo": [sys.executable, "-c", "import geo"],
            "presence-mapper --version": [program, "--version"],
            f"presence-mapper build {text.name}": [program, "build", str(text), "--out", folder],
        }
        for name, command in commands.items():
            runs = [measured(command) for _ in range(args.runs + 1)][1:]
            seconds, memory = (statistics.median(values) for values in zip(*runs, strict=True))
            print(f"{name:40} {seconds:6.2f} s {memory:7.0f} MB  (median of {args.runs})")


if __name__ == "__main__":
    main()
