"""The values that pass from one stage to the next; all frozen.

Offsets count Unicode code points of ``Document.text``. Coordinates are degrees in
WGS 84 (EPSG:4326), always named ``latitude`` and ``longitude``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


GAZETTEER = "gazetteer"
"""The source of a place that the program's own tables have."""
REVIEW = "review"
"""The source of a place that a reviewer gave."""


class Relation(StrEnum):
    """What the actor has to do with the place (see docs/claim-model.md)."""

    PRESENCE = "presence"
    ATTACK = "attack"
    OPERATION = "operation"
    CONTROL = "control"
    OTHER = "other"


class Polarity(StrEnum):
    """How the text stands to the claim."""

    ASSERTED = "asserted"
    HEDGED = "hedged"
    DENIED = "denied"


class TimeStatus(StrEnum):
    """When the claim holds, seen from the text."""

    CURRENT = "current"
    HISTORICAL = "historical"
    PLANNED = "planned"


class Verdict(StrEnum):
    """What a reviewer found of a claim: right, right with changes, or none."""

    OK = "ok"
    CORRECTED = "corrected"
    DROP = "drop"


class PlaceKind(StrEnum):
    """What a gazetteer entry is."""

    COUNTRY = "country"
    ADMIN1 = "admin1"
    ADMIN2 = "admin2"
    POPULATED = "populated"
    REGION = "region"
    FEATURE = "feature"


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open run ``[start, end)`` of a document's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        """Refuse what is no run."""
        if not 0 <= self.start <= self.end:
            msg = f"not a span: [{self.start}, {self.end})"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Document:
    """One text and what is known of it.

    Attributes
    ----------
    document_id
        The record's own id where the input gives one, else derived from the content.
    text
        The text that offsets point into.
    title
        The headline, read as a sentence of its own; it may also stand in ``text``.
    published
        The date of publication, or None.
    publisher, url
        Empty where unknown.
    source
        The file (and record) it came from, as the user named it.
    set_aside
        Runs of ``text`` that make no claims: link lists, bylines, comments, notices.
    """

    document_id: str
    text: str
    title: str = ""
    published: date | None = None
    publisher: str = ""
    url: str = ""
    source: str = ""
    set_aside: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the gazetteer.

    Attributes
    ----------
    place_id
        Stable id: ``country:AF``, ``admin1:AF-KAB``, ``admin2:AF-NAN/achin``,
        ``region:loya-paktia`` or ``geonames:1138958``.
    name
        Usual English name.
    kind, feature_code
        What it is; GeoNames feature code (``PCLI``, ``ADM1``, ``ADM2``, ``PPL``, ``RGN`` ...).
    country_iso2, admin1_code, admin1_name
        ISO 3166-1 alpha-2, ISO 3166-2 and the province's English name, or None.
    geonameid
        GeoNames id, or None.
    latitude, longitude
        Degrees, or None where only an area is known.
    population
        0 where unknown.
    covers
        ISO 3166-2 codes of the provinces a region lies in.
    """

    place_id: str
    name: str
    kind: PlaceKind
    feature_code: str
    country_iso2: str | None = None
    admin1_code: str | None = None
    admin1_name: str | None = None
    geonameid: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    covers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse coordinates that are none."""
        for value, limit in ((self.latitude, 90.0), (self.longitude, 180.0)):
            if value is not None and not (math.isfinite(value) and abs(value) <= limit):
                msg = f"{self.place_id}: {value} is no coordinate"
                raise ValueError(msg)

    def __hash__(self) -> int:
        """Hash the id alone, which says as much as all the rest and takes a tenth of the time."""
        return hash(self.place_id)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A toponym in a text.

    Attributes
    ----------
    start, end
        Offsets of the whole mention (``Achin district``, ``Kabul city``).
    surface
        ``text[start:end]``.
    candidates
        The entries that bear the name, best prior first; never empty.
    kind_hint
        The kind that a word beside the name gives (``district``, ``province``, ``city``), or None.
    around
        True for "around Kabul", "near Jalalabad", "the outskirts of Khost".
    vouched
        True where somebody else found that it is a place.
    """

    start: int
    end: int
    surface: str
    candidates: tuple[Place, ...]
    kind_hint: PlaceKind | None = None
    around: bool = False
    vouched: bool = False


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a mention resolves to, or that it does not.

    Attributes
    ----------
    place
        The choice, or None where it stays open.
    where_prec
        UCDP GED precision, 1 to 7; 0 where unresolved.
    score
        0 to 1, how sure the choice is.
    candidates
        All that were weighed, best first.
    source
        The table or service the place comes from.
    note
        Why, in a few words.
    candidate_scores
        0 to 1, what speaks for each candidate alone; ``score`` is what speaks for the province
        of the choice, which city, district and province of one name share.
    """

    place: Place | None
    where_prec: int
    score: float
    candidates: tuple[Place, ...] = ()
    source: str = ""
    note: str = ""
    candidate_scores: tuple[float, ...] = ()

    @property
    def is_resolved(self) -> bool:
        """Whether there is a choice."""
        return self.place is not None

    @property
    def latitude(self) -> float | None:
        """Degrees (WGS 84) of the place's reference point; None where there is none.

        That of an area is where gazetteers put it, and no place where something happened:
        ``where_prec`` tells.
        """
        return self.place.latitude if self.place else None

    @property
    def longitude(self) -> float | None:
        """Degrees, as ``latitude``."""
        return self.place.longitude if self.place else None

    @property
    def geonameid(self) -> int | None:
        """GeoNames id of the choice, or None."""
        return self.place.geonameid if self.place else None

    @property
    def country_iso2(self) -> str | None:
        """ISO 3166-1 alpha-2 code of the choice; None too where it lies in several countries."""
        return self.place.country_iso2 if self.place else None

    @property
    def admin1_code(self) -> str | None:
        """ISO 3166-2 code of the choice's province; None too where it lies in several."""
        return self.place.admin1_code if self.place else None


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor in a text.

    Attributes
    ----------
    start, end, surface
        Where and how it stands; ``surface == text[start:end]``.
    actor_ids
        Ids of the registry; several for "both groups", one as a rule.
    how
        ``name``, ``weak`` (an alias that needed support), ``anaphor`` or ``unlisted``.
    """

    start: int
    end: int
    surface: str
    actor_ids: tuple[str, ...]
    how: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One reported statement that an actor is, was or acted in a place.

    The attributes are the columns of the claims table, in its order. Those with a default came
    later: a table without them is read as if it had it.

    Attributes
    ----------
    claim_id
        The same text gives the same id, on any machine and in any order.
    actor_id
        Id in the actor registry; ``unlisted:`` and the name where it has none.
    actor_name
        Usual name of the actor.
    actor_surface
        The words of the text that name the actor.
    place_surface
        The words of the text that name the place.
    place_name
        What they resolve to.
    geonameid
        GeoNames id of the place.
    country_iso2
        ISO 3166-1 alpha-2; an empty text for international waters or air.
    admin1_code
        ISO 3166-2 code of the province; empty where the claim is only as precise as a country or
        a region across provinces.
    admin1_name
        English name of the province.
    where_prec
        Precision on the scale of UCDP GED: 1 the place itself, 2 near it, 3 a district, 4 a
        province, 5 a region or a line, 6 a country, 7 international waters or air.
    latitude, longitude
        Degrees, WGS 84; only where ``where_prec`` is 1 to 3, never a centre of a province.
    geocode_score
        How sure the place is.
    relation
        What the actor has to do with the place.
    polarity
        Whether the text states, hedges or denies it.
    time_status
        When it holds, seen from the text.
    attributed_to
        Who says so, as written.
    event_start, event_end
        When it happened, where the text says; "since 2023" gives a start alone.
    published
        Date of the document.
    confidence
        How sure the link of actor and place is; 0.99 where a reviewer let the claim stand, or
        what the reviewer says.
    quote
        The sentence.
    quote_start, quote_end
        Offsets of the sentence in the document's text, in code points; empty for a headline.
    document_id
        The record's own id where the input has one, else made from the content.
    title, publisher, url
        The document's; an empty text where unknown.
    geocode_source
        What the place comes from: ``gazetteer``, the online service that was asked, or ``review``.
    review
        What a reviewer found (:mod:`geo.review`); empty where nobody looked.
    reviewer, review_note
        The reviewer's initials and words.
    extracted
        What stood in the fields that a reviewer changed: a JSON object of field and text.
    stamp
        What the claim and its document's claims were when this row was written
        (:mod:`geo.stamps`); people leave it as it is.
    """

    claim_id: str
    actor_id: str
    actor_name: str
    actor_surface: str
    place_surface: str
    place_name: str | None
    geonameid: int | None
    country_iso2: str
    admin1_code: str | None
    admin1_name: str | None
    where_prec: int
    latitude: float | None
    longitude: float | None
    geocode_score: float
    relation: Relation
    polarity: Polarity
    time_status: TimeStatus
    attributed_to: str | None
    event_start: date | None
    event_end: date | None
    published: date | None
    confidence: float
    quote: str
    quote_start: int | None
    quote_end: int | None
    document_id: str
    title: str
    publisher: str
    url: str
    geocode_source: str = GAZETTEER
    review: Verdict | None = None
    reviewer: str | None = None
    review_note: str | None = None
    extracted: str | None = None
    stamp: str | None = None
