"""Measure ``geo.resolve`` on gold spans of world news composed for the purpose.

::

    python tests/benchmarks/world_news.py [FILE ...]

The texts of ``world_news_read.txt`` were looked at while the resolver was made, those of
``world_news_unread.txt`` only scored. A place stands as ``[surface](latitude, longitude)`` with
its point in degrees, to about a tenth; texts are divided by ``###``. Printed: the share of spans
within 161 km of the point, as the field counts, beside what a perfect chooser among the
candidates and the most populous place of the name would reach.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from geopy.distance import geodesic

from geo.places import PlaceStore
from geo.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.records import Place, Resolution

HERE = Path(__file__).parent
FILES = (HERE / "world_news_read.txt", HERE / "world_news_unread.txt")
NEAR_KM = 161.0
_PLACE = re.compile(r"\[([^\]]+)\](?:\(([-\d.]+),\s*([-\d.]+)\))?")

Point = tuple[float, float]


@dataclass(frozen=True)
class Scored:
    """One span: its surface, its point, and what it was taken for."""

    surface: str
    gold: Point
    found: Resolution
    most_populous: Place | None

    @property
    def right(self) -> bool:
        return near(self.found.place, self.gold)

    @property
    def can_be_right(self) -> bool:
        return any(near(place, self.gold) for place in self.found.candidates)


def texts(path: Path) -> Iterator[tuple[str, list[tuple[int, int]], list[Point]]]:
    """Yield each text of a file, the spans of its places and their points."""
    for block in path.read_text(encoding="utf-8").split("\n###\n"):
        text, spans, points, position = "", [], [], 0
        for match in _PLACE.finditer(block):
            text += block[position : match.start()]
            if match[2]:
                spans.append((len(text), len(text) + len(match[1])))
                points.append((float(match[2]), float(match[3])))
            text += match[1]
            position = match.end()
        yield text + block[position:], spans, points


def near(place: Place | None, gold: Point) -> bool:
    if place is None or place.latitude is None or place.longitude is None:
        return False
    return bool(geodesic((place.latitude, place.longitude), gold).km <= NEAR_KM)


def scored(path: Path, store: PlaceStore) -> list[Scored]:
    rows = []
    for text, spans, points in texts(path):
        for (start, end), gold, found in zip(
            spans, points, resolve(text, spans, store), strict=True
        ):
            largest = max(store.lookup(text[start:end]), key=lambda p: p.population, default=None)
            rows.append(Scored(text[start:end], gold, found, largest))
    return rows


def main() -> None:
    store = PlaceStore()
    for path in map(Path, sys.argv[1:] or FILES):
        rows = scored(path, store)
        right = sum(row.right for row in rows)
        can = sum(row.can_be_right for row in rows)
        largest = sum(near(row.most_populous, row.gold) for row in rows)
        print(
            f"{path.name}: {len(rows)} spans, within {NEAR_KM:g} km {right / len(rows):.1%},",
            end=" ",
        )
        print(f"a perfect chooser {can / len(rows):.1%}, most populous {largest / len(rows):.1%}")
        for row in rows:
            if path.name != FILES[1].name and not row.right:
                print(f"    {row.surface}: {row.found.place and row.found.place.place_id}")


if __name__ == "__main__":
    main()
