"""A chain of geocoders: the gazetteer first, then the online service that the user names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from geopy.geocoders.base import DEFAULT_SENTINEL

from geo.context import contains, countries, precision
from geo.gazetteer import Gazetteer
from geo.grammar.lexicon import Lexicon
from geo.online.asker import Asker
from geo.online.settings import Question, attribution, online
from geo.phrases import Answer, is_around, known_names
from geo.unlisted import Unlisted, unlisted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from geopy.location import Location

    from geo.online.settings import Online
    from geo.records import Place, PlaceMention

_LONGEST_NAME = 80
_NEAR_PREC = 2
_LEAD = re.compile(r"\s*(?:near|around|outside|in|at|close to)\s+(?:the\s+)?", re.IGNORECASE)


class Chain(Gazetteer):
    """A geopy geocoder that asks the gazetteer, and an online service for what that lacks.

    The service is told the toponym and the country and province that it should lie in, and
    nothing else of the query. Its answers have to lie there, and score less than the gazetteer's.
    Points are looked up offline (:meth:`reverse`), so none is ever sent.

    Parameters
    ----------
    service
        ``nominatim``, ``photon``, ``geonames``, or their settings.
    tables
        A folder with the gazetteer's tables; None means those that come with the program.
    timeout
        Taken for the sake of geopy's interface; the service's is in its settings.

    Attributes
    ----------
    asker
        Who asks the service; it knows what was rejected and what went wrong.

    Examples
    --------
    >>> from geo import Chain, Online
    >>> chain = Chain(Online("nominatim", contact="desk@example.org"))
    >>> chain.geocode("Kabul").raw["source"]
    'gazetteer'
    """

    def __init__(
        self,
        service: Online | str,
        tables: Path | None = None,
        *,
        timeout: Any = DEFAULT_SENTINEL,
    ) -> None:
        super().__init__(tables, timeout=timeout)
        self.asker = Asker(online(service))
        self._lexicon = Lexicon.load()

    def _answers(
        self, query: str, allowed: Callable[[Place], bool], countries: list[str]
    ) -> list[Answer]:
        known = super()._answers(query, allowed, countries)
        lacking = self._lacking(query, known)
        if lacking is None:
            return known
        asked = self._question(query, lacking, allowed, countries)
        found = self.asker.ask(asked)
        around = is_around(query, lacking.start)
        answers: list[Answer] = []
        score, left = found.score, 1.0
        for place in filter(allowed, found.candidates):
            exact = found.where_prec if place == found.place else precision(place)
            near = _NEAR_PREC if around and exact == 1 else exact
            answers.append(Answer(place, near, score, str(self.asker.service)))
            left = min(left, 1 - found.score) / 2
            score = min(score, left)
        return answers or known

    def _lacking(self, query: str, known: list[Answer]) -> Unlisted | None:
        """Return the name that heads a query and that no table has, or none where it should be."""
        names = known_names(query, self)
        taken = [(one.start, one.end) for one in names if not known or _has(one, known[0].place)]
        presented = next(unlisted(query, (0, len(query)), taken, self._lexicon, prose=False), None)
        if presented is not None:
            return presented
        start, end = _head(query)
        if start == end or end - start > _LONGEST_NAME or any(one < end for one, _ in taken):
            return None
        return Unlisted(start, end, query[start:end], None)

    def _question(
        self,
        query: str,
        lacking: Unlisted,
        allowed: Callable[[Place], bool],
        codes: list[str],
    ) -> Question:
        """Return what to ask: the name, and where the rest of the query puts it."""
        rest = query[: lacking.start] + query[lacking.end :]
        known = super()._answers(rest, allowed, []) if rest.strip() else []
        if not known:
            return Question(lacking.name, tuple(codes), kind=lacking.kind)
        area = known[0].place
        units = (area.admin1_code,) if area.admin1_code else area.covers
        return Question(lacking.name, countries(area), tuple(units), lacking.kind)

    def _location(self, answer: Answer) -> Location:
        location = super()._location(answer)
        if line := attribution(answer.source):
            location.raw["attribution"] = line
        return location


def _has(name: PlaceMention, best: Place) -> bool:
    """Tell whether a name is that of an answer, of its area or of a place in it."""
    return any(contains(best, one) or contains(one, best) or one == best for one in name.candidates)


def _head(query: str) -> tuple[int, int]:
    """Return where the first part of a list is, without what leads up to a name ("near")."""
    part = query.partition(",")[0]
    start = len(part) - len(part.lstrip())
    if lead := _LEAD.match(part):
        start = lead.end()
    return start, max(start, len(part.rstrip()))
