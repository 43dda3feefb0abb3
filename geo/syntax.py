"""A sentence as items (words, actors, places), coordinated groups and clauses.

No full parse: what the claim rules need is which words stand in one clause, which actors and
places are one list, and which clause a relative, reported or coordinated clause hangs on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from geo.lexicon import Lexicon, Tag
from geo.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.records import ActorMention, PlaceMention

TOKEN = re.compile(r"['\u2019]s\b|[^\W_]+(?:['\u2019](?!s\b)[^\W_]+)*|(?<=\s)-+(?=\s)|[^\w\s-]")

FINITE = int(Tag.FINITE)
SAY = int(Tag.SAY_VERB)
NOUN_BEFORE = frozenset(
    "the a an this that these those its their his her our some any no each every another one two three "
    "four five six seven eight nine ten several many few more most of in on at by for with from into "
    "to against after before during amid since until own new old latest recent first second last such "
    "claimed deadly major fresh similar joint".split()
)
AUXILIARIES = frozenset(
    "is are was were be been being has have had do does did will would can could may might shall "
    "should must 's 're get got gets".split()
)
BE = frozenset(
    ["is", "are", "was", "were", "be", "been", "being", "'s", "'re", "get", "got", "gets"]
)
ADVERBS = frozenset(
    "not also since then now still already later once again never ever reportedly allegedly only "
    "mainly chiefly largely mostly just soon first always often usually quietly openly flatly "
    "recently currently previously successfully effectively actively so far twice even really all "
    "both either increasingly repeatedly long further allegedly believed to".split()
)
DETERMINERS = frozenset(
    "the a an its their his this that these those both all most some several many parts part much".split()
)
_SUBORDINATORS = frozenset(
    "when while whereas although though because if unless whose who which whom where until "
    "after before since as once wherever whether why how what".split()
)
_NEED_VERB = frozenset(
    ["after", "before", "since", "until", "as", "that", "once", "what", "how", "than"]
)
_RELATIVES = frozenset(["who", "which", "whom", "whose", "where", "that"])
_BREAKS = frozenset([";", ":", "\u2014", "\u2013", "-", "--", "(", ")", "|", "\u2022", "="])
_CONJUNCTIONS = frozenset(["and", "or", "but", "nor", "yet", "&", "then", "so"])
_LIST_WORDS = frozenset(
    [
        ",",
        "and",
        "or",
        "&",
        "/",
        "nor",
        "both",
        "either",
        "neither",
        "the",
        "as",
        "well",
        "also",
        "plus",
    ]
)
_NOT_FINITE = frozenset(["strike", "raid"])


class Kind(IntEnum):
    """What an item is."""

    WORD = 0
    ACTOR = 1
    PLACE = 2


@dataclass(slots=True)
class Item:
    """A word, a phrase of the lexicon, or a mention."""

    kind: Kind
    norm: str
    start: int
    end: int
    tags: int = 0
    mention: int = -1
    capital: bool = False


@dataclass(slots=True)
class Clause:
    """A clause: its items, the word that opens it and the clause it hangs on."""

    number: int
    opener: str
    parent: int
    how: str
    members: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Parsed:
    """A sentence, ready for the rules.

    Attributes
    ----------
    items
        In order of the text.
    clause_of
        Number of the clause of each item.
    clauses
        By number.
    places, actors
        Groups (lists of item numbers) of coordinated mentions.
    """

    items: list[Item]
    clause_of: list[int]
    clauses: list[Clause]
    places: list[list[int]]
    actors: list[list[int]]


def parse(
    text: str,
    run: tuple[int, int],
    actors: Sequence[ActorMention],
    places: Sequence[PlaceMention],
    lexicon: Lexicon,
) -> Parsed:
    """Cut a sentence into items, groups and clauses.

    Parameters
    ----------
    text
        The document's text.
    run
        Offsets of the sentence.
    actors, places
        The mentions inside the sentence.
    lexicon
        The words that carry a claim.
    """
    items = _items(text, run, actors, places, lexicon)
    clause_of, clauses = _clauses(items)
    return Parsed(
        items,
        clause_of,
        clauses,
        _groups(items, clause_of, Kind.PLACE),
        _groups(items, clause_of, Kind.ACTOR),
    )


def _items(
    text: str,
    run: tuple[int, int],
    actors: Sequence[ActorMention],
    places: Sequence[PlaceMention],
    lexicon: Lexicon,
) -> list[Item]:
    mentions = [
        Item(Kind.ACTOR, "@" + "|".join(m.actor_ids), m.start, m.end, mention=i)
        for i, m in enumerate(actors)
    ]
    mentions += [Item(Kind.PLACE, "@", m.start, m.end, mention=i) for i, m in enumerate(places)]
    mentions.sort(key=lambda item: item.start)
    items: list[Item] = []
    position = run[0]
    for mention in mentions:
        if mention.start < position:
            continue
        _words(text, position, mention.start, lexicon, items)
        items.append(mention)
        position = mention.end
    _words(text, position, run[1], lexicon, items)
    return _without_asides(items)


def _without_asides(items: list[Item]) -> list[Item]:
    """Leave out a short parenthesis, which holds an acronym or a number: "(TTP)", "(CTD)"."""
    kept: list[Item] = []
    index = 0
    while index < len(items):
        if items[index].norm == "(":
            end = next(
                (i for i in range(index + 1, min(len(items), index + 5)) if items[i].norm == ")"), 0
            )
            inside = items[index + 1 : end]
            if end and not any(i.kind is Kind.PLACE or i.tags & FINITE for i in inside):
                index = end + 1
                continue
        kept.append(items[index])
        index += 1
    return kept


def _words(text: str, begin: int, stop: int, lexicon: Lexicon, items: list[Item]) -> None:
    tokens = [(m.start(), m.end()) for m in TOKEN.finditer(text, begin, stop)]
    if not tokens:
        return
    pieces: list[tuple[str, int, int]] = []
    for start, end in tokens:
        norm = fold(text[start:end]) if end - start > 1 else text[start:end]
        norm = norm.lower() if len(norm) == 1 and norm.isalpha() else norm
        pieces.append((norm.strip() or "-", start, end))
    norms = [piece[0] for piece in pieces]
    index = 0
    while index < len(norms):
        length, tags = lexicon.longest(norms, index)
        last = index + length - 1
        norm = norms[index] if length == 1 else " ".join(norms[index : last + 1])
        start = pieces[index][1]
        items.append(
            Item(Kind.WORD, norm, start, pieces[last][2], int(tags), capital=text[start].isupper())
        )
        index += length


# ---------------------------------------------------------------- clauses


def _clauses(items: list[Item]) -> tuple[list[int], list[Clause]]:
    clauses = [Clause(0, "", -1, "main")]
    clause_of: list[int] = []
    current = 0
    verbs = [_is_finite(items, i) for i in range(len(items))]
    for index, item in enumerate(items):
        opened = _boundary(items, index, verbs, clauses[current])
        if not opened and clauses[current].how == "relative":
            opened = _main_verb(items, index, verbs, clauses[current])
        if opened == "resume":
            current = max(clauses[current].parent, 0)
        elif opened == "resume main":
            while (
                clauses[current].how in {"relative", "coordinate"} and clauses[current].parent >= 0
            ):
                current = clauses[current].parent
        elif opened:
            clauses.append(Clause(len(clauses), item.norm, current, opened))
            current = len(clauses) - 1
        clause_of.append(current)
        clauses[current].members.append(index)
    return clause_of, clauses


def _row_mark(items: list[Item], index: int) -> bool:
    """Tell whether a mark only divides a row of a table or list: "- Kech: BLF, BLA"."""
    others = [i for i in items if i.kind is Kind.WORD and i.norm not in _BREAKS | _LIST_WORDS]
    return all(i.norm.isdigit() or not i.tags for i in others) and len(others) <= 3  # noqa: PLR2004 - a row, not prose


def _main_verb(items: list[Item], index: int, verbs: list[bool], clause: Clause) -> str:
    """End a relative clause without commas at the main clause's verb: "men who fought ... dug in"."""
    if not verbs[index] or index == 0:
        return ""
    inner = [i for i in clause.members[1:] if verbs[i]]
    before = items[index - 1]
    free = before.kind is Kind.PLACE or not (
        before.norm in AUXILIARIES | ADVERBS | _CONJUNCTIONS | {"to", ",", "it", "they", "he", "we"}
        or before.tags & int(Tag.LOCATIVE_PHRASE | Tag.FINITE)
        or before.kind is Kind.ACTOR
    )
    return "resume" if inner and index - inner[-1] > 1 and free else ""


def _is_finite(items: list[Item], index: int) -> bool:
    item = items[index]
    if item.kind is not Kind.WORD:
        return False
    if item.norm in AUXILIARIES:
        return item.norm not in {"be", "been", "being", "'s"}
    if not item.tags & FINITE:
        return False
    before = items[index - 1].norm if index else ""
    if before in NOUN_BEFORE and not (item.tags & int(Tag.PARTICIPLE)):
        return False
    return item.norm not in _NOT_FINITE


def _verb_ahead(items: list[Item], verbs: list[bool], index: int, most: int = 14) -> bool:
    """Tell whether a finite verb comes before the next break."""
    for ahead in range(index, min(len(items), index + most)):
        norm = items[ahead].norm
        if verbs[ahead]:
            return True
        if norm in _BREAKS or (norm in _SUBORDINATORS and ahead > index + 1):
            return False
    return False


def _boundary(items: list[Item], index: int, verbs: list[bool], clause: Clause) -> str:
    """Say how a clause opens at ``index``: its kind, ``resume`` or nothing."""
    item = items[index]
    if item.kind is not Kind.WORD:
        return ""
    norm = item.norm
    if norm in _BREAKS and _row_mark(items, index):
        return ""
    if norm in _BREAKS:
        return (
            "resume"
            if norm == ")" and clause.how == "paren"
            else ("paren" if norm == "(" else "break")
        )
    if norm == ",":
        return _at_comma(items, index, verbs, clause)
    if norm in {"and", "or", "but", "nor", "then", "yet"}:
        begun = any(verbs[i] for i in clause.members)
        return _at_conjunction(items, index, verbs) if begun else ""
    if norm == "that":
        return _at_that(items, index, verbs)
    if norm == "since" and index and items[index - 1].norm in {"has", "have", "had"}:
        return ""
    if norm in _SUBORDINATORS and index + 1 < len(items):
        if norm in _NEED_VERB and not _verb_ahead(items, verbs, index + 1, 8):
            return ""
        return "relative" if norm in _RELATIVES and index else "sub"
    return ""


def _at_comma(items: list[Item], index: int, verbs: list[bool], clause: Clause) -> str:
    if index + 1 >= len(items):
        return ""
    following = items[index + 1]
    if following.tags & int(Tag.GERUND) and following.norm not in {"including", "according"}:
        return "participle"
    if clause.how == "main" and _fronted(items, clause.members[0]) and any(verbs[index + 1 :]):
        return "after"
    nested = clause.how == "coordinate" and verbs[index + 1]
    closes = (nested or clause.how in {"relative", "sub", "participle"}) and any(
        verbs[i] or i for i in clause.members
    )
    if not closes or following.norm in _RELATIVES or following.norm in {"and", "or"}:
        return ""
    if clause.how == "sub" and clause.members[0] == 0:
        return "after" if _verb_ahead(items, verbs, index + 1) else ""
    if verbs[index + 1]:
        return "resume main"
    if clause.how == "relative" and items[clause.members[0] - 1].norm == ",":
        return "resume"
    return ""


def _fronted(items: list[Item], first: int) -> bool:
    """Tell whether a sentence opens with a participle: "Founded in 2012, ...", "Since losing ..."."""
    item = items[first]
    form = int(Tag.PARTICIPLE | Tag.GERUND)
    if item.kind is Kind.WORD and item.tags & form and item.norm not in BE:
        return True
    after = items[first + 1] if first + 1 < len(items) else None
    opens = item.norm in {"since", "after", "before", "while", "when", "by"}
    return opens and after is not None and bool(after.tags & int(Tag.GERUND))


def _at_conjunction(items: list[Item], index: int, verbs: list[bool]) -> str:
    ahead = index + 1
    while ahead < len(items) and items[ahead].norm in ADVERBS:
        ahead += 1
    if ahead >= len(items):
        return ""
    norm = items[index].norm
    if _fronted_place(items, verbs, index):
        return "coordinate"
    if verbs[ahead] or items[ahead].tags & int(Tag.FINITE | Tag.PARTICIPLE) and norm != "or":
        noun = items[ahead].norm.endswith("s") and not verbs[ahead]
        return "" if noun else "coordinate"
    if norm == "but":
        return "coordinate"
    before = items[index - 1]
    if before.norm == "," and index > 1:
        before = items[index - 2]
    same = items[ahead].kind is before.kind and before.kind is not Kind.WORD
    if same and index > 3 and items[index - 1].norm == "," and items[index - 3].norm == ",":  # noqa: PLR2004 - A, B, and C
        return ""
    if same and not (items[index - 1].norm == "," and _subject_verb(items, verbs, ahead)):
        return ""
    return "coordinate" if _subject_verb(items, verbs, ahead) else ""


def _fronted_place(items: list[Item], verbs: list[bool], index: int) -> bool:
    """Tell whether ", and in Kabul, ..." opens a clause of its own."""
    if index == 0 or items[index - 1].norm != "," or index + 3 >= len(items):
        return False
    ahead = index + 1
    if not items[ahead].tags & int(Tag.LOCATIVE_PHRASE):
        return False
    ahead += 1
    while ahead < len(items) and items[ahead].norm in DETERMINERS:
        ahead += 1
    comma = ahead + 1
    placed = comma < len(items) and items[ahead].kind is Kind.PLACE and items[comma].norm == ","
    return placed and any(verbs[comma:])


def _subject_verb(items: list[Item], verbs: list[bool], index: int) -> bool:
    """Tell whether a subject and its verb begin at ``index``: no preposition between the two."""
    for ahead in range(index, min(len(items), index + 10)):
        item = items[ahead]
        if verbs[ahead]:
            return ahead > index
        if item.norm in {",", "and", "or"} or item.norm in _BREAKS or item.norm in _SUBORDINATORS:
            return False
        if item.tags & int(Tag.LOCATIVE_PHRASE) and item.norm not in {"of"} and ahead == index:
            return False
    return False


def _at_that(items: list[Item], index: int, verbs: list[bool]) -> str:
    if index + 1 >= len(items) or not _verb_ahead(items, verbs, index + 1):
        return ""
    before = items[index - 1] if index else None
    if before is None or before.tags & int(Tag.LOCATIVE_PHRASE):
        return ""
    following = items[index + 1]
    relative = verbs[index + 1] and before.kind is Kind.WORD and not before.tags & SAY
    return "relative" if relative and following.kind is Kind.WORD else "complement"


# ---------------------------------------------------------------- groups


def _groups(items: list[Item], clause_of: list[int], kind: Kind) -> list[list[int]]:
    """Collect coordinated mentions of one kind; a clause boundary ends a group."""
    groups: list[list[int]] = []
    last = -1
    for index, item in enumerate(items):
        if item.kind is not kind:
            continue
        joined = (
            bool(groups)
            and clause_of[index] == clause_of[last]
            and _joined(items, last, index, kind)
        )
        if joined:
            groups[-1].append(index)
        else:
            groups.append([index])
        last = index
    return groups


_PLACE_LIST = frozenset(
    "in at near around areas area parts of inside across northern southern eastern western central "
    "neighbouring nearby adjacent provinces province district districts and/or outside on".split()
)


def _joined(items: list[Item], last: int, index: int, kind: Kind) -> bool:
    between = items[last + 1 : index]
    if not between:
        return kind is Kind.PLACE
    allowed = _LIST_WORDS | (
        _PLACE_LIST if kind is Kind.PLACE else frozenset(["possibly", "including"])
    )
    words = [item for item in between if item.norm not in allowed]
    if kind is Kind.PLACE:
        words = [item for item in words if not item.tags & int(Tag.AROUND_PHRASE)]
    else:
        words = [item for item in words if not item.tags & int(Tag.PEOPLE_NOUN)]
    has_link = any(item.norm in {",", "and", "or", "&", "/", "nor", "as"} for item in between)
    return not words and has_link
