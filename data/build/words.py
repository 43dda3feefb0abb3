"""Make the list of English words that a village's name must not be taken for.

The source is the small word list of SCOWL, as Debian's ``wamerican-small`` has it. The same
source gives the same bytes::

    python data/build/words.py /usr/share/dict/american-english-small
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import manifest
import marisa_trie

from geo.text import name_key

VERSION = "1"
ORIGIN = manifest.Origin(
    source="SCOWL, the small American English list, as Debian's wamerican-small",
    source_version="2020.12.07-2",
    licence="SCOWL",
    attribution="English words: SCOWL, copyright 2000-2011 by Kevin Atkinson",
)


def main(source: Path) -> None:
    """Write ``words.trie``: folded words of two letters and more, without possessives."""
    lines = source.read_text(encoding="utf-8").split()
    words = {name_key(line) for line in lines if len(line) > 1 and "'" not in line}
    table = manifest.TABLES / "words.trie"
    marisa_trie.Trie(sorted(words)).save(str(table))
    manifest.record(table, version=VERSION, origin=ORIGIN)
    print(f"{table.name}: {len(words):,} words, {table.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
