"""Documents a second from text to claims, beside two scanners that only find names.

usage: python tests/benchmarks/claims.py [--runs N] [--profile]

The texts are those of the annotated sets, strung together to 2.6 kB each; tables are loaded before
the clock starts, and everything runs on one core. Compared are a bare Aho-Corasick scan for every
name of the registry and the gazetteer, which resolves nothing, and flashgeotext (pip install
flashgeotext), which finds cities and countries and knows neither groups nor claims. Medians of
the runs, which take turns so that a busy machine slows all alike.
"""

from __future__ import annotations

import argparse
import cProfile
import importlib
import importlib.util
import json
import pstats
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ahocorasick
import marisa_trie

from geo import tables
from geo.claims import Extractor
from geo.records import Document
from geo.text import fold, name_key

if TYPE_CHECKING:
    from collections.abc import Callable

GOLD = Path(__file__).resolve().parent.parent / "gold"
SIZE = 2_600  # characters, a usual news article


def texts() -> list[str]:
    """Return the texts of the annotated sets as articles of one size."""
    records = [
        json.loads(line)
        for path in sorted(GOLD.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    whole = "\n\n".join(record["text"] for record in records)
    return [whole[start : start + SIZE] for start in range(0, len(whole) - SIZE, SIZE)]


def bare_scan(extractor: Extractor) -> Callable[[str], object]:
    """Return a scan for all names that only lists where they stand."""
    places = marisa_trie.Trie().mmap(str(tables.table("gazetteer-keys.trie")))
    groups = [
        name_key(name)
        for actor in extractor.reader.registry.actors.values()
        for name in (actor.name, *actor.aliases, *actor.weak_aliases)
    ]
    automaton = ahocorasick.Automaton()
    for name in (*places, *groups):
        automaton.add_word(name, len(name))
    automaton.make_automaton()
    return lambda text: list(automaton.iter(fold(text)))


def flashgeotext() -> Callable[[str], object] | None:
    """Return flashgeotext's extraction, or None where it is not installed."""
    if importlib.util.find_spec("flashgeotext") is None:
        return None
    library: Any = importlib.import_module("flashgeotext.geotext")
    extract: Callable[[str], object] = library.GeoText().extract
    return extract


def seconds(scan: Callable[[str], object], articles: list[str]) -> float:
    """Return the processor time that a scan of all articles takes."""
    started = time.process_time()
    for article in articles:
        scan(article)
    return time.process_time() - started


def profile(scan: Callable[[str], object], articles: list[str]) -> None:
    """Print where the time goes."""
    profiler = cProfile.Profile()
    profiler.enable()
    seconds(scan, articles)
    profiler.disable()
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(r"/geo/", 15)


def main() -> None:
    """Print one line a scanner, and how many times faster each is than the extractor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--profile", action="store_true")
    args = parser.parse_args()
    articles = texts()
    extractor = Extractor.load()
    own = lambda text: extractor.extract(Document("d", text))  # noqa: E731 - one of three scans
    if args.profile:
        profile(own, articles)
        sys.exit()
    scans = {
        "text to claims": own,
        "bare Aho-Corasick scan": bare_scan(extractor),
        "flashgeotext": flashgeotext(),
    }
    present = {name: scan for name, scan in scans.items() if scan is not None}
    for scan in present.values():
        seconds(scan, articles[:10])  # fills caches
    runs = [
        {name: seconds(scan, articles) for name, scan in present.items()} for _ in range(args.runs)
    ]
    medians = {name: statistics.median(run[name] for run in runs) for name in present}
    print(f"{len(articles)} articles of {SIZE / 1e3} kB; medians of {args.runs} runs")
    for name, median in medians.items():
        ratio = medians["text to claims"] / median
        print(
            f"{name:24} {len(articles) / median:9.0f} documents/s  "
            f"{median / len(articles) * 1e3:7.2f} ms each  {ratio:6.2f} x the claims' speed"
        )
    for name in scans.keys() - present.keys():
        print(f"{name:24} not installed")


if __name__ == "__main__":
    main()
