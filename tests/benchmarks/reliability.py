"""How often claims of a confidence are right, on annotated texts: the reliability table.

usage: python tests/benchmarks/reliability.py GOLD.jsonl [GOLD.jsonl ...]

A claim is right where the annotation has its actor in its province (or country). The last line
is the mean absolute difference of confidence and share, weighted by the claims in each row.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

from geo.claims import Extractor
from geo.records import Document

WIDTH = 0.05


def main(paths: list[str]) -> None:
    """Print the table for some annotated texts."""
    extractor = Extractor.load()
    rows: dict[float, list[bool]] = defaultdict(list)
    for path in paths:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            gold = json.loads(line)
            published = gold.get("published")
            document = Document(
                gold["id"],
                gold["text"],
                gold.get("title") or "",
                date.fromisoformat(published) if published else None,
            )
            right = {(c["actor_id"], c["country_iso2"], c["admin1_code"]) for c in gold["claims"]}
            for claim in extractor.extract(document):
                if not claim.actor_id.startswith("unlisted:"):
                    found = (claim.actor_id, claim.country_iso2, claim.admin1_code) in right
                    rows[int(claim.confidence / WIDTH) * WIDTH].append(found)
    count = sum(len(found) for found in rows.values())
    off = 0.0
    print("confidence   claims  right")
    for low in sorted(rows):
        found = rows[low]
        share = sum(found) / len(found)
        off += abs(share - (low + WIDTH / 2)) * len(found) / count
        print(f"{low:.2f}-{low + WIDTH:.2f}  {len(found):7}  {share:.2f}")
    print(f"off by {off:.3f} on {count} claims")


if __name__ == "__main__":
    if len(sys.argv) == 1:
        raise SystemExit(__doc__)
    main(sys.argv[1:])
