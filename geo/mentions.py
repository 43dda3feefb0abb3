"""Actor and place mentions of a text: what is named, and where it stands."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Protocol

from geo import tables
from geo.lexicon import Lexicon, Tag
from geo.records import ActorMention, Place, PlaceKind, PlaceMention

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.actors import ActorName, Registry


class Toponyms(Protocol):
    """What the scanner needs of a gazetteer."""

    def ends(self, folded: str, start: int) -> list[int]:
        """End offsets of the names that begin at ``start``, longest first."""

    def lookup(self, name: str) -> tuple[Place, ...]:
        """All entries of a name, best prior first."""

    def place(self, place_id: str) -> Place:
        """The entry of an id."""

    def is_common(self, key: str) -> bool:
        """Whether the name is also an ordinary word."""


# ---------------------------------------------------------------- actors

_ACRONYM = re.compile(r"\s*\((?:the\s+|or\s+)?([A-Z][A-Za-z]*(?:[-/][A-Z][A-Za-z]*)*)[),;]")
_UNLISTED = re.compile(
    r"\b(?:(?:[A-Z][\w'\u2019-]+\s+){1,4}"
    r"(?:Liberation|Revolutionary|Republican|Resistance|Freedom|Islamic|Mujahideen|Jihadi?)\s+"
    r"(?:[A-Z][\w'\u2019-]+\s+)?(?:Army|Front|Brigades?|Movement|Battalion|Forces?|Guards|Tigers|Party)"
    r"|(?:[A-Z]\w+ )People's Army|(?:Ajnad|Harakat|Harkat|Katibat|Liwa|Junud) (?:al-)?[A-Z][\w'\u2019]+(?:[- ](?:e|i|ul|al|[A-Z][\w'\u2019]+))*|(?:Lashkar|Jaish|Jaysh|Harakat|Harkat|Tehrik|Tehreek|Katibat|Katiba|Liwa|Ansar|Junood|Jund|"
    r"Saraya|Kataib)[- ](?:e|i|ul|al|ut|us|ur|un|ud)[- ][A-Z][\w'\u2019]+"
    r"(?:[- ](?:e|i|ul|al|[A-Z][\w'\u2019]+))*)"
)
_SUPPORT = (
    Tag.PEOPLE_NOUN
    | Tag.PRESENCE_NOUN
    | Tag.VIOLENCE_NOUN
    | Tag.VIOLENCE_VERB
    | Tag.OPERATION_NOUN
    | Tag.OPERATION_VERB
)
_WORD = re.compile(r"\w+(?:['\u2019]\w+)?")
_DISTINCT_LENGTH = 5  # a weak alias as long as this needs support in the text, not beside it
_NEAR = 40  # characters in which a short weak alias looks for support


def actor_mentions(
    text: str, folded: str, registry: Registry, lexicon: Lexicon
) -> list[ActorMention]:
    """Find the names of actors, acronyms that the text introduces, and groups no registry knows.

    Parameters
    ----------
    text, folded
        The text, and ``geo.text.fold`` of it.
    registry, lexicon
        Names, and the words that support a weak one.

    Returns
    -------
    list of ActorMention
        In order of the text, none overlapping.
    """
    raw = [m for m in registry.find(folded) if _looks_like(text, m)]
    raw = _without_other_meanings(text, raw)
    if not raw and not _UNLISTED.search(text):
        return []
    strong = {i for _, _, name in raw if not name.weak for i in name.actor_ids}
    found: list[ActorMention] = []
    bound: dict[str, tuple[str, ...]] = {}
    spans = [(start, end) for start, end, _ in raw]
    for start, end, name in raw:
        ids = name.actor_ids
        if name.weak and not _in_list(text, spans, start, end):
            ids = _supported(text, folded, (start, end), name, strong, registry, lexicon)
            if not ids:
                continue
        elif acronym := _ACRONYM.match(text, end):
            bound.setdefault(acronym.group(1), ids)
        found.append(
            ActorMention(start, end, text[start:end], ids, "weak" if name.weak else "name")
        )
    _add_unlisted(text, found, bound)
    _add_bound(text, found, bound)
    found.sort(key=lambda mention: mention.start)
    return found


_EXPANSION = re.compile(
    r"((?:[A-Z][\w'\u2019]+[ -](?:(?:of|for|the|and|on|in|de|al|ul|e|i)[ -])*){2,7})\(([A-Z][A-Za-z-]{1,8})\)"
)


def _without_other_meanings(
    text: str, raw: list[tuple[int, int, ActorName]]
) -> list[tuple[int, int, ActorName]]:
    """Leave out an acronym that the text itself spells out as something else."""
    if "(" not in text:
        return raw
    other: set[str] = set()
    spans = [(start, end) for start, end, _ in raw]
    for match in _EXPANSION.finditer(text):
        name_end = match.end(1)
        if not any(start < name_end <= end + 1 for start, end in spans):
            other.add(match.group(2))
    return [m for m in raw if text[m[0] : m[1]] not in other]


def _looks_like(text: str, match: tuple[int, int, ActorName]) -> bool:
    """Tell whether the case of the text fits the name."""
    start, end, name = match
    surface = text[start:end]
    capitals = sum(c.isupper() for c in surface)
    if name.exact:
        if name.exact.isupper() or name.weak:
            return surface.upper() == surface
        return surface == name.exact or capitals > 1
    return capitals > 0 or (len(surface.split()) > 1 and not name.weak)


def _supported(  # noqa: PLR0913 - the evidence for a weak name is all of this
    text: str,
    folded: str,
    span: tuple[int, int],
    name: ActorName,
    strong: set[str],
    registry: Registry,
    lexicon: Lexicon,
) -> tuple[str, ...]:
    start, end = span
    if _within_person(text, start, end):
        return ()
    families = {registry.family(i) for i in strong}
    kin = tuple(i for i in name.actor_ids if i in strong)
    kin = kin or tuple(i for i in name.actor_ids if registry.family(i) in families)
    if kin:
        return kin
    near = _NEAR if len(name.exact or text[start:end]) < _DISTINCT_LENGTH else len(text)
    around = folded[max(0, start - near) : start] + " " + folded[end : end + near]
    if any(lexicon.words.get(w, 0) & _SUPPORT for w in _WORD.findall(around)):
        return name.actor_ids
    return ()


def _in_list(text: str, spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    """Tell whether a name stands in a list of actors: "TTP, LeI, JuA"."""
    glue = {",", "and", ", and", "or", "/"}
    return any(
        text[other_end:start].strip() in glue or text[end:other_start].strip() in glue
        for other_start, other_end in spans
        if 0 < start - other_end <= 6 or 0 < other_start - end <= 6  # noqa: PLR2004 - ", and "
    )


def _within_person(text: str, start: int, end: int) -> bool:
    """Tell whether a one-word name is a part of a person's name ("Husain Haqqani")."""
    surface = text[start:end]
    if " " in surface or surface.isupper():
        return False
    before = re.search(r"([A-Z][\w'\u2019-]+) $", text[max(0, start - 30) : start])
    after = re.match(r" ([A-Z][\w'\u2019-]+)", text[end : end + 30])
    if after and after.group(1).lower() not in {"network", "group", "movement", "emirate"}:
        return surface != "Taliban"
    return bool(before) and surface != "Taliban" and before.group(1).lower() not in _NO_FIRST_NAME


_NO_FIRST_NAME = frozenset(
    {"the", "and", "but", "pakistan", "afghan", "senior", "both", "in", "when", "a"}
)


def _overlaps(found: Sequence[ActorMention], start: int, end: int) -> bool:
    return any(m.start < end and start < m.end for m in found)


_STATE_ARMY = re.compile(
    r"\b(?:Pakistan|Indian|Afghan|National Army|US|U\.S\.|British|Iranian|Chinese|Russian|Syrian Arab|"
    r"Turkish|Revolutionary Guard|Peshawar|Tahafuz)\b"
)


def _add_unlisted(text: str, found: list[ActorMention], bound: dict[str, tuple[str, ...]]) -> None:
    for match in _UNLISTED.finditer(text):
        start, end = match.span()
        surface = re.sub(r"^(?:The|A|An|In|And|But)\s+", "", match.group())
        start = end - len(surface)
        if _overlaps(found, start, end) or _STATE_ARMY.search(surface):
            continue
        ids = (f"unlisted:{' '.join(surface.split())}",)
        found.append(ActorMention(start, end, surface, ids, "unlisted"))
        if acronym := _ACRONYM.match(text, end):
            bound.setdefault(acronym.group(1), ids)


def _add_bound(text: str, found: list[ActorMention], bound: dict[str, tuple[str, ...]]) -> None:
    for acronym, ids in bound.items():
        for match in re.finditer(rf"(?<![\w-]){re.escape(acronym)}(?!\w)", text):
            start, end = match.span()
            for known in [m for m in found if m.start == start and m.end == end]:
                found.remove(known)  # what the text says of its acronym goes before the registry
            if not _overlaps(found, start, end):
                how = "unlisted" if ids[0].startswith("unlisted:") else "name"
                found.append(ActorMention(start, end, acronym, ids, how))


# ---------------------------------------------------------------- places

_CALENDAR = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June "
    "July August September October November December None Some Four".split()
)
_CAPITALISED = re.compile(r"(?<![\w'\u2019])[^\W\d_][\w'\u2019.-]*")
_KIND_AFTER = re.compile(
    r"(?:[ \n]|-)(districts?|provinces?|agency|agencies|tehsils?|city|town|village|division|county|"
    r"region|oblast|prefecture|governorate|valley|corridor|prov\.|wilayat|subdivision|area|hills|"
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
_BEFORE = re.compile(r"([\w'\u2019.-]+)[ \n]$")
_AFTER = re.compile(r"[ \n]([\w'\u2019-]+)")
_BEFORE_OK = int(Tag.BEFORE_NAME_PHRASE | Tag.LOCATIVE_PHRASE)
_MINOR = 100_000  # a town below this needs a locative word beside a name that is a common word


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
    blocked = [(m.start, m.end) for m in taken if m.how != "anaphor"]
    while match := _CAPITALISED.search(text, position, stop):
        start = match.start()
        position = match.end()
        if match.group() in _CALENDAR:
            continue
        if (inside := next((e for s, e in blocked if s <= start < e), 0)) > start:
            position = inside
            continue
        if text[start].islower():
            continue
        mention = _territory(text, start, stop, toponyms) or _named(
            text, folded, (start, begin, stop), toponyms, lexicon
        )
        if mention is not None:
            found.append(mention)
            position = mention.end
        else:
            # a hyphenated or dotted word may hold a name in its later part; blanks end the rest
            position = start + len(re.split(r"[-.]", match.group(), maxsplit=1)[0]) or match.end()
            position = max(position, start + 1)
    return found


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
        if _part_of_name(text, folded, (start, end, begin), toponyms, lexicon):
            return None
        candidates = toponyms.lookup(folded[start:end])
        if not candidates:
            continue
        after, hint = _kind_after(text, end, stop)
        if not hint and _named_on(text, end) and not _is_area(candidates):
            return None
        if (
            not hint
            and not _is_major(candidates)
            and not _supported_place(text, folded, (start, end, begin), lexicon)
        ):
            return None
        surface = text[start:after]
        return PlaceMention(start, after, surface, candidates, hint)
    return None


_COMPOUND = re.compile(r"-(?:e|i|ye|yi|ul|al|based|backed|led|born|bound|style|trained)\b|-[A-Z]")


def _goes_on(text: str, end: int) -> bool:
    """Tell whether a longer compound follows ("Qala-e Zaman Khan", "Kabul-based")."""
    return _COMPOUND.match(text, end) is not None


_NEXT_NAME = re.compile(
    r" (?!(?:District|Province|City|Agency|Tehsil|Valley|Airport|University)\b)[A-Z][a-z]"
)


def _named_on(text: str, end: int) -> bool:
    """Tell whether a capital word follows at once: "Hassan Khel" is not Hassan."""
    return _NEXT_NAME.match(text, end) is not None


def _is_area(candidates: Sequence[Place]) -> bool:
    return any(
        p.kind in {PlaceKind.COUNTRY, PlaceKind.ADMIN1, PlaceKind.ADMIN2} for p in candidates
    )


def _is_major(candidates: Sequence[Place]) -> bool:
    """Tell whether a name can stand without support: an area, or a town that readers know."""
    return any(p.kind is not PlaceKind.POPULATED or p.population >= _MINOR for p in candidates)


def _supported_place(text: str, folded: str, where: tuple[int, int, int], lexicon: Lexicon) -> bool:
    """Tell whether a small town's name stands where a place stands: after "in", in a list of places."""
    start, end, begin = where
    before = _BEFORE.search(text, max(begin, start - 30), start)
    if before is None:
        return start > begin or text[end : end + 1] in {":", ",", ".", "/"}
    word = folded[before.start(1) : before.end(1)]
    listed = word in {"and", "or"} or text[before.end(1) - 1] == ","
    return listed or bool(
        lexicon.words.get(word, 0)
        & (
            Tag.LOCATIVE_PHRASE
            | Tag.AROUND_PHRASE
            | Tag.BEFORE_NAME_PHRASE
            | Tag.VIOLENCE_VERB
            | Tag.CONTROL_VERB
            | Tag.MOVEMENT_VERB
        )
    )


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


def _part_of_name(
    text: str,
    folded: str,
    where: tuple[int, int, int],
    toponyms: Toponyms,
    lexicon: Lexicon,
) -> bool:
    """Tell whether the name belongs to a person, a company or a plain word of the sentence."""
    start, end, begin = where
    words = lexicon.words
    before = _BEFORE.search(text, max(begin, start - 30), start)
    after = _AFTER.match(text, end)
    common = toponyms.is_common(folded[start:end]) and not _listed(text, folded, start, begin)
    if before is None:
        alone = common and start == begin
        return alone or (after is not None and _institution(after.group(1), words))
    previous = before.group(1)
    tags = words.get(folded[before.start(1) : before.end(1)], 0)
    if after is not None and _institution(after.group(1), words):
        return True
    if tags & Tag.PERSON_TITLE_PHRASE:
        return True
    owner = previous.endswith(("'s", "\u2019s", "'", "\u2019"))
    if previous[0].isupper() and not (owner or tags & _BEFORE_OK or previous.isupper()):
        # "Nasrat Wardak"; but "Monday Kunduz" or a name after a sentence's first word may stand
        return before.start(1) > begin or not tags
    return common and not tags & Tag.LOCATIVE_PHRASE


def _listed(text: str, folded: str, start: int, begin: int) -> bool:
    """Tell whether a common word goes on a list of names: "Achin, Deh Bala and Kot"."""
    before = folded[max(begin, start - 40) : start]
    return re.search(r"(?:in|at|near|from) [\w' ]+(?:, [\w' ]+)*,? and $", before) is not None


def _institution(word: str, words: dict[str, int] | object) -> bool:
    lookup = words if isinstance(words, dict) else {}
    return word[:1].isupper() and bool(lookup.get(word.lower(), 0) & Tag.INSTITUTION_PHRASE)


@cache
def governments() -> frozenset[str]:
    """Return the names, in lower case, that can stand for a government: countries and capitals."""
    with tables.source("countries.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    cells = (cell for row in rows for cell in (row["name"], row["names"], row["capital"]))
    return frozenset(name.strip().lower() for cell in cells for name in cell.split(";") if name)


@dataclass(frozen=True, slots=True)
class _Demonyms:
    pattern: re.Pattern[str]
    country: dict[str, str]


@cache
def _demonyms() -> _Demonyms:
    with tables.source("demonyms.csv").open(encoding="utf-8", newline="") as file:
        country = {row["demonym"]: row["country_iso2"] for row in csv.DictReader(file)}
    words = "|".join(sorted(country, key=len, reverse=True))
    pattern = re.compile(rf"({words})[ \n](soil|territory|territories|lands?|capital)\b")
    return _Demonyms(pattern, country)


def _territory(text: str, start: int, stop: int, toponyms: Toponyms) -> PlaceMention | None:
    """Read "Afghan soil" as the country and "the Afghan capital" as its capital."""
    table = _demonyms()
    match = table.pattern.match(text, start, stop)
    if match is None:
        return None
    iso2 = table.country[match.group(1)]
    candidates = _of_country(iso2, match.group(2), toponyms)
    return PlaceMention(start, match.end(), match.group(), candidates) if candidates else None


def _of_country(iso2: str, word: str, toponyms: Toponyms) -> tuple[Place, ...]:
    if word != "capital":
        return (toponyms.place(f"country:{iso2}"),)
    with tables.source("countries.csv").open(encoding="utf-8", newline="") as file:
        capital = next((r["capital"] for r in csv.DictReader(file) if r["iso2"] == iso2), "")
    found = toponyms.lookup(capital.split(";")[0]) if capital else ()
    return tuple(p for p in found if p.country_iso2 == iso2 and p.kind is PlaceKind.POPULATED)[:1]
