"""Questions to an online service, each once, and its answers held against the context.

A service that fails costs the answers and nothing else: after a few failures in a row it is
left alone for the rest of the run.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import shapely

from geo.boundaries import Boundaries
from geo.context import distance_km, precision
from geo.errors import ServiceError
from geo.online.answers import Facts, facts, kind_of, likeness, place
from geo.online.services import UNREADABLE, Client
from geo.online.settings import Service, attribution
from geo.records import Place, PlaceKind, Resolution

if TYPE_CHECKING:
    from geo.boundaries import Unit as Province
    from geo.online.services import Box, Reply
    from geo.online.settings import Online, Question

FAILURES = 3
"""So many failures in a row, and the service is not asked again."""

# How sure the best answer is: less than a name of the tables, and less where the text gives no
# province that would tell namesakes apart.
_IN_PROVINCE, _IN_COUNTRY, _ANYWHERE = 0.6, 0.5, 0.4
_BORDER_DEGREES = 0.05  # about 5 km, what borders at 1:10m are off
_BOX_MARGIN = 0.1
_BOX_DECIMALS = 2
# Namesakes of one province that lie farther apart than this leave no more than the province.
_APART_KM = 25.0
_DISTRICT_PREC, _PROVINCE_PREC = 3, 4
_LEAST_SCORE = 0.4  # as for names of the tables: below, a name stays open
# What may answer for what the text calls a village, a district or a valley.
_FITTING = {
    PlaceKind.POPULATED: frozenset({PlaceKind.POPULATED, PlaceKind.ADMIN2}),
    PlaceKind.ADMIN2: frozenset({PlaceKind.POPULATED, PlaceKind.ADMIN2}),
    PlaceKind.REGION: frozenset({PlaceKind.REGION}),
}


@dataclass(frozen=True, slots=True)
class _Fit:
    """An answer that the context allows, and how like its name is, 0 to 100."""

    place: Place
    like: float


class Asker:
    """Asks one service, and keeps a record of it.

    Parameters
    ----------
    online
        Which service, and how.
    boundaries
        The provinces that answers are put in; the shipped ones where None.

    Attributes
    ----------
    questions, answers
        How many names were asked for, and how many found.
    rejected
        ``(name, reason)`` of each name whose answers the context does not allow.
    """

    def __init__(self, online: Online, boundaries: Boundaries | None = None) -> None:
        self.service = Service(online.service)
        self.questions = 0
        self.answers = 0
        self.rejected: list[tuple[str, str]] = []
        self._online = online
        self._given = boundaries
        self._client = Client(online)
        self._known: dict[Question, Resolution] = {}
        self._faults: list[str] = []
        self._in_a_row = 0

    @property
    def faults(self) -> tuple[str, ...]:
        """What went wrong, one sentence each."""
        cache = self._client.cache.fault
        return (*self._faults, *([cache] if cache else []))

    def ask(self, question: Question) -> Resolution:
        """Return the place that a name means, or a resolution without one; asked once a run."""
        if question not in self._known:
            self._known[question] = self._asked(question)
        return self._known[question]

    @property
    def notes(self) -> list[tuple[str, str]]:
        """What a user is to know, each as the service and a sentence."""
        rejected = [f"{name}: {reason}" for name, reason in self.rejected]
        return [(str(self.service), text) for text in (*rejected, *self.faults)]

    def record(self) -> dict[str, Any]:
        """Return what was asked and what came of it, as plain values."""
        return {
            "service": str(self.service),
            "server": f"{self._online.scheme}://{self._online.domain}",
            "questions": self.questions,
            "answers": self.answers,
            "rejected": [{"name": name, "reason": reason} for name, reason in self.rejected],
            "faults": list(self.faults),
            "attribution": attribution(self.service) if self.answers else None,
        }

    def _asked(self, question: Question) -> Resolution:
        if self._in_a_row >= FAILURES:
            return Resolution(None, 0, 0.0, note=f"{self.service} is left alone")
        self.questions += 1
        try:
            replies = self._client.replies(question, self._box(question))
        except ServiceError as error:
            self._failed(error)
            return Resolution(None, 0, 0.0, note=str(error))
        self._in_a_row = 0
        found = self._resolved(question, replies)
        self.answers += found.place is not None
        return found

    def _failed(self, error: ServiceError) -> None:
        self._in_a_row = FAILURES if error.final else self._in_a_row + 1
        left = self._in_a_row >= FAILURES
        words = (
            f"{error.reason}; it is left alone for the rest of this run" if left else error.reason
        )
        if words not in self._faults:
            self._faults.append(words)

    def _resolved(self, question: Question, replies: list[Reply]) -> Resolution:
        fits: list[_Fit] = []
        reasons: list[str] = []
        for reply in replies:
            weighed = self._weighed(question, reply)
            if isinstance(weighed, _Fit):
                fits.append(weighed)
            else:
                reasons.append(weighed)
        if fits:
            return _best(question, fits, str(self.service))
        if reasons:
            self.rejected.append((question.name, min(reasons, key=len)))
        note = reasons[0] if reasons else f"unknown to {self.service}"
        return Resolution(None, 0, 0.0, note=note)

    def _weighed(self, question: Question, reply: Reply) -> _Fit | str:
        """Return an answer as a place, or why it is not the one asked for."""
        try:
            said = facts(self.service, reply.raw)
        except UNREADABLE:
            return "the answer has not the form of this service"
        like = likeness(question.name, said.names)
        if not like:
            return f"the answer has another name: {said.names[0]}"
        fitting = _FITTING.get(question.kind) if question.kind else None
        if not said.feature_code or (fitting and kind_of(said.feature_code) not in fitting):
            return f"the answer is something else: {said.what}"
        province = self._province(question, reply, said)
        if province is None:
            return f"the answer lies elsewhere: {self._where(reply, said)}"
        return _Fit(place(reply, said, province), like)

    def _province(self, question: Question, reply: Reply, said: Facts) -> Province | None:
        """Return the province of an answer where the context allows it, else None."""
        found = self._boundaries.locate(reply.latitude, reply.longitude)
        allowed = self._allowed(question)
        if not allowed:
            countries = question.countries
            inside = found is not None and (not countries or found.country_iso2 in countries)
            return found.unit if found and inside else None
        if found is not None and found.unit in allowed:
            return found.unit
        point = shapely.Point(reply.longitude, reply.latitude)
        for unit in allowed:
            shape = self._boundaries.shape(unit.admin1_code or "")
            at_home = said.country in {"", unit.country_iso2}
            if at_home and shape is not None and shape.distance(point) <= _BORDER_DEGREES:
                return unit
        return None

    def _allowed(self, question: Question) -> list[Province]:
        units = (self._boundaries.by_code(code) for code in question.provinces)
        return [unit for unit in units if unit is not None and unit.admin1_code]

    def _where(self, reply: Reply, said: Facts) -> str:
        found = self._boundaries.locate(reply.latitude, reply.longitude)
        if found is None:
            return said.country or "in no country"
        return f"{found.admin1_name}, {found.country_iso2 or 'in no country'}"

    def _box(self, question: Question) -> Box | None:
        """Return a box around the provinces, or the one country, that the context allows."""
        shapes = self._shapes(question)
        if not shapes:
            return None
        west, south, east, north = shapely.total_bounds(shapes).tolist()
        corners = (
            max(south - _BOX_MARGIN, -90.0),
            max(west - _BOX_MARGIN, -180.0),
            min(north + _BOX_MARGIN, 90.0),
            min(east + _BOX_MARGIN, 180.0),
        )
        south, west, north, east = (round(value, _BOX_DECIMALS) for value in corners)
        return south, west, north, east

    def _shapes(self, question: Question) -> list[shapely.Geometry]:
        codes = [unit.admin1_code or "" for unit in self._allowed(question)]
        if not codes and len(question.countries) == 1:
            frame = self._boundaries.countries
            return list(frame.geometry[frame["country_iso2"] == question.countries[0]])
        return [shape for shape in map(self._boundaries.shape, codes) if shape is not None]

    @cached_property
    def _boundaries(self) -> Boundaries:
        return self._given if self._given is not None else Boundaries.load()


def _best(question: Question, fits: list[_Fit], source: str) -> Resolution:
    """Choose among the answers that the context allows."""

    def order(number: int) -> tuple[bool, float, int]:
        fit = fits[number]
        return question.kind not in {None, fit.place.kind}, -fit.like, number

    ranked = [fits[number] for number in sorted(range(len(fits)), key=order)]
    best = ranked[0]
    here = [fit for fit in fits if fit.place.admin1_code == best.place.admin1_code]
    base = _IN_COUNTRY if question.countries else _ANYWHERE
    base = _IN_PROVINCE if question.provinces else base
    # Cubed, so that another spelling is believed only where the text names the province.
    score = base * (best.like / 100) ** 3 * len(here) / len(fits)
    where_prec = precision(best.place)
    note = f"found by {source}"
    if question.kind is PlaceKind.ADMIN2:
        where_prec = max(where_prec, _DISTRICT_PREC)
    if where_prec < _PROVINCE_PREC and any(_is_apart(best.place, fit.place) for fit in here):
        where_prec, note = _PROVINCE_PREC, f"{source} knows several of this name in the province"
        ranked[0] = best = replace(best, place=replace(best.place, latitude=None, longitude=None))
    score = round(score, 4)
    candidates = tuple(fit.place for fit in ranked)
    if score < _LEAST_SCORE:
        note = f"{source} knows the name in several provinces, or by another spelling"
        return Resolution(None, 0, score, candidates, source, note)
    return Resolution(best.place, where_prec, score, candidates, source, note)


def _is_apart(one: Place, other: Place) -> bool:
    apart = distance_km(one, other)
    return one.kind is other.kind and apart is not None and apart > _APART_KM
