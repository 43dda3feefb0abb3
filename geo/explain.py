"""What the extractor read in a text, sentence by sentence, and why it made a claim or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.claims import actors_claimed
from geo.grammar.items import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.claims import Extractor
    from geo.readings import Reading
    from geo.records import Document


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of a sentence that stands for something.

    Attributes
    ----------
    start, end
        Offsets in the sentence.
    kind
        ``actor``, ``place``, ``trigger`` or ``cue``.
    note
        What it resolves to.
    """

    start: int
    end: int
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sentence as it was read.

    Attributes
    ----------
    sentence
        Its text.
    marks
        The mentions and the words that tied them, in order.
    made
        A line for each claim: who, where, how, by which rule and words.
    refused
        A line for each actor and place that make no claim, with the reason.
    """

    sentence: str
    marks: tuple[Mark, ...]
    made: tuple[str, ...]
    refused: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return plain values for ``json.dumps``."""
        return {
            "sentence": self.sentence,
            "marks": [
                {"start": m.start, "end": m.end, "kind": m.kind, "note": m.note} for m in self.marks
            ],
            "claims": list(self.made),
            "rejected": list(self.refused),
        }


def explain(document: Document, extractor: Extractor) -> Iterator[Explanation]:
    """Yield every sentence of a document that names an actor, as it was read.

    Parameters
    ----------
    document
        The text.
    extractor
        The rules, gazetteer and registry to read it with.
    """
    for reading in extractor.reader.read(document):
        yield _explained(document, reading)


def _explained(document: Document, reading: Reading) -> Explanation:
    begin = reading.sentence.start
    sentence = reading.unit.text[begin : reading.sentence.end]
    marks = [
        Mark(m.start - begin, m.end - begin, "actor", f"{', '.join(m.actor_ids)} ({m.how})")
        for m in reading.actors
        if reading.sentence.start <= m.start < reading.sentence.end
    ]
    marks += [
        Mark(m.start - begin, m.end - begin, "place", _resolved(reading, number))
        for number, m in enumerate(reading.places)
        if reading.sentence.start <= m.start < reading.sentence.end
    ]
    marks += _triggers(reading, begin)
    return Explanation(
        sentence,
        tuple(sorted(marks, key=lambda mark: (mark.start, mark.end))),
        tuple(_made(document, reading)),
        tuple(_refused(document, reading)),
    )


def _resolved(reading: Reading, number: int) -> str:
    resolution = reading.resolutions[number]
    if resolution.place is None:
        return "unresolved"
    place = resolution.place
    where = place.admin1_code or place.country_iso2 or "no country"
    return (
        f"{place.name}, {where}, where_prec {resolution.where_prec}, score {resolution.score:.2f}"
    )


def _triggers(reading: Reading, begin: int) -> list[Mark]:
    if reading.parsed is None:
        return []
    items = reading.parsed.items
    numbers = sorted({link.trigger for link in reading.links if link.trigger >= 0})
    return [
        Mark(items[n].start - begin, items[n].end - begin, "trigger", items[n].norm)
        for n in numbers
        if items[n].kind is Kind.WORD and begin <= items[n].start < reading.sentence.end
    ]


def _made(document: Document, reading: Reading) -> Iterator[str]:
    if reading.parsed is None:
        return
    items = reading.parsed.items
    for link, stance in zip(reading.links, reading.stances, strict=True):
        actor = reading.actors[items[link.actor].mention]
        place = reading.places[items[link.place].mention]
        if not actors_claimed(document, reading, link, stance)[0]:
            continue
        tie = f"by {items[link.trigger].norm!r}" if link.trigger >= 0 else "by standing together"
        cues = f"; cues: {', '.join(stance.cues)}" if stance.cues else ""
        yield (
            f"{actor.surface} - {place.surface}: {link.relation}, {stance.polarity}, "
            f"{stance.time_status} {tie} ({link.rule}; place {link.role.role}: "
            f"{link.role.why}){cues}"
        )


def _refused(document: Document, reading: Reading) -> Iterator[str]:
    if reading.parsed is None:
        return
    items = reading.parsed.items
    for link, stance in zip(reading.links, reading.stances, strict=True):
        made, why = actors_claimed(document, reading, link, stance)
        if not made:
            actor = reading.actors[items[link.actor].mention]
            place = reading.places[items[link.place].mention]
            yield f"{actor.surface} - {place.surface}: {why}"
    for one in reading.rejections:
        actor = reading.actors[items[one.actor].mention]
        place = reading.places[items[one.place].mention]
        yield f"{actor.surface} - {place.surface}: {one.why}"
