"""Documents a second from text to claims, beside two scanners that only find names.

usage: python tests/benchmarks/claims.py [--runs N] [--profile]

The texts are those of the annotated sets, strung together to 2.6 kB each; tables are loaded before
the clock starts, and everything runs on one core. Two sets of texts are timed: *annotated*, where
nearly every sentence names a group and a place, the most that a text can ask for; and *feed*, as
news comes, where one text in four is such a one and the others, made of the paragraphs that name
no group, make no claim. Compared are a bare Aho-Corasick scan for every name of the registry and
the gazetteer, which resolves nothing, and flashgeotext (pip install flashgeotext), which finds
cities and countries and knows neither groups nor claims. Medians of the runs, which take turns so
that a busy machine slows all alike.
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
from geo.actor_mentions import actor_mentions
from geo.claims import Extractor
from geo.records import Document
from geo.text import fold, name_key

if TYPE_CHECKING:
    from collections.abc import Callable

GOLD = Path(__file__).resolve().parent.parent / "gold"
SIZE = 2_600  # characters, a usual news article
NAMING = 4  # in a feed, one article in so many names a group


def paragraphs() -> list[str]:
    """Return the paragraphs of the annotated sets."""
    lines = [
        line
        for path in sorted(GOLD.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return [part for line in lines for part in json.loads(line)["text"].split("\n\n")]


def articles_of(parts: list[str]) -> list[str]:
    """String paragraphs together to articles of one size."""
    whole = "\n\n".join(parts)
    return [whole[start : start + SIZE] for start in range(0, len(whole) - SIZE, SIZE)]


def texts() -> list[str]:
    """Return the texts of the annotated sets as articles."""
    return articles_of(paragraphs())


def feed(extractor: Extractor) -> list[str]:
    """Return articles of which one in ``NAMING`` names a group."""
    reader = extractor.reader

    def names_group(text: str) -> bool:
        return bool(actor_mentions(text, fold(text), reader.registry, reader.lexicon))

    without = articles_of([part for part in paragraphs() if not names_group(part)])
    plain = [article for article in without if not names_group(article)]
    naming = texts()
    wanted = len(plain) // (NAMING - 1)
    return plain[: wanted * (NAMING - 1)] + naming[:: max(1, len(naming) // wanted)][:wanted]


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


def compare(
    name: str, scans: dict[str, Callable[[str], object]], articles: list[str], count: int
) -> None:
    """Print one line a scanner, each timed in turn, and how fast it is beside the first."""
    for scan in scans.values():
        seconds(scan, articles[::4])  # fills caches
    runs = [{key: seconds(scan, articles) for key, scan in scans.items()} for _ in range(count)]
    medians = {key: statistics.median(run[key] for run in runs) for key in scans}
    first = next(iter(medians.values()))
    print(f"{name}: {len(articles)} articles of {SIZE / 1e3} kB; medians of {count} runs")
    for scanner, median in medians.items():
        print(
            f"  {scanner:24} {len(articles) / median:7.0f} documents/s  "
            f"{median / len(articles) * 1e3:6.2f} ms each  {first / median:6.2f} x the first"
        )


def main() -> None:
    """Time the scanners on both sets of texts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--profile", action="store_true")
    args = parser.parse_args()
    extractor = Extractor.load()
    own = lambda text: extractor.extract(Document("d", text))  # noqa: E731 - one of three scans
    if args.profile:
        profile(own, texts())
        sys.exit()
    scans = {"text to claims": own, "bare Aho-Corasick scan": bare_scan(extractor)}
    names = flashgeotext()
    if names is None:
        print("flashgeotext is not installed")
    else:
        scans["flashgeotext"] = names
    compare("annotated", scans, texts(), args.runs)
    compare("feed", scans, feed(extractor), args.runs)


if __name__ == "__main__":
    main()
