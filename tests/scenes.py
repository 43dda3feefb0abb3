"""Claims of invented reports for the browser tests; no sentence is anybody's."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import fakes

from geo.boundaries import Boundaries
from geo.presence import presence
from geo.records import Claim, Polarity, Relation, TimeStatus
from geo.schema import claims_frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geopandas import GeoDataFrame

GROUPS = {
    "etim": ("East Turkestan Islamic Movement", "ETIM"),
    "tip": ("Turkistan Islamic Party", "TIP"),
    "etlf": ("East Turkestan Liberation Front", "ETLF"),
    "ttp": ("Tehrik-i-Taliban Pakistan", "TTP"),
    "iskp": ("Islamic State Khorasan Province", "ISKP"),
    "bla": ("Baloch Liberation Army", "BLA"),
    "jamaat-ul-ahrar": ("Jamaat-ul-Ahrar", "Jamaat-ul-Ahrar"),
    "al-qaeda": ("Al-Qaeda", "Al Qaeda"),
    "imu": ("Islamic Movement of Uzbekistan", "IMU"),
    "jaish-al-adl": ("Jaish al-Adl", "Jaish al-Adl"),
}
PUBLISHERS = ("Valley Courier", "Border Times", "Daily Lantern", "Steppe Wire", "")


@cache
def boundaries() -> Boundaries:
    return Boundaries.load(as_of=date(2026, 1, 1))


def claim(number: int, actor_id: str, code: str | None, **changes: object) -> Claim:
    """Make one claim of a province, or of Afghanistan where there is no code."""
    name, surface = GROUPS.get(actor_id, (actor_id, actor_id))
    unit = boundaries().by_code(code) if code else None
    place = unit.admin1_name if unit else "Afghanistan"
    quote = (
        f"Officials in the valley said that {surface} had been seen in {place}, report {number}."
    )
    own = {
        "claim_id": f"c{number:06d}",
        "actor_id": actor_id,
        "actor_name": name,
        "actor_surface": surface,
        "place_surface": place,
        "place_name": place,
        "country_iso2": (unit.country_iso2 if unit else None) or "AF",
        "admin1_code": unit.admin1_code if unit else None,
        "admin1_name": unit.admin1_name if unit else None,
        "where_prec": 4 if unit else 6,
        "confidence": 0.7,
        "quote": quote,
        "quote_end": len(quote),
        "document_id": f"d{number:06d}",
        "title": f"Report number {number}",
        "publisher": PUBLISHERS[number % len(PUBLISHERS)],
        "url": f"https://news.example/{number}",
    }
    return fakes.claim(**{**own, **changes})


def frames(claims: Sequence[Claim]) -> tuple[GeoDataFrame, GeoDataFrame]:
    """Return the presence and the claims frame."""
    table = claims_frame(claims)
    return presence(table, boundaries=boundaries()), table


def small() -> list[Claim]:
    """Return a page's worth with every status, precision and date that a test asks for."""
    hedged = Polarity.HEDGED
    who = "Intelligence assessments"
    out = []
    for actor in ("etim", "tip", "etlf"):
        for code in ("AF-BAL", "AF-BDS", "AF-BGL"):
            changes = {"polarity": hedged, "attributed_to": who, "document_id": "assessment"}
            out.append(claim(len(out), actor, code, **changes))
        out.append(
            claim(
                len(out),
                actor,
                "AF-KAB",
                polarity=hedged,
                where_prec=2,
                latitude=34.52813,
                longitude=69.17233,
                place_surface="Kabul",
            )
        )
    out += [
        claim(20, "ttp", "AF-KNR", published=date(2024, 3, 2)),
        claim(21, "ttp", "AF-KNR", published=date(2024, 9, 5), relation=Relation.ATTACK),
        claim(22, "ttp", "AF-PKA", published=date(2025, 2, 5)),
        claim(
            23,
            "ttp",
            "PK-KP",
            published=date(2025, 6, 5),
            where_prec=3,
            latitude=32.3,
            longitude=69.56,
            place_surface="South Waziristan",
        ),
        claim(24, "ttp", "AF-BDS", polarity=Polarity.DENIED, published=date(2025, 7, 1)),
        claim(
            25,
            "iskp",
            "AF-NAN",
            published=date(2025, 8, 9),
            where_prec=1,
            latitude=34.42647,
            longitude=70.45153,
            place_surface="Jalalabad",
        ),
        claim(26, "iskp", "AF-KNR", time_status=TimeStatus.HISTORICAL, published=None),
        claim(
            27,
            "bla",
            "PK-BA",
            published=date(2025, 3, 11),
            relation=Relation.ATTACK,
            confidence=0.95,
        ),
        claim(28, "ttp", None, published=date(2025, 12, 12)),
        claim(29, "bla", None, published=date(2025, 12, 12), confidence=0.4),
        claim(
            30,
            "etlf",
            None,
            country_iso2="TJ",
            place_surface="Tajikistan",
            place_name="Tajikistan",
            relation=Relation.ATTACK,
        ),
        claim(32, "ttp", None, where_prec=5, place_surface="Loya Paktia", place_name="Loya Paktia"),
        claim(31, "ttp", "AF-KNR", published=date(2025, 10, 1), publisher="Steppe Wire"),
    ]
    return out


def many(count: int, *, provinces: int = 34, actors: int = 10, seed: int = 7) -> list[Claim]:
    """Return any number of claims, the same ones each time."""
    chance = random.Random(seed)  # noqa: S311 - test data
    frame = boundaries().frame
    codes = [c for c in frame["admin1_code"].dropna() if c.startswith(("AF-", "PK-", "TJ-", "UZ-"))]
    codes = sorted(codes)[:provinces]
    ids = list(GROUPS)[:actors]
    out = []
    for number in range(count):
        actor, code = chance.choice(ids), chance.choice(codes)
        changes: dict[str, object] = {
            "published": date(2024, 1, 1) + timedelta(days=chance.randrange(720)),
            "polarity": chance.choices(list(Polarity), (6, 3, 1))[0],
            "relation": chance.choice(list(Relation)),
            "confidence": round(chance.uniform(0.3, 0.98), 4),
        }
        if number % 4 == 0:
            row = frame[frame["admin1_code"] == code].iloc[0]
            changes |= {
                "where_prec": chance.choice((1, 2, 3)),
                "latitude": round(row["inside_latitude"] + chance.uniform(-0.2, 0.2), 4),
                "longitude": round(row["inside_longitude"] + chance.uniform(-0.2, 0.2), 4),
            }
        out.append(claim(number, actor, code, **changes))
    return out
