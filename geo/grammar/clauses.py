"""The clauses of a sentence: where each opens, ends and hangs."""

from __future__ import annotations

from dataclasses import dataclass, field

from geo.grammar.items import (
    ADVERBS,
    AUXILIARIES,
    BE,
    DETERMINERS,
    FINITE,
    LOCATIVE,
    SAY,
    Item,
    Kind,
)
from geo.grammar.lexicon import Tag
from geo.grammar.verbs import VERBAL, is_finite, looks_past

_SUBORDINATORS = frozenset(
    "when while whereas although though because if unless whose who which whom where wherein until "
    "after before since as once wherever whether why how what".split()
)


_NEED_VERB = frozenset("after before since until as that once what how than".split())


_RELATIVES = frozenset(["who", "which", "whom", "whose", "where", "wherein", "that"])


_BREAKS = frozenset("; : \u2014 \u2013 - -- ( ) | \u2022 =".split())


_CONJUNCTIONS = frozenset(["and", "or", "but", "nor", "yet", "&", "then", "so"])


LIST_WORDS = frozenset(", and or & / nor both either neither the as well also plus".split())


_DATES = frozenset(["until", "since", "before", "after"])
_SPAN = 4  # items of "About ten years" before "after"
_REMARK = 9  # items from a comma to the end of "if the judiciary is to be believed,"
_AS = frozenset(["known", "regarded", "described", "such", "cited", "viewed", "named"])
_NEXT_DOOR = frozenset(["neighbouring", "neighboring", "nearby", "adjacent"])
_DETERMINES = frozenset(["a", "an", "another"])
_ALL_BUT = frozenset("all any anything nothing everything none every everywhere".split())
_THEN = frozenset("once formerly previously long now until originally".split())


_COORDINATORS = frozenset(["and", "or", "but", "nor", "then", "yet"])
# What a clause can open or end at, and nothing else.
_OPENERS = _BREAKS | _SUBORDINATORS | _COORDINATORS | {",", "that"}
_DIVIDERS = _BREAKS | LIST_WORDS
_BEFORE_OWN_VERB = AUXILIARIES | ADVERBS | _CONJUNCTIONS | {"to", ",", "it", "they", "he", "we"}
_NO_SUBJECT = int(Tag.LOCATIVE_PHRASE | Tag.FINITE | Tag.GERUND)


@dataclass(slots=True)
class Clause:
    """A clause: its items, the word that opens it and the clause it hangs on."""

    number: int
    opener: str
    parent: int
    how: str
    members: list[int] = field(default_factory=list)


def clauses_of(items: list[Item]) -> tuple[list[int], list[Clause]]:
    """Return the number of each item's clause, and the clauses."""
    clauses = [Clause(0, "", -1, "main")]
    clause_of: list[int] = []
    current = 0
    verbs = [
        bool(item.tags & FINITE or item.norm in VERBAL) and is_finite(items, index)
        for index, item in enumerate(items)
    ]
    for index, item in enumerate(items):
        boundary = item.norm in _OPENERS and not _is_remark(items, index, verbs)
        opened = _boundary(items, index, verbs, clauses[current]) if boundary else ""
        if not opened and clauses[current].how == "relative":
            opened = _main_verb(items, index, verbs, clauses[current])
        if opened == "resume":
            current = max(clauses[current].parent, 0)
        elif opened == "resume main":
            current = _main_of(items, clauses, current)
        elif opened:
            clauses.append(Clause(len(clauses), item.norm, current, opened))
            current = len(clauses) - 1
        clause_of.append(current)
        clauses[current].members.append(index)
    return clause_of, clauses


def _main_of(items: list[Item], clauses: list[Clause], number: int) -> int:
    """Return the clause that goes on once the aside in which a clause stands is over."""
    one = clauses[number]
    above = clauses[max(one.parent, 0)]
    aside = above.how == "relative" and items[above.members[0] - 1].norm == ","
    if one.opener in _DATES and aside:
        number = above.number  # ", which held Swat until 2009, now"
    named = any(i.kind is Kind.ACTOR for i in items[: one.members[0]])
    if one.how == "participle" and named:
        number = above.number  # not after "The bombing at the airport, claimed by ISKP,"
    while clauses[number].how in {"relative", "coordinate"} and clauses[number].parent >= 0:
        number = clauses[number].parent
    return number


def _is_remark(items: list[Item], index: int, verbs: list[bool]) -> bool:
    """Tell whether "if" or "that" opens no clause: ", if any,", ", that child of Satan,"."""
    if items[index].norm not in {"if", "that"} or not index or items[index - 1].norm != ",":
        return False
    ahead = items[index + 1 : index + _REMARK]
    end = next((n for n, item in enumerate(ahead) if n and item.norm == ","), 0)
    if items[index].norm == "that":
        return end > 1 and not any(verbs[index : index + 1 + end])
    return end > 0 and ahead[end - 1].norm in {"believed", "any", "all"}  # "if he is believed,"


def _row_mark(items: list[Item]) -> bool:
    """Tell whether a mark only divides a row of a table or list: "- Kech: BLF, BLA"."""
    others = [i for i in items if i.kind is Kind.WORD and i.norm not in _DIVIDERS]
    return all(i.norm.isdigit() or not i.tags for i in others) and len(others) <= 3  # noqa: PLR2004 - a row, not prose


def _main_verb(items: list[Item], index: int, verbs: list[bool], clause: Clause) -> str:
    """End a relative clause at the main clause's verb: "men who fought in Syria dug in"."""
    if not verbs[index] or index == 0:
        return ""
    told = clause.members[1:]
    if told and items[told[0]].norm == ",":  # "which, it said, operates"
        told = told[next((n for n, i in enumerate(told) if n and items[i].norm == ","), 0) :]
    inner = [i for i in told if verbs[i]]
    before = items[index - 1]
    goes_on = before.norm in _BEFORE_OWN_VERB or before.norm.endswith(" to")  # "thought to move"
    an_object = before.kind is Kind.ACTOR and _is_object(items, index - 1, inner, clause)
    free = (
        before.kind is Kind.PLACE
        or an_object
        or not (goes_on or before.tags & _NO_SUBJECT or before.kind is Kind.ACTOR)
    )
    return "resume" if inner and index - inner[-1] > 1 and free else ""


def _is_object(items: list[Item], actor: int, verbs: list[int], clause: Clause) -> bool:
    """Tell whether a relative clause ends with whom its verb is about: "who fought the BLA"."""
    back = actor - 1
    while items[back].norm in DETERMINERS:
        back -= 1
    verb = back if back in verbs else back - 1
    own = all(
        i.norm in ADVERBS | AUXILIARIES
        for i in map(items.__getitem__, range(clause.members[0] + 1, verb))
    )
    against = back == verb or bool(items[back].tags & LOCATIVE)
    return verb in verbs and own and against and not items[verb].tags & SAY


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
    if item.kind is not Kind.WORD or _inside(items, index, verbs):
        return ""
    norm = item.norm
    if norm in _BREAKS and _row_mark(items):
        return ""
    if norm in _BREAKS:
        return (
            "resume"
            if norm == ")" and clause.how == "paren"
            else ("paren" if norm == "(" else "break")
        )
    if norm == ",":
        return "" if _said_within(items, clause) else _at_comma(items, index, verbs, clause)
    if norm in _COORDINATORS:
        return _at_coordinator(items, index, verbs, clause)
    if norm == "that":
        return _at_that(items, index, verbs)
    if norm == "since" and index and items[index - 1].norm in {"has", "have", "had"}:
        return ""
    if norm in _SUBORDINATORS and index + 1 < len(items):
        if norm in _NEED_VERB and not _verb_ahead(items, verbs, index + 1, 8):
            return ""
        return "relative" if norm in _RELATIVES and index else "sub"
    return ""


def _at_coordinator(items: list[Item], index: int, verbs: list[bool], clause: Clause) -> str:
    if clause.how == "relative" and _list_goes_on(items, index, clause):
        return "resume"
    placed = items[index - 1].norm == "," and any(
        items[i].kind is Kind.PLACE for i in clause.members
    )
    begun = placed or any(verbs[i] or looks_past(items[i]) for i in clause.members)
    return _at_conjunction(items, index, verbs) if begun else ""


def _list_goes_on(items: list[Item], index: int, clause: Clause) -> bool:
    """Tell whether a list of actors goes on after what one does: "A, which is in Kunar, and B"."""
    first = clause.members[0]
    if items[index].norm != "and" or first < 2 or index + 2 >= len(items):  # noqa: PLR2004 - an actor and a comma before it
        return False
    commas = items[first - 1].norm == items[index - 1].norm == items[index + 2].norm == ","
    return commas and items[first - 2].kind is items[index + 1].kind is Kind.ACTOR


def _inside(items: list[Item], index: int, verbs: list[bool]) -> bool:
    """Tell whether a word opens nothing here: "all but Karak", ", once strong in Swat,"."""
    norm, before = items[index].norm, items[max(0, index - 1)].norm
    after = [item.norm for item in items[index + 1 : index + 4]]
    if norm in {"before", "after", "since"} and (
        after[:1] in ([","], ["."]) or after[1:2] == [","] or any(word.isdigit() for word in after)
    ):
        return True  # "four days before,", "since November,", "since at least 2013"
    if not index:
        return False
    if norm == "as" and before in _AS:
        return True  # "ETIM, also known as the TIP, has"
    if norm == "once" and before in _RELATIVES:
        return True  # "which once had its base in Waziristan"
    all_but = norm == "but" and before in _ALL_BUT
    return all_but or (norm in _THEN and before == "," and _aside(items, index - 1, verbs))


def _at_comma(items: list[Item], index: int, verbs: list[bool], clause: Clause) -> str:
    if index + 1 >= len(items) or not clause.members:
        return ""
    following = items[index + 1]
    if following.tags & int(Tag.GERUND) and following.norm not in {"including", "according"}:
        return "participle"
    if (following.norm in _THEN and _aside(items, index, verbs)) or _opens_aside(
        items, index, verbs
    ):
        return "participle"
    if clause.how == "main" and _fronted(items, clause.members[0]) and any(verbs[index + 1 :]):
        return "after"
    ahead = index + 1
    while ahead + 1 < len(items) and items[ahead].norm in ADVERBS:
        ahead += 1
    nested = clause.how == "coordinate" and verbs[index + 1]
    closes = (nested or clause.how in {"relative", "sub", "participle"}) and any(
        verbs[i] or i for i in clause.members
    )
    if not closes or following.norm in _RELATIVES or following.norm in {"and", "or"}:
        return ""
    if clause.how == "sub" and clause.members[0] == 0:
        return "after" if _verb_ahead(items, verbs, index + 1) else ""
    if verbs[ahead] or _ends_aside(items, index, verbs, clause):
        return "resume main"
    if clause.how == "relative" and items[clause.members[0] - 1].norm == ",":
        return "resume"
    return ""


def _said_within(items: list[Item], clause: Clause) -> bool:
    """Tell whether who says it stands between commas: "the group, which, it said, operates"."""
    opened = [items[i].norm for i in clause.members[1:]]
    only = not opened or (opened[0] == "," and "," not in opened[1:])
    return clause.how == "relative" and clause.opener in {"which", "who"} and only


def _ends_aside(items: list[Item], index: int, verbs: list[bool], clause: Clause) -> bool:
    """Tell whether an aside before any verb is over: "Ten years after B left, A is"."""
    first = clause.members[0]
    opens = items[first - 1].norm == "," or (items[first].norm in _DATES and first <= _SPAN)
    aside = clause.how == "sub" and opens and not any(verbs[:first])
    return aside and _verb_ahead(items, verbs, index + 1)


def _aside(items: list[Item], comma: int, verbs: list[bool]) -> bool:
    """Tell whether what a comma opens has no verb up to the next: ", once strong in Swat,"."""
    end = next((i for i in range(comma + 2, len(items)) if items[i].norm == ","), -1)
    return end > 0 and not any(verbs[comma + 1 : end]) and any(verbs[end:])


def _opens_aside(items: list[Item], comma: int, verbs: list[bool]) -> bool:
    """Tell whether a participle opens an aside: "ISKP men, driven out of Kunar, are in Laghman"."""
    form, then = items[comma + 1], items[comma + 2 : comma + 3]
    if not form.tags & int(Tag.PARTICIPLE) or not then:
        return False
    told = then[0].norm in {"by", "with"} or then[0].tags & int(Tag.LOCATIVE_PHRASE)
    end = next((i for i in range(comma + 2, len(items)) if items[i].norm == ","), -1)
    return (
        bool(told) and end > 0 and not any(verbs[comma + 2 : end]) and any(verbs[end + 1 : end + 2])
    )


def _fronted(items: list[Item], first: int) -> bool:
    """Tell whether a sentence opens with a participle: "Founded in 2012, ..."."""
    item = items[first]
    form = int(Tag.PARTICIPLE | Tag.GERUND)
    if item.kind is Kind.WORD and item.tags & form and item.norm not in BE:
        return True
    after = items[first + 1] if first + 1 < len(items) else None
    opens = item.norm in {"since", "after", "before", "while", "when", "by"}
    return opens and after is not None and bool(after.tags & int(Tag.GERUND))


def _mans(items: list[Item], ahead: int) -> bool:
    """Tell whether a phrase of presence is a verb with an object: "and manned posts in Almar"."""
    verb, after = items[ahead], items[ahead + 1 : ahead + 2]
    told = verb.tags & int(Tag.PRESENCE_PHRASE) and verb.norm.endswith("ed")
    return bool(told and after) and after[0].kind is Kind.WORD and not after[0].tags & LOCATIVE


def _at_conjunction(items: list[Item], index: int, verbs: list[bool]) -> str:
    ahead = index + 1
    while ahead < len(items) and items[ahead].norm in ADVERBS:
        ahead += 1
    if ahead >= len(items):
        return ""
    norm = items[index].norm
    if items[ahead].norm == "including":
        return ""
    if _fronted_place(items, verbs, index) or _mans(items, ahead):
        return "coordinate"
    if verbs[ahead] or (items[ahead].tags & int(Tag.FINITE | Tag.PARTICIPLE) and norm != "or"):
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
    while ahead < len(items) and (
        items[ahead].norm in DETERMINERS or items[ahead].norm in _NEXT_DOOR
    ):
        ahead += 1
    after = ahead + 1
    if after >= len(items) or items[ahead].kind is not Kind.PLACE:
        return False
    comma = items[after].norm == "," and any(verbs[after:])
    return comma or _subject_verb(items, verbs, after)


def _subject_verb(items: list[Item], verbs: list[bool], index: int) -> bool:
    """Tell whether a subject and its verb begin at ``index``: no preposition between the two."""
    for ahead in range(index, min(len(items), index + 10)):
        item = items[ahead]
        if verbs[ahead]:
            return ahead > index
        if item.norm in {",", "and", "or"} or item.norm in _BREAKS or item.norm in _SUBORDINATORS:
            return False
        if item.tags & int(Tag.LOCATIVE_PHRASE) and item.norm != "of" and ahead == index:
            return False
    return False


def _at_that(items: list[Item], index: int, verbs: list[bool]) -> str:
    if index + 1 >= len(items) or not _verb_ahead(items, verbs, index + 1):
        return ""
    before = items[index - 1] if index else None
    if before is None or before.tags & int(Tag.LOCATIVE_PHRASE):
        return ""
    following = items[index + 1]
    banned = following.kind is Kind.PLACE and verbs[index + 2 : index + 3] == [True]
    if banned and before.tags & int(Tag.REFERS_NOUN):
        return "relative"  # "a militia that Pakistan banned this year"
    relative = verbs[index + 1] and before.kind is Kind.WORD and not before.tags & SAY
    deed = before.tags & int(Tag.VIOLENCE_NOUN) and items[index - 2].norm in _DETERMINES
    if deed and following.kind is Kind.ACTOR:
        return "relative"  # "an attack that Islamic State claimed"
    return "relative" if relative and following.kind is Kind.WORD else "complement"
