"""What carries over from one sentence of a text to the next: actors, places, period, heading."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.discourse import Discourse
from geo.grammar.times import dates_the_past, goes_on_telling, is_recent
from geo.moment_patterns import MONTH_NAMES
from geo.records import PlaceKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.records import ActorMention, PlaceMention, Resolution
    from geo.text import Sentence

Located = tuple["PlaceMention", "Resolution"]


_LONGEST_ACRONYM = 4
_PRESS_CITY = 150_000  # inhabitants from which a place has a press of its own
_LONGEST_HEADING = 120
_ATTACKS = re.compile(
    r"\b(?:attacks|incidents|bombings|who claimed|claims of responsibility)\b", re.IGNORECASE
)
_NONE = re.compile(r"[:|]\s*(?:none|nil|nothing|0)\b", re.IGNORECASE)
_NAMES_AND_TELLS = re.compile(r"[A-Z][\w' -]{2,30}: \w")
_STATEMENT = re.compile(
    r"\b(?:statement|communiqu[e\u00e9]|declaration|press release|media office|"
    r"reports? of operations?|operations? report)\b",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"\b(?:ministry|minister|government|army|police|president|embassy|says?|said)\b", re.IGNORECASE
)
_DASHES = frozenset(["\u2014 ", "\u2013 "])  # "Kohsan \u2014 AFF claims to have killed a guard."
_SHORT = "|".join(name[:3] for name in MONTH_NAMES)
_MONTH = rf"(?:{'|'.join(MONTH_NAMES)}|(?:{_SHORT}|Sept)\.?)"
_BETWEEN = re.compile(
    rf"[\s\d.,/&()*\u2022\u2013\u2014-]*(?:{_MONTH}\b[\s\d.,:\u2013\u2014-]*)?(?:and\s+)?"
)  # "2. Kunar / Dangam", "3 March, Shaktoi."


def heading_of(text: str, run: Sentence, located: list[Located]) -> Located | None:
    """Return the place that heads a sentence: "Panjsher.", "2. Kunar / Dangam: ..."."""
    position = run.start
    last: Located | None = None
    for pair in located:
        if _BETWEEN.fullmatch(text, position, pair[0].start) is None:
            break
        position, last = pair[0].end, pair
    after = text[position : run.end].lstrip()
    alone = located[:1] == [last] and last is not None and last[0].kind_hint is None
    heads = last is not None and (
        after[:1] == ":" or after in {"", "."} or (alone and after[:2] in _DASHES)
    )
    return last if heads and last is not None and not _is_dateline(last[0].surface) else None


def _is_dateline(surface: str) -> bool:
    """Tell whether a place is shouted as a dateline is ("LAHORE: ..."), and no acronym (KP)."""
    return surface.isupper() and len(surface) > _LONGEST_ACRONYM


def is_dateline(text: str, run: Sentence, located: list[Located], *, first: bool) -> bool:
    """Tell whether a sentence opens with its place of publication ("LAHORE: ", "Srinagar: ").

    Parameters
    ----------
    text, run, located
        The text, the sentence and its places.
    first
        Whether it is the text's first; elsewhere only shouted names are datelines.
    """
    if not located or located[0][0].start != run.start:
        return False
    mention, resolution = located[0]
    if _is_dateline(mention.surface):
        return True
    place = resolution.place
    city = (
        place is not None
        and max((c.population for c in resolution.candidates), default=0) >= _PRESS_CITY
    )
    mark = text[mention.end : mention.end + 3]
    town = place is not None and place.kind is PlaceKind.POPULATED
    tells = (town and mark[1:] in _DASHES) or (len(located) > 1 and mark[:2] == ": ")
    return first and city and tells


def heads_attacks(words: str) -> bool:
    """Tell whether a line heads a list of attacks ("Claimed attacks, first quarter")."""
    short = len(words) < _LONGEST_HEADING and not words.rstrip().endswith((".", "?", "!"))
    return short and _ATTACKS.search(words) is not None


def signs(text: str, line: tuple[int, int], actors: Sequence[ActorMention]) -> bool:
    """Tell whether a text opens as its group's own words: "PKK: Statement", a letterhead.

    Parameters
    ----------
    text, line
        The text and its title or first sentence.
    actors
        The groups that the line names.
    """
    if not actors or _STATES.search(text, *line):
        return False
    head = text[line[0] : line[1]]
    letterhead = len(head) < _LONGEST_HEADING and not head.endswith((".", "?", "!"))
    first = actors[0]
    stated = _STATEMENT.search(head) is not None
    whole = letterhead and first.end >= line[1] - 2 and text[first.start - 2 : first.start] == ", "
    return (letterhead and stated) or whole


def says_none(words: str) -> bool:
    """Tell whether a row says that there is nothing to tell: "TJP: none"."""
    return _NONE.search(words) is not None


@dataclass(slots=True)
class Telling:
    """The state of one reading of one text.

    Attributes
    ----------
    text
        The text, or the title that the text lacks.
    year
        The year of publication, or None.
    discourse
        The actors named so far.
    places
        The places named so far, with what they resolve to.
    past
        True while the text tells of an earlier period.
    before
        The sentences so far, with their places.
    people
        Surnames of leaders introduced as "its founder, Abdul Wali", with their actors.
    heading
        The place that heads the paragraph ("Panjsher."), or None.
    dateline
        The place that the text is dated from ("QUETTA: ..."), or None.
    lists_attacks
        True below a heading that says so: rows without a verb tell of attacks.
    """

    text: str
    year: int | None
    discourse: Discourse = field(default_factory=Discourse)
    places: list[Located] = field(default_factory=list)
    past: bool = False
    heading: Located | None = None
    lists_attacks: bool = False
    dateline: Located | None = None
    paragraph: int = -1
    before: list[tuple[Sentence, list[Located]]] = field(default_factory=list)
    people: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def enter(self, run: Sentence, located: list[Located]) -> None:
        """Follow the period, the heading and the places as a sentence begins."""
        words = self.text[run.start : run.end]
        if run.paragraph != self.paragraph:
            self.past = self.past and goes_on_telling(words)
            self.heading = None
            self.paragraph = run.paragraph
        if dates_the_past(words, self.year):
            self.past = True
        elif is_recent(words):
            self.past = False
        dated = is_dateline(self.text, run, located, first=not self.before)
        if dated:
            self.dateline = self.dateline or located[0]
        self.places += [pair for pair in located if not _is_dateline(pair[0].surface)]
        if located and not dated and (run.opens or _NAMES_AND_TELLS.match(words)):
            self.heading = heading_of(self.text, run, located) or self.heading
        self.lists_attacks = self.lists_attacks or heads_attacks(words)

    def countries(self) -> list[str]:
        """Return the countries of the places so far, the latest first."""
        codes = [resolution.place.country_iso2 for _, resolution in self.places if resolution.place]
        return [code for code in reversed(codes) if code]

    def leave(self, run: Sentence, located: list[Located]) -> None:
        """Remember a sentence once it is read."""
        self.before.append((run, located))
