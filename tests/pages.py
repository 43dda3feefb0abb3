"""The pages that people read, block by block, and what runs them.

A block is run where its language says so; a comment in front of it says what else is to be known::

    <!-- prepared: articles -->         what the page's folder holds at the start
    <!-- file: articles/one.txt -->     the block is written to that file
    <!-- exit: 3 -->                    the exit code, where it is not 0
    <!-- writes: out/map.html -->       files that are there afterwards and are not empty
    <!-- not run: needs a network -->   why it cannot be run here

``sh`` is run as it stands. ``console`` shows commands (``$``) and what they print; ``python`` is
run, ``pycon`` compared with what it prints. Three dots stand for anything, as in a doctest.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
RUN = ("sh", "console", "python", "pycon")
SHOWN = ("json", "text", "toml", "{toctree}", "{eval-rst}")
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
_ORDER = re.compile(r"<!--\s*(prepared|file|exit|writes|not run):\s*(.*?)\s*-->", re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block, the line it starts on, and what the comments before it say."""

    page: Path
    line: int
    language: str
    text: str
    orders: dict[str, str]

    @property
    def runs(self) -> bool:
        return self.language in RUN and "not run" not in self.orders

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks(page: Path) -> list[Block]:
    """Return the blocks of a page; an indented one has no language."""
    found, orders = [], {}
    for token in MarkdownIt().parse(page.read_text(encoding="utf-8")):
        if token.type == "html_block":
            orders |= dict(_ORDER.findall(token.content))
        elif token.type in {"fence", "code_block"}:
            line = token.map[0] + 1 if token.map else 0
            found.append(Block(page, line, token.info.strip(), token.content, orders))
            orders = {}
    return found


def prepared(page: Path) -> list[str]:
    """Return the names of what a page needs in its folder."""
    found = [
        value for order, value in _ORDER.findall(page.read_text("utf-8")) if order == "prepared"
    ]
    return list(dict.fromkeys(name for value in found for name in value.split()))


@dataclass
class Reader:
    """Somebody who types a page, block after block, in one folder and one Python session."""

    folder: Path
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "__main__"})

    def follow(self, block: Block) -> None:
        """Do what a block says, and check what it shows."""
        if "file" in block.orders:
            path = self.folder / block.orders["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        elif block.runs:
            {
                "sh": self._sh,
                "console": self._console,
                "python": self._python,
                "pycon": self._pycon,
            }[block.language](block)
            for name in block.orders.get("writes", "").split():
                path = self.folder / name
                assert path.is_file(), f"{block}: {name} was not written"
                assert path.stat().st_size, f"{block}: {name} is empty"

    def _sh(self, block: Block) -> None:
        self._shell(block, block.text)

    def _console(self, block: Block) -> None:
        steps = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
        assert not steps[0].strip(), f"{block}: a console block starts with a command"
        for step in steps[1:]:
            command, _, wanted = step.partition("\n")
            printed = self._shell(block, command)
            _same(f"{block}: {command}", wanted, printed)

    def _shell(self, block: Block, command: str) -> str:
        programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command],
            cwd=self.folder,
            env={**os.environ, "PATH": programs, "XDG_CACHE_HOME": str(self.folder / ".cache")},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        code = int(block.orders.get("exit", "0"))
        assert done.returncode == code, f"{block}: {command}\n{done.stdout}"
        return done.stdout

    def _python(self, block: Block) -> None:
        code = compile("\n" * block.line + block.text, str(block.page), "exec")
        exec(code, self.names)  # noqa: S102 - the pages are the project's own

    def _pycon(self, block: Block) -> None:
        test = doctest.DocTestParser().get_doctest(
            block.text, {}, str(block), str(block.page), block.line
        )
        test.globs = self.names
        out: list[str] = []
        doctest.DocTestRunner(optionflags=FLAGS).run(test, out=out.append, clear_globs=False)
        assert not out, "".join(out)


def _same(where: str, wanted: str, printed: str) -> None:
    """Compare what a command printed with what the page shows of it."""
    checker = doctest.OutputChecker()
    example = doctest.Example(where, wanted)
    if not checker.check_output(wanted, printed, FLAGS):
        raise AssertionError(f"{where}\n{checker.output_difference(example, printed, FLAGS)}")
