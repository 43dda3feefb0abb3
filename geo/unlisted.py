"""Names that a text plainly presents as places and that no table has.

The rule is small on purpose, for each such name may leave the machine. A name is one to three
words with capitals, and it is presented as a place where a word of the lexicon's sections
``settlement``, ``district`` and ``landform`` (here: *kind*) says so:

1. the kind follows it: "Zerak village", "Zerak district of Helmand";
2. the kind stands before it: "the village of Zerak", "a town called Zerak";
3. it is explained: "in Zerak, a small town in Helmand".

A headline that capitalises its words presents nothing, nor does the capital of a sentence's first
word, and no word that the lexicon has is part of a name: "Gunmen Raid Remote Village".

A name that the tables have and that stays open counts too, where none of its bearers lies in the
province or country that the context allows. That is what the text says beside the name ("of
Helmand", "Helmand's ..."), else the countries that the text speaks of; a name of which the text
says neither is not asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.context import countries
from geo.grammar.lexicon import Tag
from geo.online.settings import Question
from geo.records import PlaceKind, PlaceMention
from geo.text import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from geo.grammar.lexicon import Lexicon
    from geo.online.settings import Asks
    from geo.records import ActorMention, Place, Resolution
    from geo.telling import Located
    from geo.text import Sentence

_WORD = r"[^\W\d_a-z](?:\w|['\u2019](?!s\b))*[^\W\d_]"
_NAME = re.compile(rf"(?<![\w'\u2019-]){_WORD}(?:-(?:e|i|ye|ul|al)[- ]{_WORD}|[ -]{_WORD})*")
_MOST_WORDS = 3
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_SHORTEST_HEADLINE = 4  # long words
_FEWEST_CAPITALS = 0.6  # the share of capitals that makes a headline
_NEXT = re.compile(r"[ -]([\w-]+)")
_KIND_BEFORE = re.compile(r"(\w+),? (?:of|called|named|known as) (?:the )?$", re.IGNORECASE)
_CAPITALISED = re.compile(r"([^\W\d_a-z][\w'\u2019-]*)[ -]$")  # "Hilal village of Zerak" is Hilal
_LAST_WORD = re.compile(r"(\w+) (?:the )?$")
_EXPLAINED = re.compile(r", (?:a|an|the) (?:[\w'-]+ ){0,3}?(\w+)(?= (?:in|of|near|on|at)\b|[,.;)])")
_REACH = 40
# Between a name and the area that it lies in: "of", ", a small town in", " district, ".
_WITHIN = re.compile(
    r"(?:\s*,?\s*(?:an?|the)?\s*(?:[a-z'-]+ ){0,4}(?:in|of|inside|within)\s+(?:the\s+)?"
    r"(?:[a-z-]+ ){0,2}|\s*,\s*(?:the\s+)?|\s*\(\s*)"
)
_OWNED = re.compile(r"['\u2019]s? (?:[a-z-]+ ){0,3}(?:of |called |named )?")
_SPOKEN_OF = 0.25  # the share of a country among a text's places that makes it one of its own
_KINDS = {
    Tag.SETTLEMENT_NOUN: PlaceKind.POPULATED,
    Tag.DISTRICT_NOUN: PlaceKind.ADMIN2,
    Tag.LANDFORM_NOUN: PlaceKind.REGION,
}
_BEFORE = int(Tag.BEFORE_NAME_PHRASE | Tag.LOCATIVE_PHRASE)
_IN_NAMES = int(Tag.BEFORE_NAME_PHRASE | Tag.PERSON_TITLE_PHRASE)
_NEAR = int(Tag.LOCATIVE_PHRASE | Tag.AROUND_PHRASE)


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A name that is presented as a place.

    ``end`` is that of the mention, the word for its kind included; ``kind`` is None where no
    word says what it is.
    """

    start: int
    end: int
    name: str
    kind: PlaceKind | None


def unlisted(
    text: str,
    run: tuple[int, int],
    taken: Sequence[tuple[int, int]],
    lexicon: Lexicon,
    *,
    prose: bool = True,
) -> Iterator[Unlisted]:
    """Yield the names of a run of the text that are presented as places.

    Parameters
    ----------
    text, run
        The text, and where to look.
    taken
        Runs of it that are known to be something: places of the tables, actors.
    lexicon
        What the kinds of places are called.
    prose
        Whether the run is a sentence, in which a capital may mean nothing; a query is none.
    """
    if prose and _is_headline(text, run):
        return
    for match in _NAME.finditer(text, *run):
        start, words = _own_words(match, lexicon)
        end = start + len(words)
        if not words or _overlaps(start, end, taken):
            continue
        presented = _presented(text, (start, end), run, lexicon)
        if presented is not None and _is_name(text, presented, run if prose else None, lexicon):
            yield presented


def _own_words(match: re.Match[str], lexicon: Lexicon) -> tuple[int, str]:
    """Leave out the words at the front that begin a sentence or lead up to a name."""
    start, words = match.start(), match.group()
    while words and lexicon.words.get(name_key(words.split()[0]), 0) & _BEFORE:
        first, _, rest = words.partition(" ")
        start, words = start + len(first) + 1, rest
    return start, words


def _is_headline(text: str, run: tuple[int, int]) -> bool:
    """Tell whether most words of a sentence have a capital."""
    words: list[str] = _LONG_WORD.findall(text, *run)
    capitals = sum(word[0].isupper() for word in words)
    return len(words) >= _SHORTEST_HEADLINE and capitals > _FEWEST_CAPITALS * len(words)


def _is_name(text: str, one: Unlisted, run: tuple[int, int] | None, lexicon: Lexicon) -> bool:
    """Tell whether the words with capitals can be a name, wherever in a sentence they stand."""
    words = one.name.split()
    if len(words) > _MOST_WORDS:
        return False
    if any(lexicon.words.get(name_key(word), 0) & ~_IN_NAMES for word in words):
        return False
    first = run is not None and one.start == run[0] and len(words) == 1
    return not first or re.search(rf"[a-z,] {re.escape(one.name)}\b", text) is not None


def _presented(
    text: str, span: tuple[int, int], run: tuple[int, int], lexicon: Lexicon
) -> Unlisted | None:
    start, end = span
    name = text[start:end]
    head, _, last = name.rpartition(" ")
    if head and (kind := _kind(last, lexicon)):  # "Zerak District"
        return Unlisted(start, end, head, kind)
    after = _NEXT.match(text, end, run[1])
    if after and (kind := _kind(after[1], lexicon)):
        return Unlisted(start, after.end(), name, kind)
    lead = max(run[0], start - _REACH)
    before = _KIND_BEFORE.search(text, lead, start)
    owner = _CAPITALISED.search(text, lead, before.start()) if before else None
    owned = owner is not None and not lexicon.words.get(name_key(owner[1]), 0) & _BEFORE
    if before and not owned and (kind := _kind(before[1], lexicon)):
        return Unlisted(start, end, name, kind)
    explained = _EXPLAINED.match(text, end, run[1])
    place = _LAST_WORD.search(text, lead, start)
    located = place is not None and lexicon.words.get(name_key(place[1]), 0) & _NEAR
    if explained and located and (kind := _kind(explained[1], lexicon)):
        return Unlisted(start, end, name, kind)
    return None


def _kind(word: str, lexicon: Lexicon) -> PlaceKind | None:
    tags = lexicon.words.get(name_key(word), 0)
    if word.endswith("s"):
        return None  # "two villages", "villages of the north": none of them is named
    return next((kind for tag, kind in _KINDS.items() if tags & tag), None)


def question(
    text: str, one: Unlisted, located: Sequence[Located], spoken: Sequence[str]
) -> Question | None:
    """Return what to ask about a name, None where nothing says where it lies.

    Parameters
    ----------
    text
        The text.
    one
        The name.
    located
        The places of its sentence, in order.
    spoken
        ISO 3166-1 codes of the countries that the text speaks of.
    """
    area = _area(text, one, located)
    if area is None:
        return Question(one.name, tuple(spoken), kind=one.kind) if spoken else None
    units = (area.admin1_code,) if area.admin1_code else area.covers
    return Question(one.name, countries(area), tuple(units), one.kind)


def _area(text: str, one: Unlisted, located: Sequence[Located]) -> Place | None:
    """Return the place that the text puts a name in: "of Helmand", "Helmand's"."""
    after = next((pair for pair in located if pair[0].start >= one.end), None)
    if after and _WITHIN.fullmatch(text, one.end, after[0].start) and after[1].place:
        return after[1].place
    before = next((pair for pair in reversed(located) if pair[0].end <= one.start), None)
    if before and _OWNED.fullmatch(text, before[0].end, one.start) and before[1].place:
        return before[1].place
    return None


def countries_of(resolutions: Iterable[Resolution]) -> tuple[str, ...]:
    """Return the countries that make a good part of what a text's names resolve to."""
    found = [countries(one.place) for one in resolutions if one.place is not None]
    shares = {code: 0.0 for nations in found for code in nations}
    for nations in found:
        for code in nations:
            shares[code] += 1 / len(nations) / len(found)
    return tuple(sorted(code for code, share in shares.items() if share >= _SPOKEN_OF))


def with_answers(
    text: str,
    runs: Sequence[Sentence],
    groups: list[list[Located]],
    actors: Sequence[ActorMention],
    asking: tuple[Asks, Lexicon],
) -> list[list[Located]]:
    """Return the places of each sentence, with those that an online service knows.

    Parameters
    ----------
    text, runs
        The text and its sentences.
    groups
        The places of each sentence that the tables have, resolved.
    actors
        The actors of the text, which are no places.
    asking
        Who is asked, and the words of the rule.
    """
    asker, lexicon = asking
    spoken = countries_of(resolution for group in groups for _, resolution in group)
    named = [(actor.start, actor.end) for actor in actors if actor.how != "anaphor"]
    answered = []
    for run, group in zip(runs, groups, strict=True):
        known = [pair for pair in group if pair[1].place is not None]
        taken = [*named, *((mention.start, mention.end) for mention, _ in known)]
        found = [
            pair
            for one in unlisted(text, (run.start, run.end), taken, lexicon)
            if (pair := _found(text, one, group, spoken, asker))
        ]
        spans = [(mention.start, mention.end) for mention, _ in found]
        kept = [pair for pair in group if not _overlaps(pair[0].start, pair[0].end, spans)]
        answered.append(sorted([*kept, *found], key=lambda pair: pair[0].start))
    return answered


def _found(
    text: str, one: Unlisted, group: Sequence[Located], spoken: Sequence[str], asker: Asks
) -> Located | None:
    """Ask about a name, unless the tables have a bearer of it where it should lie."""
    asked = question(text, one, group, spoken)
    if asked is None or any(
        _fits(place, asked)
        for mention, _ in group
        if _overlaps(mention.start, mention.end, [(one.start, one.end)])
        for place in mention.candidates
    ):
        return None
    found = asker.ask(asked)
    if found.place is None:
        return None
    surface = text[one.start : one.end]
    return PlaceMention(one.start, one.end, surface, found.candidates, one.kind), found


def _fits(place: Place, asked: Question) -> bool:
    """Tell whether a place lies where the one asked for should lie."""
    if asked.provinces and place.admin1_code is not None:
        return place.admin1_code in asked.provinces
    return any(code in asked.countries for code in countries(place))


def _overlaps(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start < stop and begin < end for begin, stop in spans)
