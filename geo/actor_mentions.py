"""Text -> actor mentions: registry names, acronyms the text introduces, unlisted groups."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.grammar.lexicon import Lexicon, Tag
from geo.records import ActorMention

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.actors import ActorName, Registry


_ACRONYM = re.compile(  # with two capitals: "TTP (Kunar)" gives a place
    r"\s*\((?:the\s+|or\s+)?(?=[^)]*[A-Z][^)]*[A-Z])"
    r"([A-Z][A-Za-z]*(?:[-/][A-Z][A-Za-z]*)*)[),;]"
)


_CAPITAL = r"[A-Z][\w'\u2019-]+"
_PARTICLE = r"(?:e|i|ul|al|ut|us|ur|un|ud)"
_KIND_OF_GROUP = (
    r"(?:Liberation|Revolutionary|Republican|Resistance|Freedom|Islamic|Mujahideen|Jihadi?|"
    r"People's)"
)
_KIND_OF_FORCE = (
    r"(?:Army|Front|Brigades?|Movement|Battalion|Forces?|Guards|Tigers|Party|Organisation)"
)
# Groups that no registry knows but that a text names as one: "Sindhudesh Revolutionary Army",
# "Lashkar-e-X", "Ajnad al-X".
_UNLISTED = re.compile(
    rf"\b(?:(?:{_CAPITAL}\s+(?:and\s+)?){{1,4}}{_KIND_OF_GROUP}\s+(?:{_CAPITAL}\s+)?{_KIND_OF_FORCE}"
    rf"|(?:Lashkar|Jaish|Jaysh|Harakat|Harkat|Tehrik|Tehreek|Katibat|Katiba|Liwa|Ansar|Junood|Jund|"
    rf"Saraya|Kataib)[- ]{_PARTICLE}[- ][A-Z][\w'\u2019]+(?:[- ](?:{_PARTICLE}|[A-Z][\w'\u2019]+))*"
    rf"|(?:Ajnad|Harakat|Harkat|Katibat|Liwa|Junud) (?:al-)?[A-Z][\w'\u2019]+"
    rf"(?:[- ](?:{_PARTICLE}|[A-Z][\w'\u2019]+))*)"
)
_SUPPORT = int(
    Tag.PEOPLE_NOUN
    | Tag.PRESENCE_NOUN
    | Tag.VIOLENCE_NOUN
    | Tag.VIOLENCE_VERB
    | Tag.OPERATION_NOUN
    | Tag.OPERATION_VERB
)


_RULE = int(Tag.CONTROL_VERB | Tag.CONTROL_NOUN)  # "the Taliban took Zaranj"
_WORD = re.compile(r"\w+(?:['\u2019]\w+)?")


_DISTINCT_LENGTH = 5  # a weak alias as long as this needs support in the text, not beside it


_NEXT_WORD = 20  # characters after a name in which the next word begins and ends
_NEAR = 80  # characters in which a short weak alias looks for support


_NO_FIRST_NAME = frozenset(
    {"the", "and", "but", "pakistan", "afghan", "senior", "both", "in", "when", "a"}
)
_HEADS = frozenset(["network", "group", "movement", "emirate", "khawarij", "khwarij"])
_NAME_OF_PERSON = r"(?:[A-Z][a-z]+ ){1,3}(?:said|says|told|added|confirmed|announced)\b"
# A rank that is also a group's acronym: "SSP Imran Khan said", "an SSP told reporters".
_RANK_BEFORE = re.compile(rf" {_NAME_OF_PERSON}")
_RANK_SPEAKS = re.compile(r" (?:said|says|told|added|and|of police)\b")
# What bears a group's name or its namesake's: "Jundullah Lane", "the Ansarullah library".
_NAMED_AFTER = re.compile(
    r"[ -](?:[Gg]ah|Lane|Street|Road|Colony|Park|Chowk|[Ll]ibrary|School|Hospital|University|"
    r"Foundation)\b"
)


_OFFICE = 45  # characters between a group and the name of its commander
_ITS_LEADER = re.compile(
    r"(?:['\u2019]s)? (?:\w+ ){0,3}?(?:leader|chief|commander|emir|head|founder|deputy)s?,? "
)
_STATE_ARMY = re.compile(
    r"\b(?:Pakistan|Indian|Afghan|National Army|US|U\.S\.|British|Iranian|Chinese|Russian|"
    r"Syrian Arab|Turkish|Revolutionary Guards?|Peshawar|Tahafuz)\b"
)


_SMALL_WORDS = r"(?:(?:of|for|the|and|on|in|de|al|ul|e|i)[ -])*"
_EXPANSION = re.compile(
    rf"((?:[A-Z][\w'\u2019]+[ -]{_SMALL_WORDS}){{2,7}})\(([A-Z][A-Za-z-]{{1,8}})\)"
)


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
    raw = [
        m
        for m in registry.find(folded)
        if _looks_like(text, m) and not _goes_on(text, m) and not _NAMED_AFTER.match(text, m[1])
    ]
    raw = _without_other_meanings(text, raw)
    if not raw and not _UNLISTED.search(text):
        return []
    strong = {i for _, _, name in raw if not name.weak for i in name.actor_ids}
    found: list[ActorMention] = []
    bound: dict[str, tuple[str, ...]] = {}
    people: set[str] = set()
    spans = [(start, end) for start, end, _ in raw]
    for start, end, name in raw:
        ids = (_kin(name, strong, registry) if name.weak else ()) or name.actor_ids
        if name.person and _led_by_another(text, found, start, ids):
            continue  # "the TTP commander Omar Khalid Khorasani"
        if name.weak and not _in_list(text, spans, start, end):
            known = text[start:end] in people and not _has_people(text, end, lexicon)
            if known or _within_person(text, start, end):
                if _ends_person(text, start, end):
                    people.add(text[start:end])  # "Khalil Haqqani ... Haqqani", the same man
                continue
            kin = _kin(name, strong, registry)
            if not kin and not _in_context(folded, start, end, lexicon):
                continue
        elif not name.exact and (acronym := _ACRONYM.match(text, end)):
            bound.setdefault(acronym.group(1), ids)
        found.append(
            ActorMention(start, end, text[start:end], ids, "weak" if name.weak else "name")
        )
    _add_unlisted(text, found, bound)
    _add_bound(text, found, bound)
    found.sort(key=lambda mention: mention.start)
    return found


def _led_by_another(
    text: str, found: Sequence[ActorMention], start: int, ids: tuple[str, ...]
) -> bool:
    """Tell whether a text makes a leader that of another group, which it names right before."""
    before = found[-1] if found else None
    if before is None or before.actor_ids == ids or not 0 < start - before.end <= _OFFICE:
        return False
    return _ITS_LEADER.fullmatch(text, before.end, start) is not None


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
        spelt = _spells(match.group(1), match.group(2))  # "Camps in Kunar (ISKP)" does not
        if spelt and not any(start < name_end <= end + 1 for start, end in spans):
            other.add(match.group(2))
    return [m for m in raw if text[m[0] : m[1]] not in other]


def _spells(name: str, acronym: str) -> bool:
    """Tell whether most letters of an acronym, two or more, are initials of a name."""
    initials = [word[0] for word in re.findall(r"[A-Z]\w*", name)]
    letters = [letter for letter in acronym if letter.isupper()]
    spelt = sum(letter in initials for letter in letters)
    return spelt > 1 and spelt * 2 > len(letters)  # "a Pakistan Province (ISPP)" is none


_COMPOUND = re.compile(rf"-(?:{_PARTICLE}-|[A-Z])|[- ]{_PARTICLE}[- ][A-Z]")


def _goes_on(text: str, match: tuple[int, int, ActorName]) -> bool:
    """Tell whether a one-word name is the head of a longer one: "Jaish-e-Fursan-e-Muhammad"."""
    start, end, name = match
    return not name.exact and " " not in text[start:end] and bool(_COMPOUND.match(text, end))


def _looks_like(text: str, match: tuple[int, int, ActorName]) -> bool:
    """Tell whether the case of the text fits the name."""
    start, end, name = match
    surface = text[start:end]
    capitals = sum(c.isupper() for c in surface)
    if name.exact:
        if name.exact.isupper() or name.weak:
            return surface in {name.exact, surface.upper()}
        return surface == name.exact or capitals > 1
    return capitals > 0 or (len(surface.split()) > 1 and not name.weak)


def _kin(name: ActorName, strong: set[str], registry: Registry) -> tuple[str, ...]:
    """Return the actors of a weak name that the text names in full, or whose family it names."""
    families = {registry.family(i) for i in strong}
    same = tuple(i for i in name.actor_ids if i in strong)
    return same or tuple(i for i in name.actor_ids if registry.family(i) in families)


def _in_context(folded: str, start: int, end: int, lexicon: Lexicon) -> bool:
    """Tell whether the words about a weak name speak of armed groups."""
    near = _NEAR if end - start < _DISTINCT_LENGTH else len(folded)
    around = folded[max(0, start - near) : start] + " " + folded[end : end + near]
    support = _SUPPORT | (_RULE if folded[start:end] == "taliban" else 0)
    return any(lexicon.words.get(match[0], 0) & support for match in _WORD.finditer(around))


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
    if surface.isupper():
        article = text.endswith(("an ", "An "), 0, start)
        speaks = article and _RANK_SPEAKS.match(text, end) is not None
        holder = _RANK_BEFORE.match(text, text.find(f"{surface} ") + len(surface))
        return speaks or holder is not None
    if " " in surface:
        return False
    after = re.match(r" ([A-Z][\w'\u2019-]+)", text[end : end + 30])
    if after and after.group(1).lower() not in _HEADS:
        return surface != "Taliban"
    return _ends_person(text, start, end)


def _ends_person(text: str, start: int, end: int) -> bool:
    """Tell whether a name is a surname: "Khalil Haqqani", "one Haqqani, an advocate"."""
    before = re.search(r"([A-Z][\w'\u2019-]+) $", text[max(0, start - 30) : start])
    named = before is not None and before.group(1).lower() not in _NO_FIRST_NAME
    called = text.endswith((" one ", " Mr ", " Mr. "), 0, start)
    return (named or called) and text[start:end] != "Taliban"


def _has_people(text: str, end: int, lexicon: Lexicon) -> bool:
    """Tell whether what a group has follows its name: "Haqqani fighters"."""
    after = _WORD.search(text, end, end + _NEXT_WORD)
    return after is not None and bool(lexicon.words.get(after.group().lower(), 0) & _SUPPORT)


def _overlaps(found: Sequence[ActorMention], start: int, end: int) -> bool:
    return any(m.start < end and start < m.end for m in found)


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
