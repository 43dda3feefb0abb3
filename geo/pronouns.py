"""Whether "it" and "they" can stand for a group where they are."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.countries import demonyms, governments
from geo.discourse import ACTS, NOUNLIKE, OFFICIALS
from geo.grammar.items import AUXILIARIES, NUMBERS
from geo.grammar.lexicon import Tag
from geo.grammar.words import norm_of

if TYPE_CHECKING:
    from geo.discourse import Discourse
    from geo.grammar.lexicon import Lexicon

_SAYS = int(Tag.SAY_VERB)
_HEDGES = int(Tag.HEDGE_VERB | Tag.DENY_VERB)
_HARMS = int(Tag.VIOLENCE_VERB)
_FALLS = ("fall", "fell", "surrender")  # "the first town to fall to them"
_SOME_OF = NUMBERS | frozenset(
    "all some most many several few last first one dozens hundreds none both".split()
)
_HELPS = AUXILIARIES | {"not", "never", "also", "still"}
_ROUGHLY = frozenset("or so few some roughly about several many hundred thousand dozen".split())
_PERSONS = frozenset(["we", "i", "you", "nobody"])
_PLURALS = frozenset("officials officers diplomats analysts experts sources spokesmen".split())
POSSESSIVE = frozenset(["its", "their"])


def acts_as_group(norms: list[str], index: int, lexicon: Lexicon) -> bool:
    """Tell whether "it" opens a sentence and does what groups do: "It recruits in the north"."""
    after = [norm for norm in norms[index + 1 : index + 4] if norm not in _HELPS]
    tags = lexicon.words.get(after[0], 0) if after else 0
    deed = int(Tag.PRESENCE_VERB | Tag.VIOLENCE_VERB | Tag.MOVEMENT_VERB)
    return index == 0 and bool(tags & deed) and not tags & _SAYS


def said_to_strike(norms: list[str], index: int, lexicon: Lexicon) -> bool:
    """Tell whether "it" is said to have attacked: "officials say it was behind the shooting"."""
    after = norms[index + 1 : index + 3]
    violent = bool(after) and bool(lexicon.words.get(after[0], 0) & _HARMS)
    return violent or after == ["was", "behind"]


def only_speak(norms: list[str], index: int) -> bool:
    """Tell whether "they" only speak between commas: "its planners, they say, sit in Quetta"."""
    return norms[index - 1 : index] == [","] and norms[index + 2 : index + 3] == [","]


def are_victims(before: list[str], lexicon: Lexicon) -> bool:
    """Tell whether "they" are who was attacked: "shot at policemen as they were returning"."""
    if before[-1:] not in (["as"], ["while"], ["when"]):
        return False
    for number in range(len(before) - 1, 0, -1):
        tags = lexicon.words.get(before[number], 0)
        if tags & _HARMS and tags & ACTS:
            passive = before[number - 1] in {"was", "were", "been", "being"}
            return not passive and before[-2] not in {",", ";"}
    return False


def other_subject(text: str, before: tuple[int, int], lexicon: Lexicon) -> bool:
    """Tell whether what stands before "it" has an official or a government, likelier meant."""
    words = [m.group() for m in re.finditer(r"[^\W_]+", text[before[0] : before[1]])]
    tags = [lexicon.words.get(norm_of(word), 0) for word in words]
    indefinite = [word.lower() for word in words[1:2]] == ["member"]  # "One Member State reported"
    if words and (words[0].lower() in _PERSONS or indefinite):
        return False  # "We found nothing to show that it has"
    tags = [
        tag & ~OFFICIALS if word in _PLURALS else tag for word, tag in zip(words, tags, strict=True)
    ]
    if any(tag & ACTS and not tag & (_SAYS | _HEDGES | NOUNLIKE) for tag in tags):
        return True  # something else is the subject of what was said before
    acts = any(tag & ACTS for tag in tags)
    stands = any(tag & OFFICIALS for tag in tags) or (
        len(words) > 1 and words[0] not in {"The", "In", "It"} and words[0].lower() in governments()
    )
    return acts and stands


def is_object(norms: list[str], index: int, lexicon: Lexicon) -> bool:
    """Tell whether "it" or "them" is what a verb is done to."""
    if norms[index] not in {"it", "them"} or not index:
        return False
    before = lexicon.words.get(norms[index - 1], 0)
    after = norms[index + 1] if index + 1 < len(norms) else ""
    verb = after in AUXILIARIES or lexicon.words.get(after, 0) & ACTS
    return bool(before & ACTS) and not before & _SAYS and not verb


def are_hit(norms: list[str], index: int, lexicon: Lexicon) -> bool:
    """Tell whether it is whose people others hit: "Taliban raids have killed its leaders"."""
    if norms[index] not in POSSESSIVE:
        return False
    before, after = norms[max(0, index - 1)], norms[index + 1 : index + 2]
    harm = lexicon.words.get(before, 0) & (_HARMS | int(Tag.OPERATION_VERB))
    people = bool(after) and bool(lexicon.words.get(after[0], 0) & int(Tag.PEOPLE_NOUN))
    return bool(harm) and people


def follows_preposition(norms: list[str], index: int) -> bool:
    """Tell whether "it" follows a preposition, and is an event or thing: "behind it"."""
    return norms[index] == "it" and norms[max(0, index - 1) : index] in (
        ["to"],
        ["behind"],
        ["for"],
    )


def of_them(
    norms: list[str], index: int, lexicon: Lexicon, discourse: Discourse
) -> tuple[str, ...]:
    """Return whose fighters "them" are: "killed seven of them", "police picked them up"."""
    before = norms[max(0, index - 2) : index]
    some = before[-1:] == ["of"] and (before[0] in _SOME_OF or before[0].isdigit())
    caught = before != [] and lexicon.words.get(before[-1], 0) & int(
        Tag.VIOLENCE_VERB | Tag.OPERATION_VERB
    )
    if before[-1:] == ["to"] and before[0].startswith(_FALLS):
        return discourse.recent if len(discourse.recent) == 1 and not discourse.age else ()
    picked = before[-1:] == ["picked"] and norms[index + 1 : index + 2] == ["up"]
    alone = len(discourse.recent) == 1 and not discourse.age
    some = some and norms[index + 1 : index + 2] != ["women"]
    return discourse.recent if alone and (some or caught or picked) else ()


def only_counts(word: str) -> bool:
    """Tell whether a word only counts or names a people: "its 150 or so men", "its Turkish"."""
    return word.isdigit() or word in _ROUGHLY or word in demonyms().country


def suffers_before(norms: list[str], index: int, lexicon: Lexicon) -> bool:
    """Tell whether a sentence has told of victims before a word: "were shot in their quarters"."""
    return any(
        helper in {"was", "were"} and bool(lexicon.words.get(verb, 0) & _HARMS)
        for helper, verb in pairwise(norms[:index])
    )
