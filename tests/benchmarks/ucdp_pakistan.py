"""Measure the gazetteer on UCDP GED events of Pakistan (Sundberg and Melander 2013, CC BY 4.0).

::

    python tests/benchmarks/ucdp_pakistan.py EVENTS.csv [--misses N]

The file has the columns where_description, district, admin1_code, latitude, longitude and
where_prec. Printed: the share of all rows whose province is right from the description with
the country known, of rows answered, the same with the district given, and of exact rows
(where_prec 1) answered the share within 25 and 161 km.
"""

from __future__ import annotations

import argparse
import csv
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geopy.distance import geodesic

from geo.gazetteer import Gazetteer


@dataclass(frozen=True)
class Outcome:
    """One row's answer held against the coder's."""

    row: dict[str, str]
    answer: dict[str, Any] | None

    @property
    def right(self) -> bool:
        return self.answer is not None and self.answer["admin1_code"] == self.row["admin1_code"]

    @property
    def kilometres(self) -> float | None:
        if self.answer is None or self.answer["latitude"] is None:
            return None
        truth = float(self.row["latitude"]), float(self.row["longitude"])
        return float(geodesic(truth, (self.answer["latitude"], self.answer["longitude"])).km)


def outcomes(rows: list[dict[str, str]], gazetteer: Gazetteer, *, district: bool) -> list[Outcome]:
    found = []
    for row in rows:
        query = row["where_description"]
        if district and row["district"]:
            query = f"{query}, {row['district']}"
        location = gazetteer.geocode(query, country_codes="PK")
        found.append(Outcome(row, None if location is None else location.raw))
    return found


def share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {100 * part / whole:.1f} %" if whole else "no rows"


def report(title: str, results: list[Outcome]) -> None:
    answered = [result for result in results if result.answer is not None]
    print(f"{title}: province right {share(sum(r.right for r in results), len(results))}", end=", ")
    print(f"answered {share(len(answered), len(results))}", end=", ")
    exact = [r for r in answered if r.row["where_prec"] == "1"]
    for limit in (25, 161):
        near = sum(1 for r in exact if r.kilometres is not None and r.kilometres <= limit)
        print(f"where_prec 1 within {limit} km {share(near, len(exact))}", end="; ")
    pointed = [r for r in exact if r.kilometres is not None]
    near = sum(1 for r in pointed if (r.kilometres or 0) <= 25)
    print(f"of those given a point, within 25 km {share(near, len(pointed))}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("events", type=Path)
    parser.add_argument("--misses", type=int, default=0, help="print so many wrong answers")
    options = parser.parse_args()
    with options.events.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    gazetteer = Gazetteer()
    begin = time.perf_counter()
    for title, district in (("description", False), ("with district", True)):
        results = outcomes(rows, gazetteer, district=district)
        report(title, results)
        for miss in [r for r in results if not r.right][: options.misses]:
            answer = miss.answer or {}
            where = miss.row["where_description"][:90]
            print(f"  {miss.row['admin1_code']} {where!r} -> {answer.get('place_id')}")
    spent = time.perf_counter() - begin
    print(f"{2 * len(rows)} queries in {spent:.2f} s")


if __name__ == "__main__":
    main()
