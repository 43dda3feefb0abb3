"""What carries over from one sentence of a text to the next: actors, places, period, heading."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.discourse import Discourse
from geo.grammar.times import dates_the_past, goes_on_telling, is_recent

if TYPE_CHECKING:
    from geo.records import PlaceMention, Resolution
    from geo.text import Sentence

Located = tuple["PlaceMention", "Resolution"]


@dataclass(slots=True)
class Telling:
    """The state of one reading of one text.

    Attributes
    ----------
    text
        The text, or the title that the text lacks.
    year
        The year of publication, or None.
    discourse
        The actors named so far.
    places
        The places named so far, with what they resolve to.
    past
        True while the text tells of an earlier period.
    heading
        The place that heads the paragraph ("Panjsher."), or None.
    """

    text: str
    year: int | None
    discourse: Discourse = field(default_factory=Discourse)
    places: list[Located] = field(default_factory=list)
    past: bool = False
    heading: Located | None = None
    paragraph: int = -1

    def enter(self, run: Sentence, located: list[Located]) -> None:
        """Follow the period, the heading and the places as a sentence begins."""
        words = self.text[run.start : run.end]
        if run.paragraph != self.paragraph:
            self.past = self.past and goes_on_telling(words)
            self.heading = None
            self.paragraph = run.paragraph
        if dates_the_past(words, self.year):
            self.past = True
        elif is_recent(words):
            self.past = False
        self.places += located
        if len(located) == 1 and run.opens and words.strip(" .:") == located[0][0].surface:
            self.heading = located[0]
