"""Places that a sentence takes from the one before it: claims of responsibility, headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from geo.grammar.roles import place_role
from geo.grammar.spots import Role
from geo.grammar.syntax import parse
from geo.grammar.triggers import VIOLENCE, governing
from geo.narrowing import drop_contained
from geo.telling import heading_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.grammar.lexicon import Lexicon
    from geo.telling import Located
    from geo.text import Sentence

_DEED = r"(?:attack|ambush|assault|blast|bombing|explosion|killing|massacre|raid|shooting)(?:e?s)?"
# "has taken responsibility", "claimed the ambush", "claimed by", "was behind it", "blamed it on"
_SAME_EVENT = re.compile(
    r"\b(?:responsibility|credit for (?:the|it)|claim(?:ed|s) (?:the|it|both|that|by)|"
    r"(?:had been|was|were) (?:detonated|fired|hurled|laid|launched|lobbed|planted|thrown) by|"
    r"(?-i:[A-Z][\w-]+) (?:did|had done) (?:it|this)|"
    r"claim(?:ed|s)(?=\.?$)|"
    r"(?:had|has|it|they) sent (?:the (?:bombers?|gunm[ae]n|man|men|pair)|him|her|them)\b|"
    r"had (?:ambushed|attacked|bombed|hit|killed|shot|struck|targeted) (?:it|them|him|her|both)|"
    r"it (?:was|had been) an? (?:[\w-]+ ){0,2}?(?:ambush|attack|bombing|raid), (?:the )?"
    r"(?-i:[A-Z][\w-]+(?: [A-Z][\w-]+)*) (?:announced|boasted|claimed|said|wrote)|"
    r"(?:main|prime|chief) suspects?|"
    r"behind (?:the|it|this|that|both)|owned? up to|put(?:s|ting)? (?:its|their) name to|"
    r"suspicion (?:fell|has fallen|falls) on|"
    r"(?:planted|set off|detonated|triggered|drove|laid) (?:the|it)|t(?:ook|akes?|aken) credit|"
    r"took (?:the|it)\b.{0,30}? upon (?:itself|themselves)|author of (?:the|it|this)|"
    r"(?:video|footage|photographs|photos|pictures) of (?:the|it|their|his|her)\b|"
    r"(?:it|they|the (?:group|movement|outfit)|(?:its|their|his) (?:own )?(?:men|fighters|members|"
    r"squad|unit|people)) (?:did|had done) (?:it|so|this)|"
    rf"{_DEED} (?:was|were) (?:its|their|revenge|vengeance)|"
    r"(?:was|were|been) (?:one of |two of )?(?:its|their) (?:own )?(?:man|men|fighters?|members?|"
    r"soldiers?|bombers?)|"
    r"(?:nothing to do|no (?:hand|part|role|involvement)) (?:in|with) (?:the|it|this|both|either)|"
    r"(?:its|their) (?:\w+ )?(?:bombers?|fighters|gunmen|members?|men|militants|soldiers) "
    r"(?:had|have) (?:\w+ly )?(?:attacked|hit|killed|raided|shot|stormed|struck|targeted)|"
    rf"{_DEED} (?:had been|was|were) "
    r"(?:carried out|committed|staged) by|claimed (?:all|each|them|\w+ of (?:them|these|those))|"
    r"set (?:it|them) off|named (?:him|her|them|the \w+) as|"
    r"responsible for (?:the|it|this|both)|"
    r"(?:carried|carry|carrying) out (?:it|that|this|both|the (?!\w+ of\b))|"
    r"put (?:the \w+|it|this|that) down to|"
    r"(?:ascribe[sd]?|attribute[sd]?) (?:the \w+|it|this|that) to|"
    r"(?:blamed?|accused?) \w[\w\s-]{0,40}? for (?:the|it|that|both)|"
    r"suspect(?:s|ed)? \w[\w\s-]{0,40}? of (?:the|it|that|both)|"
    r"accuse[sd]? \w[\w\s-]{0,40}? of (?:the|it|that|both)|"
    r"blamed (?:the|it|both)\b.{0,40}? on|"
    r"(?:suspects?|suspected|blamed?|blames) (?:the )?"
    r"(?-i:[A-Z][\w-]+(?: [A-Z][\w-]+)*)(?=[.,])|"
    r"(?:denied|denies|denying) (?:any |all |a )?"
    r"(?:involvement|role|part|hand|link|connection|responsibility|having|carrying|"
    r"that it had (?:carried|anything|done)))\b",
    re.IGNORECASE,
)
_AMONG = re.compile(r"\bamong the (?:dead|killed|slain|wounded|arrested|detained|captured)\b")
# "As a result, sixteen khwarij were sent to hell.": those of the raid told before.
_AS_A_RESULT = re.compile(
    r"As a result,? .{0,80}?\bwere (?:\w+ly )?(?:apprehended|arrested|eliminated|killed|"
    r"neutrali[sz]ed|sent to hell|shot dead)",
)
_IN_ALL = re.compile(r"(?:\(?\d+[.)] )?(?:Attacks|Bombings|Killings)\b")  # counted, none told
_WHOM = (
    r"(?:(?:they|(?:all|both|some|most|one|two|three)(?: of (?:them|those|the \w+))?)"
    r"|the (?:\w+ )?(?:(?P<hit>dead|slain|killed|suspects?|detainees|arrested|detained|captured|"
    r"deceased)(?: \w+)?|(?P<who>men|militants|terrorists|attackers?|assailants|gunm[ae]n|bomber|"
    r"killers?|pair|trio)))"
)
# "They belonged to the TTP": who was killed or caught in the event told before, or did it.
_IDENTIFIES = re.compile(
    rf"\b{_WHOM}(?:, [^,.]{{,40}},)? (?:\w+ ){{0,3}}?"
    r"(?:belong(?:ed|s|ing)? to|as (?:\w+ ){0,3}?of|were|was|"
    r"(?:are|is) (?:\w+ ){0,2}?(?:accused|affiliated|fighters|linked|members?|men|operatives|"
    r"suspected))\b",
    re.IGNORECASE,
)
_FIGHTERS = r"(?:militants?|terrorists?|insurgents?|suspects?|fighters?|gunmen|men|khwarij|rebels?)"
_HARMED = (
    r"(?:killed|shot dead|gunned down|arrested|detained|captured|apprehended|nabbed|dead|died|"
    r"neutrali[sz]ed|eliminated)"
)
_FELL = re.compile(
    rf"\b(?:{_FIGHTERS} (?:\w+ ){{0,2}}?{_HARMED}|{_HARMED} (?:\w+ ){{0,4}}?{_FIGHTERS})\b",
    re.IGNORECASE,
)
# "Three militants of the TTP were killed.": in the raid that the sentence before tells of.
_LOSSES = re.compile(
    rf"\b{_FIGHTERS}(?: [\w-]+){{0,7}} (?:was|were) (?:\w+ )?{_HARMED}\b(?! by\b)", re.IGNORECASE
)
# "in the gun battle that followed", "in the ensuing clash"
_FOLLOWED = re.compile(
    r"\bin (?:the|an?) (?:ensuing \w+|(?:\w+ )?\w+ (?:that|which) followed)\b", re.IGNORECASE
)
_HUNT = re.compile(
    r"\b(?:raid(?:ed|s)?|cordon(?:ed)?|operations?|(?:air ?|drone |missile )?strikes?|bombed|"
    r"encounter|gun ?battle|shoot-?out|exchange of fire)\b",
    re.IGNORECASE,
)
# "The targets were TTP camps.", "The strikes hit TTP hideouts.": of the bombing told before.
_AIMED = re.compile(
    r"\b(?:targets? (?:was|were)|(?:strikes?|raids?|bombing|jets|drones) (?:had )?(?:hit|targeted)|"
    r"(?:it|they) (?:had|have|has) (?:hit|struck|targeted))\b",
    re.IGNORECASE,
)
_DOERS = ("attacker", "killer", "assailant", "gunm", "bomber")
_BACK = 3  # sentences, within which an event is plainly the same
_FAR_BACK = 5  # in which it is, where none stands nearer and it is an attack
_PLAYED = frozenset([Role.LOCATION, Role.OBJECT, Role.MODIFIER])


def part_in_event(sentence: str, before: str) -> str:
    """Say what part a sentence gives a group in the event of the one before it.

    Parameters
    ----------
    sentence, before
        The sentence, and the one before it.

    Returns
    -------
    str
        ``did`` where the group did it ("The attackers belonged to the TTP", "claimed the blast"),
        ``suffered`` where its people were killed or caught, else empty.
    """
    match = _IDENTIFIES.search(sentence)
    if match is not None:
        who = (match["who"] or "").lower()
        if who.startswith(_DOERS):
            return "did"
        if match["hit"] or _FELL.search(before):
            return "suffered"
    same = _SAME_EVENT.search(sentence) and not _IN_ALL.match(sentence)
    if _AS_A_RESULT.match(sentence) or _AMONG.search(sentence):
        return "suffered"
    lost = _LOSSES.search(sentence) and not same
    if (lost or _AIMED.search(sentence)) and _HUNT.search(before):
        return "suffered"
    if lost and _FOLLOWED.search(sentence):
        return "suffered"
    return "did" if same else ""


def event_places(
    text: str,
    before: Sequence[tuple[Sentence, list[Located]]],
    lexicon: Lexicon,
    governments: frozenset[str],
) -> list[Located]:
    """Return the places of the last event told before a sentence, or nothing.

    Parameters
    ----------
    text
        The text.
    before
        The sentences before, in order, with their places.
    lexicon
        The words that carry an event.
    governments
        Names that can stand for a government.
    """
    nearest: list[Located] = []
    for back, (run, located) in enumerate(reversed(before[-_FAR_BACK:])):
        if nearest and back == _BACK:
            break
        played, violent = _played(text, run, located, lexicon, governments)
        if violent:
            return violent[:1]
        nearest = nearest or (played[:1] if back < _BACK else [])
    return nearest


def _played(
    text: str,
    run: Sentence,
    located: list[Located],
    lexicon: Lexicon,
    governments: frozenset[str],
) -> tuple[list[Located], list[Located]]:
    """Return the locations of a sentence, and those of its attacks."""
    played: list[Located] = []
    violent: list[Located] = []
    places = [mention for mention, _ in located]
    parsed = parse(text, (run.start, run.end), (), places, lexicon)
    drop_contained(parsed, [resolution for _, resolution in located])
    for group in parsed.places:
        role = place_role(parsed, group, places, governments)
        if role.role not in _PLAYED:
            continue
        trigger = governing(parsed, group, role)
        here = [located[parsed.items[i].mention] for i in group]
        played += here
        if trigger >= 0 and parsed.items[trigger].tags & VIOLENCE:
            violent += here
    heading = heading_of(text, run, located) if run.opens else None
    return ([heading], [heading]) if heading else (played, violent)
