"""A geopy geocoder over the place store: names, address-like lists and coders' phrases."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from geopy.adapters import URLLibAdapter
from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from geo import fetched
from geo.context import distance_km, precision
from geo.layered import LayeredStore
from geo.phrases import Answer, phrase_answers
from geo.records import Place, PlaceKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from geo.districts import Districts
    from geo.places import PlaceStore

# How far from a point, in km, its nearest known place may lie.
_REVERSE_KM = 100.0
# With a point to be near to, a candidate counts half at this distance in km.
_HALF_KM = 150.0
_LONGEST_QUERY = 500
_COUNTRY_CODE = re.compile(r"[A-Z]{2}")
_POINTS = (PlaceKind.POPULATED, PlaceKind.FEATURE)


@dataclass(frozen=True, slots=True)
class Viewbox:
    """A box in degrees (WGS 84)."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, place: Place) -> bool:
        """Tell whether a place has a point, and has it in the box."""
        if place.latitude is None or place.longitude is None:
            return False
        return (
            self.south <= place.latitude <= self.north and self.west <= place.longitude <= self.east
        )


class Gazetteer(LayeredStore, Geocoder):  # type: ignore[misc] # geopy has no types
    """The embedded and the fetched gazetteers, as a geopy geocoder; it makes no request.

    Parameters
    ----------
    tables
        A folder with the tables; None means those that come with the program.
    others
        Fetched stores; None means those of the user's cache, unless ``tables`` is given.
    timeout
        Taken for the sake of geopy's interface; nothing here takes that long.
    """

    def __init__(
        self,
        tables: Path | None = None,
        *,
        others: Sequence[PlaceStore] | None = None,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> None:
        LayeredStore.__init__(self, tables, others=others)
        Geocoder.__init__(self, timeout=timeout, adapter_factory=URLLibAdapter)

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        country_codes: str | Iterable[str] | None = None,
        viewbox: Sequence[Any] | None = None,
        near: str | Point | tuple[float, float] | None = None,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """Return where a name or phrase is.

        Parameters
        ----------
        query
            A name ("Badakhshan"), a list ("Ladha, South Waziristan") or a phrase
            ("near Hilalkhel village of Chaharmang").
        exactly_one
            The best answer; else all candidates, best first.
        country_codes
            ISO 3166-1 alpha-2 codes to stay in.
        viewbox
            Two opposite corners, each (latitude, longitude), to stay in.
        near
            A place's name or a point that the answer should be near to.
        timeout
            Not used: nothing here waits.

        Returns
        -------
        Location, list of Location or None
            None where nothing is known. ``raw`` says what the place is and how sure that is.
            The point is a town's own, else one inside the area (``is_area``); where the
            place's own is unknown, ``raw`` has None and the point is its province's.

        Raises
        ------
        geopy.exc.GeocoderQueryError
            Where the query is a text of more than 500 characters, ``near`` is unknown,
            ``viewbox`` is no box, or a code is none of a country.
        """
        del timeout
        if len(query) > _LONGEST_QUERY:
            raise GeocoderQueryError(
                f"a query is a name or a phrase of at most {_LONGEST_QUERY} characters, not a text"
            )
        codes = _codes(country_codes)
        box = _viewbox(viewbox)

        def allowed(place: Place) -> bool:
            in_country = not codes or _in_countries(place, codes)
            return in_country and (box is None or box.holds(place))

        answers = self._answers(query, allowed, sorted(codes))
        if near is not None:
            answers = self._by_distance(answers, near)
        locations = [self._location(answer) for answer in answers]
        if exactly_one:
            return locations[0] if locations else None
        return locations or None

    def reverse(
        self,
        query: str | Point | tuple[float, float],
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> Location | list[Location] | None:
        """Return the populated places nearest to a point (latitude, longitude), within 100 km.

        Where boundaries of districts were fetched, ``raw["admin2_name"]`` is the district that
        the point lies in and ``raw["districts"]`` all units below the province, largest first.
        """
        del timeout
        point = Point(query)
        found = self.nearest(point.latitude, point.longitude, 1 if exactly_one else 10)
        locations = [
            self._location(
                Answer(place, precision(place, around=apart > 1), 1 - apart / _REVERSE_KM)
            )
            for apart, place in found
            if apart < _REVERSE_KM
        ]
        found_in = self._districts
        units = found_in.at(point.latitude, point.longitude) if found_in else ()
        for location in locations:
            location.raw["admin2_name"] = next((u.name for u in units if u.level == "ADM2"), None)
            location.raw["districts"] = [asdict(unit) for unit in units]
        if exactly_one:
            return locations[0] if locations else None
        return locations or None

    @cached_property
    def _districts(self) -> Districts | None:
        if not fetched.in_use(fetched.BOUNDARIES):
            return None
        from geo.districts import Districts  # noqa: PLC0415 - geopandas takes half a second

        return Districts.load()

    def _answers(
        self, query: str, allowed: Callable[[Place], bool], countries: list[str]
    ) -> list[Answer]:
        """Return what a query may mean, best first."""
        return phrase_answers(query, self, allowed, countries)

    def _location(self, answer: Answer) -> Location:
        place = answer.place
        holder = self._with_point(place)
        raw = {
            "geonameid": place.geonameid,
            "name": place.name,
            "country_iso2": place.country_iso2,
            "admin1_code": place.admin1_code,
            "admin1_name": place.admin1_name,
            "feature_code": place.feature_code,
            "where_prec": answer.where_prec,
            "score": round(answer.score, 4),
            "source": answer.source,
            "place_id": place.place_id,
            "is_area": holder is not place or place.kind not in _POINTS,
            "latitude": place.latitude,
            "longitude": place.longitude,
        }
        parts = dict.fromkeys(filter(None, (place.name, place.admin1_name, place.country_iso2)))
        return Location(", ".join(parts), Point(holder.latitude, holder.longitude), raw)

    def _with_point(self, place: Place) -> Place:
        """Return the place, or where its own point is unknown the smallest area that has one."""
        if place.latitude is not None:
            return place
        unit = place.admin1_code or next(iter(place.covers), None)
        return self.place(f"admin1:{unit}" if unit else f"country:{place.country_iso2}")

    def _by_distance(
        self, answers: list[Answer], near: str | Point | tuple[float, float]
    ) -> list[Answer]:
        target = self._near(near)

        def likely(answer: Answer) -> float:
            apart = distance_km(answer.place, target)
            return answer.score * (0.01 if apart is None else 0.5 ** (apart / _HALF_KM))

        return sorted(answers, key=likely, reverse=True)

    def _near(self, near: str | Point | tuple[float, float]) -> Place:
        if isinstance(near, str):
            found = next((p for p in self.lookup(near) if p.latitude is not None), None)
            if found is not None:
                return found
        try:
            point = Point(near)
        except ValueError as error:
            raise GeocoderQueryError(f"near: {near!r} is no known place and no point") from error
        return Place("near", "", PlaceKind.FEATURE, "", None, latitude=point[0], longitude=point[1])


def _codes(country_codes: str | Iterable[str] | None) -> frozenset[str]:
    if country_codes is None:
        return frozenset()
    given = country_codes.split(",") if isinstance(country_codes, str) else country_codes
    codes = frozenset(code.strip().upper() for code in given if code.strip())
    if wrong := sorted(code for code in codes if not _COUNTRY_CODE.fullmatch(code)):
        raise GeocoderQueryError(f"{wrong[0]!r} is no code of a country: AF, PK (ISO 3166-1)")
    return codes


def _in_countries(place: Place, codes: frozenset[str]) -> bool:
    return place.country_iso2 in codes or any(unit[:2] in codes for unit in place.covers)


def _viewbox(corners: Sequence[Any] | None) -> Viewbox | None:
    if corners is None:
        return None
    try:
        first, second = (Point(corner) for corner in corners)
    except (TypeError, ValueError) as error:
        raise GeocoderQueryError("viewbox: two corners (latitude, longitude) are needed") from error
    south, north = sorted((first.latitude, second.latitude))
    west, east = sorted((first.longitude, second.longitude))
    return Viewbox(south, west, north, east)
