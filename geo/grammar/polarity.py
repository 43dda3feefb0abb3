"""Asserted, hedged or denied: how a text stands to a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.grammar.contrasts import LEFT_OUT, leaves_out_actor
from geo.grammar.farther import TOLD_ON
from geo.grammar.items import ADVERBS, BE, DETERMINERS, NUMBERS, SAY, Item, Kind
from geo.grammar.lexicon import Tag
from geo.grammar.passives import is_passive
from geo.grammar.spots import Role
from geo.grammar.triggers import ALLIED
from geo.grammar.voice import is_gone
from geo.records import Polarity

if TYPE_CHECKING:
    from geo.grammar.links import Link
    from geo.grammar.syntax import Parsed


HEDGE_VERB = int(Tag.HEDGE_VERB)


HEDGE_PHRASE = int(Tag.HEDGE_PHRASE)


ACCORDING = int(Tag.HEDGE_ACCORDING)


DENY_VERB = int(Tag.DENY_VERB)


UNTRUE = int(Tag.UNTRUE_PHRASE)


DENY_PHRASE = int(Tag.DENY_PHRASE) | UNTRUE


NEGATOR = int(Tag.DENY_NEGATORS)


PLAN_VERB = int(Tag.PLAN_VERB)


REFERS = int(Tag.REFERS_NOUN)


RUMOURS = frozenset(
    "rumour rumours rumor rumors claim claims allegation allegations report reports "
    "suggestion suggestions charge charges accusation accusations assertion assertions talk "
    "notion".split()
)


_AUXILIARY = (ADVERBS - {"not", "never"}) | BE | {"has", "have", "had", "did"}
_DENYING = DENY_VERB | DENY_PHRASE | NEGATOR
_HEDGING = HEDGE_VERB | HEDGE_PHRASE | SAY
_ACCORDING_TO = frozenset(["according to", "according"])
_SEEMING = ("appear", "seem")
_SEEMS_THAT = frozenset(["to", "that", "as", "likely"])
_LEAVES_OUT = frozenset(["not", "not in", "nor", "never", "none"])
_NO_TRACE = frozenset(
    "no trace|no sign|no signs|no evidence|found no evidence|no presence|no indication".split("|")
)
_IN_LISTS = frozenset("in at near around inside into on from the any of parts , or nor".split())
_WHAT_IS_SAID = frozenset(["it", "that", "them", "this"])  # "; we found nothing to support this"
_HAS = frozenset(["has", "have", "had"])
_HARMED = frozenset("harmed hurt injured killed wounded".split())
_HARMED_WITHIN = 5  # items from "no one" to what happened to nobody
_RUMOUR = 5  # items from "reports" to the "that" of what they say
_UNVERIFIED = frozenset(
    "could not verify|could not confirm|could not corroborate|could confirm neither|"
    "could verify neither|could not be verified|could not be confirmed|could not be corroborated|"
    "unable to verify|unable to confirm".split("|")
)
_HOLDS = frozenset("hold holds held holding believed thought suspected considered".split())
_LIES_IN = int(Tag.LOCATIVE_PHRASE | Tag.AROUND_PHRASE)
_ROUGHLY = frozenset(["perhaps", "possibly", "probably", "likely", "estimated"])
_COUNTS = NUMBERS | frozenset(
    "a one eleven twelve twenty thirty forty fifty sixty several hundreds dozens thousands".split()
)
_PREVENTED = frozenset("kept keeps keep prevented prevents stopped stops barred blocked".split())


def polarity_of(parsed: Parsed, link: Link, scope: list[int]) -> tuple[Polarity, tuple[str, ...]]:
    """Return the polarity of a link and the words that show it."""
    items = parsed.items
    if link.role.why == "exception":
        return Polarity.DENIED, ("an exception",)
    if link.rule == LEFT_OUT:
        return Polarity.DENIED, (LEFT_OUT,)
    if link.trigger >= 0 and is_gone(parsed, link.trigger, link.actor):
        return Polarity.DENIED, (items[link.trigger].norm,)
    for negator in (
        _left_out(parsed, link),
        _no_trace(items, link.actor),
        _unsupported(items, link),
    ):
        if negator >= 0:
            return Polarity.DENIED, (items[negator].norm,)
    cues = [i for i in scope if items[i].tags & _DENYING or items[i].norm in _PREVENTED]
    denied = [i for i in cues if _denies(parsed, link, i)]
    if denied:
        return Polarity.DENIED, tuple(items[i].norm for i in denied)
    cues = [i for i in scope if items[i].tags & _HEDGING or items[i].norm in _ACCORDING_TO]
    hedged = [i for i in cues if _hedges(parsed, link, i) and not _is_tie(items, link, i)]
    if not hedged:
        hedged = _doubts(parsed, link)
    if hedged:
        return Polarity.HEDGED, tuple(items[i].norm for i in hedged)
    return Polarity.ASSERTED, ()


def _by_report(ahead: list[Item]) -> bool:
    """Tell whether what follows "according to" is a report: "an assessment", "one," of many."""
    norms = [i.norm for i in ahead if i.norm != "to"]
    one = norms[1:2] == [","] and norms[0] in {"one", "another"}
    return one or any(i.tags & ACCORDING for i in ahead)


def _is_tie(items: list[Item], link: Link, index: int) -> bool:
    """Tell whether a tie is all that is hedged: "a faction said to be close to the TTP struck"."""
    return index < link.trigger and any(i.tags & ALLIED for i in items[index + 1 : index + 3])


def _doubts(parsed: Parsed, link: Link) -> list[int]:
    """Return what casts doubt from outside: a question mark, "; the Team could not verify this"."""
    items = parsed.items
    if items[-1].norm == "?":
        return [len(items) - 1]
    doubts = [i for i, item in enumerate(items) if item.norm in _UNVERIFIED]
    clause = parsed.clauses[link.clause]
    told = range(max(0, clause.members[0] - _RUMOUR), clause.members[0])
    rumours = [i for i in told if clause.how == "complement" and items[i].norm in RUMOURS]
    return doubts or rumours


def _left_out(parsed: Parsed, link: Link) -> int:
    """Return the negator that stands right before the place or its list ("but not in Kunar")."""
    items = parsed.items
    index = link.place - 1
    while index >= 0 and (items[index].norm in _IN_LISTS or items[index].kind is Kind.PLACE):
        index -= 1
    if index < 0 or items[index].norm not in _LEAVES_OUT or _lifted(items, index):
        return -1
    return -1 if items[index - 1].norm in {"if", "whether", "or"} else index


def _unsupported(items: list[Item], link: Link) -> int:
    """Return what denies all that was said, or -1: "; we found nothing to support this"."""
    later = range(link.place + 1, len(items) - 1)
    nothing = (i for i in later if items[i].norm.startswith("nothing to "))
    return next((i for i in nothing if items[i + 1].norm in _WHAT_IS_SAID), -1)


def _no_trace(items: list[Item], actor: int) -> int:
    """Return the words that deny an actor itself, or -1: "found no trace of TIP"."""
    back = actor - 1
    while back > 0 and (items[back].norm in DETERMINERS or items[back].norm == "any"):
        back -= 1
    found = items[back - 1].norm in _NO_TRACE or items[back - 1].norm == "nothing"
    denied = back > 0 and items[back].norm == "of" and found
    return back - 1 if denied else -1


def _denies(parsed: Parsed, link: Link, index: int) -> bool:
    items = parsed.items
    item = items[index]
    own = parsed.clause_of[index] == link.clause
    anchor = _anchor(parsed, link, item)
    if link.left and item.tags & NEGATOR:
        return False
    if item.norm in _PREVENTED and own:
        return _prevents(parsed, link, index, anchor)
    if item.tags & DENY_VERB:
        if negated(items, index):
            return False
        tied = link.trigger >= 0 and link.rule != TOLD_ON
        anchored = max(link.trigger, link.actor) if tied else link.place
        complement = index < min(link.place, anchored)
        resumed = items[index - 1].norm in RUMOURS and items[index - 2].norm in {"a", "an"}
        trailing = index > link.place and _rumours_before(items, index) and is_passive(items, index)
        trailing = trailing and not resumed  # ", a claim refuted by Kabul" is another voice's
        return (complement and not item.tags & ALLIED) or trailing
    if item.tags & (NEGATOR | DENY_PHRASE):
        if item.norm == "lies" and items[index + 1].tags & _LIES_IN:
            return False  # "Kunar lies opposite Bajaur"
        if _lifted(items, index) or _of_others(parsed, link, index) or _unhurt(items, link, index):
            return False
        none = own and item.norm == "none" and items[index - 1].norm in _HAS
        if index > link.place and (none or item.tags & UNTRUE):  # "In Laghman it has none."
            return none or (bool(item.tags & UNTRUE) and _rumours_before(items, index))
        if own:
            return index < anchor or index == link.role.head - 1
        evidence = (
            item.tags & DENY_PHRASE and not item.tags & NEGATOR and _reported(parsed, link, index)
        )
        return index < anchor and (bool(evidence) or _main_negation(parsed, link, index))
    return False


def _trails(items: list[Item], place: int, verb: int) -> bool:
    """Tell whether a verb ends what says who speaks: "..., Pakistani officials allege."."""
    last = items[verb + 1].norm if verb + 1 < len(items) else "."
    return last in {".", ",", ";"} and any(i.norm == "," for i in items[place + 1 : verb])


def _anchor(parsed: Parsed, link: Link, negator: Item) -> int:
    """Return the item number up to which a negator reaches the link."""
    tied = link.trigger >= 0 and link.rule != TOLD_ON
    none = negator.tags & DENY_PHRASE and not negator.tags & NEGATOR
    if tied and none and link.trigger < link.place and link.role.role is Role.LOCATION:
        tied = parsed.clause_of[link.trigger] == link.clause  # "based in A, has no members in B"
    anchor = link.trigger if tied else link.place
    return max(anchor, link.actor) if link.role.role is Role.SUBJECT else anchor


def _prevents(parsed: Parsed, link: Link, index: int, anchor: int) -> bool:
    """Read "The army kept the TTP from settling in Tirah"."""
    between = [i.norm for i in parsed.items[index + 1 : max(anchor, link.place)]]
    return "from" in between and index < link.actor


def _of_others(parsed: Parsed, link: Link, index: int) -> bool:
    """Tell whether a negator is of other groups: "No group claimed it; ISKP is suspected"."""
    after = parsed.items[index + 1] if index + 1 < len(parsed.items) else None
    nobody = parsed.items[index].norm in {"no one", "nobody", "none"}
    others = nobody or (after is not None and bool(after.tags & REFERS))
    return others and parsed.clause_of[index] != parsed.clause_of[link.actor]


def _unhurt(items: list[Item], link: Link, index: int) -> bool:
    """Tell whether a deed only hurt nobody: "No one was hurt in the attack, claimed by the TTP"."""
    told = items[index + 1 : index + _HARMED_WITHIN]
    hurt = next((n for n, i in enumerate(told, index + 1) if i.norm in _HARMED), -1)
    return 0 <= hurt < link.trigger and items[hurt - 1].norm in BE and not hurt > link.actor > index


def _reported(parsed: Parsed, link: Link, index: int) -> bool:
    """Tell whether the clause of ``index`` reports the link's clause ("no evidence that")."""
    clause = parsed.clauses[link.clause]
    while clause.number != parsed.clause_of[index] and clause.parent >= 0:
        if clause.how in {"complement", "relative"}:
            return True
        clause = parsed.clauses[clause.parent]
    return False


def _main_negation(parsed: Parsed, link: Link, index: int) -> bool:
    """Tell whether a bare negator of the clause before reaches this one ("neither ... nor")."""
    clause = parsed.clauses[link.clause]
    return (
        clause.parent == parsed.clause_of[index]
        and clause.how == "coordinate"
        and (
            parsed.items[index].norm in {"neither", "none of", "never", "no", "not"}
            and index < clause.members[0] - 1
            and parsed.items[clause.members[0]].norm in {"or", "nor"}
        )
    )


def negated(items: list[Item], index: int) -> bool:
    """Tell whether a denial is itself negated: "have not denied"."""
    back = index - 1
    while back >= 0 and items[back].norm in _AUXILIARY:
        back -= 1
    return back >= 0 and items[back].norm in {
        "not",
        "never",
        "neither",
        "nor",
        "cannot",
        "nobody",
        "none",
        "no one",
        "n't",
    }


def _lifted(items: list[Item], index: int) -> bool:
    """Tell whether a negator turns into its opposite: "not only", "cannot rule out", "no doubt"."""
    after = items[index + 1].norm if index + 1 < len(items) else ""
    two = items[index + 2].norm if index + 2 < len(items) else ""
    return (
        after
        in {
            "only",
            "alone",
            "just",
            "doubt",
            "immediate",
            "less",
            "more",
            "fewer",
            "verified",
            "clear",
            "immediately",
            "surprisingly",
            "yet",
            "far",
        }
        or two in {"rule out", "deny"}
        or leaves_out_actor(items, index)
        or (bool(items[index + 1].tags & DENY_VERB) if index + 1 < len(items) else False)
    )


def _counts(words: list[Item]) -> bool:
    """Tell whether a word is a number."""
    return any(word.norm.isdigit() or word.norm in _COUNTS for word in words)


def _rumours_before(items: list[Item], index: int) -> bool:
    return any(item.norm in RUMOURS for item in items[:index])


def _again(items: list[Item], actor: int, index: int) -> bool:
    """Tell whether an item names an actor a second time."""
    name = items[actor].norm
    return index > 0 and items[index].norm == name and any(i.norm == name for i in items[:index])


def _hedges(parsed: Parsed, link: Link, index: int) -> bool:
    items = parsed.items
    item = items[index]
    if item.norm in _ACCORDING_TO:
        return _by_report(items[index + 1 : index + 5])
    if item.tags & SAY and item.tags & int(Tag.FINITE):
        before = [items[i] for i in parsed.clauses[parsed.clause_of[index]].members if i < index]
        officials = int(Tag.OFFICIAL_NOUN)
        papers = any(i.tags & ACCORDING and not i.tags & officials for i in before[-5:])
        if papers and not any(i.tags & officials for i in before[-5:]):
            return True  # "a leaked report says", and not "the intelligence ministry says"
    if item.norm == "responsible for":
        return any(i.norm in _HOLDS for i in items[:index])  # "hold it responsible for"
    if item.norm in _ROUGHLY and _counts(items[index + 1 : index + 2]):
        return False  # "perhaps two hundred men"
    if item.tags & HEDGE_PHRASE and not (item.norm == "may" and item.capital):
        return not (item.norm in {"could", "may", "might"} and negated(items, index))
    if item.norm.startswith(_SEEMING) and items[index + 1].norm not in _SEEMS_THAT:
        return False  # "first appeared in Nangarhar"
    if item.tags & HEDGE_VERB and _again(items, link.actor, index - 1):
        return False  # "ISKP beheaded three men it accused of spying"
    if item.tags & HEDGE_VERB and not item.tags & PLAN_VERB:
        before_noun = items[index - 1 : index] if index else []
        noun = _counts(before_noun) or any(
            i.norm in {"the", "a", "its", "no", "little"} for i in before_noun
        )  # "along with two suspects"
        said = index > link.place and _trails(items, link.place, index)
        on_actor = index < link.actor and items[index + 1].norm in {"on", "to"}
        lays = (
            link.place < index < link.actor
            and parsed.clause_of[index] == parsed.clause_of[link.actor]
        )
        earlier = index < link.place or on_actor or lays
        return not noun and (earlier or said or is_passive(items, index))
    return False
