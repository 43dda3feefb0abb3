"""Text -> place mentions: toponyms that are places and not parts of other names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from geo.countries import demonyms
from geo.grammar.lexicon import Lexicon, Tag
from geo.moment_patterns import DAY_NAMES, MONTH_NAMES
from geo.records import ActorMention, Place, PlaceKind, PlaceMention
from geo.territories import capital_of, road_between, territory, tribal_areas

if TYPE_CHECKING:
    from collections.abc import Sequence


class Toponyms(Protocol):
    """What the scanner needs of a gazetteer."""

    def ends(self, folded: str, start: int) -> list[int]:
        """End offsets of the names that begin at ``start``, longest first."""

    def lookup(self, name: str) -> tuple[Place, ...]:
        """All entries of a name, best prior first."""

    def place(self, place_id: str) -> Place:
        """Return the entry of an id."""

    def is_common(self, key: str) -> bool:
        """Whether the name is also an ordinary word."""


_CALENDAR = frozenset([*DAY_NAMES, *MONTH_NAMES, "None", "Some", "Four"])


# Ghana and Zambia have provinces of such names; without a word such as "Region" they are none.
_DIRECTIONS = frozenset("north south east west northern southern eastern western central".split())
# The next word that can begin a name, past all that begin small; but see "tribal areas".
_NEXT_CAPITAL = re.compile(
    r"(?:(?<=[\w'\u2019])[\w'\u2019]++)?"
    r"(?:(?!tribal\b)[a-z][\w'\u2019.-]*+|[^\w'\u2019]++|[\d_'\u2019][\w'\u2019]*+)*+"
    r"([^\W\d_][\w'\u2019.-]*)"
)


_REGION = re.compile(r" (?:region|oblast|province)\b")
_NEXT_WORD = re.compile(r" ([A-Z][a-z]+)\b")
_SITES = frozenset(
    "Airbase Airfield Airport Bazaar Bazar Base Bridge Camp Cantonment Dam Division Fort Garrison "
    "Hospital Island Jail Mosque Pass Police Port Prison Road Station Square University".split()
)
_DETERMINER = re.compile(r" (?:the|a|an|its|their|his|her)\b")
_CALLED = ("known only as ", "known only by the name ")
_TOWN_OF = (" city of ", " town of ")
_AGENCY = re.compile(r" (?:news agency|agency (?:report|said|says|quot|add|wrote|cit))")
_SHORT_FORM = 3  # letters
_KIND_AFTER = re.compile(
    r"(?:[ \n]|-)(?:tribal )?(districts?|provinces?|agency|agencies|tehsils?|city|town|village|"
    r"division|county|region|oblast|prefecture|governorate|valley|corridor|prov\.|wilayat|subdivision|area|hills|"
    r"mountains|pass)\b",
    re.IGNORECASE,
)


_KINDS = {
    "district": PlaceKind.ADMIN2,
    "agency": PlaceKind.ADMIN2,
    "agencie": PlaceKind.ADMIN2,
    "tehsil": PlaceKind.ADMIN2,
    "county": PlaceKind.ADMIN2,
    "prefecture": PlaceKind.ADMIN2,
    "subdivision": PlaceKind.ADMIN2,
    "province": PlaceKind.ADMIN1,
    "prov.": PlaceKind.ADMIN1,
    "wilayat": PlaceKind.ADMIN1,
    "oblast": PlaceKind.ADMIN1,
    "governorate": PlaceKind.ADMIN1,
    "city": PlaceKind.POPULATED,
    "town": PlaceKind.POPULATED,
    "village": PlaceKind.POPULATED,
    "valley": PlaceKind.FEATURE,
    "corridor": PlaceKind.FEATURE,
    "hill": PlaceKind.FEATURE,
    "mountain": PlaceKind.FEATURE,
    "pas": PlaceKind.FEATURE,
}


_LAST_WORD = re.compile(r"[\w'\u2019.-]+\Z")
_FAR = 30  # characters before a name in which the word before it begins


_PEOPLES = re.compile(
    r"\b([A-Z][a-z]+) "
    r"(?:(?:[a-z]+ )?(?:city|district|province|region|side|town|valley|village) of )?$"
)
_PARTS = re.compile(r"[-.]")
_AFTER = re.compile(r"[ \n]([\w'\u2019-]+)")


_LOCATIVE = int(Tag.LOCATIVE_PHRASE)
_AT = int(Tag.LOCATIVE_PHRASE | Tag.AROUND_PHRASE)
_BEFORE_OK = int(Tag.BEFORE_NAME_PHRASE | Tag.LOCATIVE_PHRASE)
_SAYS = int(Tag.SAY_VERB)
_TITLE = int(Tag.PERSON_TITLE_PHRASE)
_OFFICE_BEFORE = re.compile(r"(\w+), $")
_OFFICE = int(Tag.PEOPLE_NOUN | Tag.OFFICIAL_NOUN)
_HEADS_NAME = int(Tag.BEFORE_NAME_PHRASE | Tag.PERSON_TITLE_PHRASE)
_INSTITUTION = int(Tag.INSTITUTION_PHRASE)
# Words after which the name of a small town is no surprise.
_SUPPORTS = int(
    Tag.LOCATIVE_PHRASE
    | Tag.AROUND_PHRASE
    | Tag.BEFORE_NAME_PHRASE
    | Tag.VIOLENCE_VERB
    | Tag.CONTROL_VERB
    | Tag.MOVEMENT_VERB
)


_MINOR = 100_000  # a town below this needs a locative word beside a name that is a common word


_COMPOUND = re.compile(r"-(?:e|i|ye|yi|ul|al|backed|led|born|bound|style|trained)\b|-[A-Z]")


_NEXT_NAME = re.compile(
    r" (?!(?:District|Province|City|Agency|Tehsil|Valley|Airport|University)\b)[A-Z][a-z]"
)


def place_mentions(
    text: str,
    folded: str,
    run: tuple[int, int],
    taken: Sequence[ActorMention],
    toponyms: Toponyms,
    lexicon: Lexicon,
) -> list[PlaceMention]:
    """Find the toponyms in a run of the text, outside the names of actors.

    Names inside a person's, a company's or an institution's name are left out; a word that is a
    toponym and an ordinary word needs a locative word before it.
    """
    found: list[PlaceMention] = []
    begin, stop = run
    position = begin
    blocked = [
        (m.start, m.end) for m in taken if m.how != "anaphor" and m.start < stop and m.end > begin
    ]
    while match := _NEXT_CAPITAL.match(text, position, stop):
        start, position = match.span(1)
        word = match[1]
        if word.rstrip(".-'\u2019") in _CALENDAR:
            continue
        if blocked and (inside := next((e for s, e in blocked if s <= start < e), 0)) > start:
            position = inside
            continue
        if word[0].islower():
            if word == "tribal":
                found += tribal_areas(text, start, stop, toponyms)
            continue
        mention = (
            road_between(text, start, stop, toponyms)
            or territory(text, word, start, stop, toponyms)
            or _named(text, folded, (start, begin, stop), toponyms, lexicon)
        )
        if mention is not None:
            mention = capital_of(text, mention, stop, toponyms) or mention
            found.append(mention)
            position = mention.end
        else:
            # a hyphenated or dotted word may hold a name in its later part; blanks end the rest
            position = max(start + len(_PARTS.split(word, maxsplit=1)[0]), start + 1)
    return found


@dataclass(frozen=True, slots=True)
class _Spot:
    """A name where it stands: its offsets, where its sentence begins, the word before it."""

    text: str
    folded: str
    start: int
    end: int
    begin: int
    before: tuple[int, int] | None

    def previous(self) -> str:
        """Return the word before, as written."""
        return self.text[self.before[0] : self.before[1]] if self.before else ""

    def key(self) -> str:
        """Return the name as the tables have it."""
        return self.folded[self.start : self.end]

    def tags_before(self, lexicon: Lexicon) -> int:
        """Return what the word before can be."""
        before = self.before
        return lexicon.words.get(self.folded[before[0] : before[1]], 0) if before else 0


def _named(
    text: str,
    folded: str,
    where: tuple[int, int, int],
    toponyms: Toponyms,
    lexicon: Lexicon,
) -> PlaceMention | None:
    start, begin, stop = where
    for end in toponyms.ends(folded, start):
        if end > stop or not _capitals_fit(text[start:end]) or _goes_on(text, end):
            continue
        spot = _Spot(text, folded, start, end, begin, _word_before(text, begin, start))
        if _part_of_name(spot, toponyms, lexicon):
            return None
        candidates = toponyms.lookup(spot.key())
        if not candidates:
            continue
        after, hint = _kind_after(text, end, stop)
        if not hint and text.endswith(_TOWN_OF, begin, start):
            hint = PlaceKind.POPULATED  # "in the city of Osh", not the region
        if (not hint and spot.key() in _DIRECTIONS) or _is_word(text[start:end], candidates):
            return None
        if not hint and _is_person(spot, candidates, lexicon):
            return None
        if not hint and not _is_major(candidates) and not _supported_place(spot, lexicon):
            return None
        around = _REGION.match(text, end)
        if around and (wide := toponyms.lookup(spot.key() + around[0])):
            after, candidates = around.end(), wide  # "Tashkent region", not the city
        narrowed = _of_people(text, start, candidates)
        return PlaceMention(start, after, text[start:after], narrowed, hint)
    return None


def _is_word(surface: str, candidates: tuple[Place, ...]) -> bool:
    """Tell whether a country's short form is none, for it is a word: "Car bomb", but "CAR"."""
    short = len(surface) <= _SHORT_FORM and not surface.isupper()
    return short and candidates[0].kind is PlaceKind.COUNTRY


def _of_people(text: str, start: int, candidates: tuple[Place, ...]) -> tuple[Place, ...]:
    """Keep the places of the country that an adjective names: "the Afghan city of Khost"."""
    if len({place.country_iso2 for place in candidates}) == 1:
        return candidates
    match = _PEOPLES.search(text, max(0, start - _FAR), start)
    iso2 = demonyms().country.get(match[1]) if match else None
    own = tuple(p for p in candidates if p.country_iso2 == iso2) if iso2 else ()
    return own or candidates


def _word_before(text: str, begin: int, start: int) -> tuple[int, int] | None:
    """Return the offsets of the word that a blank (or a wrapped line) parts from a name."""
    stop = start - 1
    if stop < begin or text[stop] not in " \n":
        return None
    if text[stop] == "\n" and stop > begin and text[stop - 1] in " \n":
        stop -= 1
    first = max(begin, start - _FAR)
    match = _LAST_WORD.search(text, max(first, text.rfind(" ", first, stop) + 1), stop)
    return match.span() if match else None


def _goes_on(text: str, end: int) -> bool:
    """Tell whether a longer compound follows ("Qala-e Zaman Khan", "Kabul-based")."""
    return text[end : end + 1] == "-" and _COMPOUND.match(text, end) is not None


def _named_on(text: str, end: int) -> bool:
    """Tell whether a capital word follows at once: "Hassan Khel" is not Hassan."""
    return _NEXT_NAME.match(text, end) is not None


def _is_person(spot: _Spot, candidates: Sequence[Place], lexicon: Lexicon) -> bool:
    """Tell whether a name belongs to somebody: "Mangal Bagh", "Davis stressed", "said Amani"."""
    text, end = spot.text, spot.end
    tags = spot.tags_before(lexicon)
    own = lexicon.words.get(spot.key(), 0)
    if own & _HEADS_NAME and _named_on(text, end):
        return True  # "North Rhine", "Khan Touman": the head of a name that no table has
    if tags & _AT and _heads_longer(text, end, candidates, lexicon):
        return True
    if tags & _AT or _is_area(candidates):
        return False
    if _named_on(text, end):
        return True
    after = _AFTER.match(text, end)
    says = lexicon.words.get(after.group(1).lower(), 0) & _SAYS if after else 0
    return bool(says or tags & _SAYS) and all(p.population < _MINOR for p in candidates)


def _heads_longer(text: str, end: int, candidates: Sequence[Place], lexicon: Lexicon) -> bool:
    """Tell whether a village's name begins one that no table has: "in Khwaja Tut village"."""
    follows = _NEXT_WORD.match(text, end)
    small = all(p.kind in {PlaceKind.POPULATED, PlaceKind.FEATURE} for p in candidates)
    if follows is None or not small or any(p.population >= _MINOR for p in candidates):
        return False
    word = follows[1]
    known = lexicon.words.get(word.lower(), 0) or word in demonyms().country or word in _CALENDAR
    return not known and word not in _SITES


def _is_area(candidates: Sequence[Place]) -> bool:
    return any(p.kind in {PlaceKind.COUNTRY, PlaceKind.ADMIN1} for p in candidates)


def _is_major(candidates: Sequence[Place]) -> bool:
    """Tell whether a name can stand without support: an area, or a town that readers know."""
    return any(p.kind is not PlaceKind.POPULATED or p.population >= _MINOR for p in candidates)


def _supported_place(spot: _Spot, lexicon: Lexicon) -> bool:
    """Tell whether a small town's name stands where a place stands: after "in", in a list."""
    if spot.before is None:
        after = spot.text[spot.end : spot.end + 1]
        return spot.start > spot.begin or after in {":", ",", ".", "/"}
    previous = spot.previous()
    listed = previous.endswith(",") or spot.folded[spot.before[0] : spot.before[1]] in {"and", "or"}
    return listed or bool(spot.tags_before(lexicon) & _SUPPORTS)


def _capitals_fit(surface: str) -> bool:
    """Tell whether the last word of a name is no lower-case word of the sentence."""
    words = surface.split()
    return (
        len(words) == 1 or words[-1][:1].isupper() or not words[-1][:1].isalpha() or "-" in surface
    )


def _kind_after(text: str, end: int, stop: int) -> tuple[int, PlaceKind | None]:
    match = _KIND_AFTER.match(text, end)
    if match is None or match.end() > stop:
        return end, None
    kind = _KINDS.get(match.group(1).lower().rstrip("s"))
    return match.end(), kind


def _part_of_name(spot: _Spot, toponyms: Toponyms, lexicon: Lexicon) -> bool:
    """Tell whether the name belongs to a person, a company or a plain word of the sentence."""
    after = _AFTER.match(spot.text, spot.end)
    agency = _AGENCY.match(spot.text, spot.end) is not None
    if agency or (after is not None and _institution(after.group(1), lexicon)):
        return True
    if _holds_office(spot, lexicon):
        return True
    if spot.before is None:
        verb = _DETERMINER.match(spot.text, spot.end) is not None  # "Reading the calendar"
        return spot.start == spot.begin and (verb or _is_plain_word(spot, toponyms))
    previous = spot.previous()
    tags = spot.tags_before(lexicon)
    if tags & _TITLE or spot.text.endswith(_CALLED, spot.begin, spot.start):
        return True
    owner = previous.endswith(("'s", "\u2019s", "'", "\u2019"))
    if previous[0].isupper() and not (owner or tags & _BEFORE_OK or previous.isupper()):
        # "Nasrat Wardak"; but "Monday Kunduz" or a name after a sentence's first word may stand
        return spot.before[0] > spot.begin or not tags
    return not tags & _LOCATIVE and _is_plain_word(spot, toponyms)


def _holds_office(spot: _Spot, lexicon: Lexicon) -> bool:
    """Tell whether an office and a comma stand before a longer name: "the leader, Salahuddin X"."""
    if not spot.text.endswith(", ", spot.begin, spot.start):
        return False
    office = _OFFICE_BEFORE.search(spot.text, max(spot.begin, spot.start - _FAR), spot.start)
    held = office is not None and lexicon.words.get(office[1].lower(), 0) & _OFFICE
    return bool(held) and _named_on(spot.text, spot.end)


def _is_plain_word(spot: _Spot, toponyms: Toponyms) -> bool:
    """Tell whether the name is also an ordinary word, and stands in no list of names."""
    return toponyms.is_common(spot.key()) and not _listed(spot.folded, spot.start, spot.begin)


def _listed(folded: str, start: int, begin: int) -> bool:
    """Tell whether a common word goes on a list of names: "Achin, Deh Bala and Kot"."""
    before = folded[max(begin, start - 40) : start]
    return (
        re.search(r"(?:in|at|near|from) [\w' ]+(?:, [\w' ]+)*,? (?:and|or) $", before) is not None
    )


def _institution(word: str, lexicon: Lexicon) -> bool:
    tags = lexicon.words.get(word.lower(), 0) if word[:1].isupper() else 0
    return bool(tags & _INSTITUTION)
