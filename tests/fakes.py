"""Stand-ins and builders that several tests use."""

from __future__ import annotations

import dataclasses
import itertools
from dataclasses import dataclass
from datetime import date

import geopandas
import shapely

from geo.records import Claim, Polarity, Relation, TimeStatus

PUBLISHED = date(2025, 12, 12)
# What every geocoder has in the ``raw`` of its locations; the services add more.
LOCATION_KEYS = {
    "geonameid",
    "name",
    "country_iso2",
    "admin1_code",
    "admin1_name",
    "feature_code",
    "where_prec",
    "score",
    "source",
}
_IDS = itertools.count()

CLAIM = Claim(
    claim_id="c",
    actor_id="etim",
    actor_name="East Turkestan Islamic Movement",
    actor_surface="ETIM",
    place_surface="Balkh",
    place_name="Balkh",
    geonameid=None,
    country_iso2="AF",
    admin1_code="AF-BAL",
    admin1_name="Balkh",
    where_prec=4,
    latitude=None,
    longitude=None,
    geocode_score=0.9,
    relation=Relation.PRESENCE,
    polarity=Polarity.ASSERTED,
    time_status=TimeStatus.CURRENT,
    attributed_to=None,
    event_start=None,
    event_end=None,
    published=PUBLISHED,
    confidence=0.8,
    quote="The movement keeps camps in the hills of Balkh province, two residents said on Friday.",
    quote_start=0,
    quote_end=85,
    document_id="d1",
    title="Camps in the north",
    publisher="Example Gazette",
    url="https://gazette.example/camps",
)


def claim(**changes: object) -> Claim:
    """Return a claim of its own id with some fields changed."""
    return dataclasses.replace(CLAIM, **{"claim_id": f"c{next(_IDS)}", **changes})


@dataclass(frozen=True)
class Unit:
    """A province as a boundary set finds it by its code."""

    admin1_code: str
    admin1_name: str
    country_iso2: str


class SquareProvinces:
    """Provinces that are squares of one degree, side by side on the equator."""

    is_own = False

    def __init__(self, *codes: str, former: dict[str, str] | None = None) -> None:
        self._former = former or {}
        self.frame = geopandas.GeoDataFrame(
            {
                "admin1_code": list(codes),
                "admin1_name": [f"Province {code}" for code in codes],
                "country_iso2": [code[:2] for code in codes],
                "valid_to": [None for _ in codes],
            },
            geometry=[shapely.box(x, 0, x + 1, 1) for x in range(len(codes))],
            crs="EPSG:4326",
        )

    def shape(self, code: str) -> shapely.Geometry | None:
        """Return the square of a province."""
        unit = self.by_code(code)
        if unit is None:
            return None
        return self.frame.set_index("admin1_code").geometry[unit.admin1_code]

    def by_code(self, code: str) -> Unit | None:
        """Find a province by its code or a former one."""
        now = self._former.get(code, code)
        rows = self.frame[self.frame["admin1_code"] == now]
        if rows.empty:
            return None
        row = rows.iloc[0]
        return Unit(row["admin1_code"], row["admin1_name"], row["country_iso2"])
