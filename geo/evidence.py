"""What a document's names say of each other, as numbers: the scores behind a resolution.

Each candidate of a mention gets a sum of a few terms, in natural logarithms; staying
unresolved is one more candidate, which wins where nothing supports a small namesake far away.
:mod:`geo.namesakes` has what is known of a name before its text.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from geo.context import MEAN_EARTH_RADIUS_KM, contains
from geo.records import PlaceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from geo.namesakes import Name
    from geo.records import Place, PlaceMention

_T = TypeVar("_T")
# The terms of a candidate's score beside its prior. Set by hand on texts of the region; their
# order matters more than their size.
_COUNTRY = 4.0  # times the share of the document's evidence that is its country's
_NEARBY_COUNTRY = 1.5  # times the same share among the mentions beside it
_FOREIGN = 2.5  # against a small place of a country that nothing else speaks of
_PROVINCE = 2.0  # where another name lies in the same province
_INSIDE = 6.0  # where the text says that it lies in its neighbour, or its neighbour in it
_BESIDE = 2.5  # times the share of its country in the name it is listed with
_CLOSE = 2.5  # where another place lies within _CLOSE_KM
_NAMED = 1.5  # where its province is named nearby
_ONE_SENSE = 0.8  # times what the best supported mention of the same name has for it
_SLIGHT = 1e-6
_UNSPOKEN = 0.05  # a country with less of the evidence is one that nothing speaks of
_CLOSE_KM = 75.0
_CLOSE_COSINE = math.cos(_CLOSE_KM / MEAN_EARTH_RADIUS_KM)
_NEARBY_CHARACTERS = 250
_NEXT_CHARACTERS = 100  # about a clause
_NEARBY_MENTIONS = 8
_OFFSETS = np.array([*range(-_NEARBY_MENTIONS, 0), *range(1, _NEARBY_MENTIONS + 1)])
_NOWHERE = 1 << 62
_LONGEST_GAP = 60
_SMALL = (PlaceKind.POPULATED, PlaceKind.FEATURE)  # "X, Kabul" may be a list; "X, Ohio" is none
# "Wana, South Waziristan"; "Achin district of Nangarhar"; "Spinwam (North Waziristan)".
_OF = r"(?:of|in|inside|within|de)"
_UNIT = r"(?:district|tehsil|agency|area|valley|village|town|city|county|province)"
_AREA = r"(?:[a-z-]+ ){0,3}"
_OUTWARD = re.compile(
    rf"\s*(?:,?\s*(?:{_AREA}{_OF}\s+)(?:the\s+)?(?:[a-z-]+ ){{0,2}}"
    rf"|(?:{_UNIT})?\s*,\s*(?:the\s+)?|(?:{_UNIT}\s*)?\(\s*)$"
)
# "Helmand's Sangin"; "Khyber Pakhtunkhwa province's volatile Bajaur".
_INWARD = re.compile(r"(?: province| district| region)?['\u2019]s? (?:[a-z-]+ ){0,3}$")
_LISTED = re.compile(r",? (?:and|or|&) $|, ?$|/$")


@dataclass(frozen=True, slots=True)
class Links:
    """How the mentions of a text stand to each other, by number.

    Attributes
    ----------
    inside
        Pairs (inner, outer).
    beside
        Neighbours in one list.
    """

    inside: list[tuple[int, int]]
    beside: list[tuple[int, int]]


def lies_in(gap: str, area: Place) -> bool:
    """Tell whether the words between a name and a place put the one in the other, no country."""
    if area.kind is PlaceKind.COUNTRY or len(gap) > _LONGEST_GAP or not _OUTWARD.match(gap):
        return False
    return area.kind not in _SMALL or not gap.lstrip().startswith(",")


def find_links(text: str, mentions: Sequence[PlaceMention]) -> Links:
    """Return the pairs of neighbours that the text puts one in the other, or in one list."""
    links = Links([], [])
    for index in range(len(mentions) - 1):
        gap = text[mentions[index].end : mentions[index + 1].start]
        if len(gap) > _LONGEST_GAP:
            continue
        if _OUTWARD.match(gap):
            links.inside.append((index, index + 1))
        elif _INWARD.match(gap):
            links.inside.append((index + 1, index))
        if _LISTED.match(gap):
            links.beside.append((index, index + 1))
    return links


def alone(name: Name) -> list[float]:
    """Return the shares of the candidates of a mention that stands alone, in their order."""
    base = name.base().tolist()
    top = max(*base, name.known.open_score)
    powers = [math.exp(score - top) for score in base]
    total = sum(powers) + math.exp(name.known.open_score - top)
    return [power / total for power in powers]


class Weighing:
    """The candidates of all mentions of a document, one after the other, and their scores.

    What a name says for itself and how the mentions lie is laid out once; each round weighs
    every candidate again by what the others are most likely to be. All scores of a round stand
    before any share changes: the order of the mentions does not matter.

    Parameters
    ----------
    names
        N mentions; their C candidates are numbered in their order.
    links
        How the mentions lie.
    spoken
        What else speaks for countries (ISO alpha-2 -> weight, a name's own being 1).
    """

    def __init__(self, names: Sequence[Name], links: Links, spoken: Mapping[str, float]) -> None:
        self._names = names
        self._links = links
        known = [name.known for name in names]
        sizes = [len(one.candidates) for one in known]
        self._first = np.cumsum([0, *sizes[:-1]])  # (N,) where a mention's candidates begin
        self._owner = np.repeat(np.arange(len(names)), sizes)  # (C,) each candidate's mention
        self._base = np.concatenate([name.base() for name in names])  # (C,)
        self._open = np.array([one.open_score for one in known])  # (N,)
        self._small = np.concatenate([one.small for one in known])  # (C,)
        self._province = np.concatenate([one.province for one in known])  # (C,)
        self._points = np.concatenate([one.points for one in known])  # (C, 3)
        keys = _numbered(name.key for name in names)
        self._key = np.array([keys[name.key] for name in names])  # (N,)
        mentions: list[list[int]] = [[] for _ in keys]
        for number, key in enumerate(self._key.tolist()):
            mentions[key].append(number)
        self._alike = [group for group in mentions if len(group) > 1]
        self._counted = [group[-1] for group in mentions]  # each name speaks once
        units = _numbered(["", *(unit for one in known for unit in one.units)])
        self._unit = np.array([units[unit] for one in known for unit in one.units])  # (C,)
        named = [(name.key, place.place_id) for name in names for place in name.candidates]
        numbers = _numbered(named)
        self._place = np.array([numbers[one] for one in named])  # (C,) the place under the name
        self._lies = self._unit * len(keys) + self._key[self._owner]  # (C,) province and name
        self._lay_countries(spoken)
        self._lay_neighbours()
        self.shares = self._shares(self._base)  # (C,)

    def _lay_countries(self, spoken: Mapping[str, float]) -> None:
        """Give each country a number, 0 being none, and pair every candidate with its own."""
        nations = [nation or ("",) for name in self._names for nation in name.known.nations]
        codes = _numbered(["", *(code for nation in nations for code in nation), *spoken])
        counts = [len(nation) for nation in nations]
        self._paired = np.repeat(np.arange(len(nations)), counts)  # (P,) candidate of each pair
        self._code = np.array([codes[code] for nation in nations for code in nation])  # (P,)
        parts: NDArray[np.float64] = 1 / np.array(counts)
        self._part = np.repeat(parts, counts) * (self._code > 0)  # (P,)
        self._pair_first = np.cumsum([0, *counts[:-1]])  # (C,) where a candidate's pairs begin
        self._cell = self._owner[self._paired] * len(codes) + self._code  # (P,) in (N, K)
        self._shape = (len(self._names), len(codes))
        self._also = np.array([spoken.get(code, 0.0) for code in codes])  # (K,)

    def _lay_neighbours(self) -> None:
        """Mark the other names within a few lines of a mention, and which of them speak there."""
        count = len(self._names)
        number = np.arange(count)[:, None]
        starts = np.array([*(name.mention.start for name in self._names), _NOWHERE])
        ends = np.array([name.mention.end for name in self._names])[:, None]
        other = number + _OFFSETS
        self._near = np.clip(other, 0, count - 1)  # (N, 16) the mentions before and after each
        beside = (other == self._near) & (self._key[self._near] != self._key[:, None])
        apart = np.abs(starts[self._near] - ends)
        self._beside = beside & (apart < _NEARBY_CHARACTERS)
        self._next = beside & (apart < _NEXT_CHARACTERS)
        again = np.full(count, count)  # (N,) where the same name stands next
        for group in self._alike:
            again[group[:-1]] = group[1:]
        again = again[self._near]
        later = (again - number <= _NEARBY_MENTIONS) & (starts[again] - ends < _NEARBY_CHARACTERS)
        self._speaks = self._beside & ~later  # a name that stands there twice speaks once

    def round(self) -> None:
        """Weigh every candidate again."""
        mass = self.shares[self._paired] * self._part
        cells = np.bincount(self._cell, mass, math.prod(self._shape)).astype(np.float64)
        spoken = cells.reshape(self._shape)  # (N, K) what each mention says for each country
        best = self._best()
        scores = self._base + self._bonuses(spoken) + self._country_terms(spoken)
        scores += self._nearby_terms(spoken, best) + self._province_terms(best)
        self.shares = self._shares(scores)

    def _shares(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Turn scores into shares of one, staying open being one more candidate."""
        top = np.maximum(np.maximum.reduceat(scores, self._first), self._open)
        powers = np.exp(scores - top[self._owner])
        total = np.add.reduceat(powers, self._first) + np.exp(self._open - top)
        shares: NDArray[np.float64] = powers / total[self._owner]
        return shares

    def _best(self) -> NDArray[np.intp]:
        """Return the likeliest candidate of each mention, the first of equals (N,)."""
        most = np.maximum.reduceat(self.shares, self._first)
        hits = np.flatnonzero(self.shares == most[self._owner])
        return hits[np.searchsorted(self._owner[hits], np.arange(len(self._names)))]

    def _share(self, counts: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[Any]]:
        """Return the share of each candidate's country in its mention's row, and rows that say."""
        total = counts.sum(axis=1, keepdims=True)
        says = total > _SLIGHT
        shares = np.divide(counts, total, out=np.zeros_like(counts), where=says)
        most = np.maximum.reduceat(shares.ravel()[self._cell], self._pair_first)
        return most, says[self._owner, 0]

    def _country_terms(self, spoken: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what each country's share of the evidence has for it, its own voice left out."""
        evidence = spoken[self._counted].sum(axis=0) + self._also
        share, says = self._share(np.maximum(evidence - spoken, 0.0))
        foreign = self._small & says & (share < _UNSPOKEN)
        return np.asarray(_COUNTRY * share - _FOREIGN * foreign)

    def _nearby_terms(
        self, spoken: NDArray[np.float64], best: NDArray[np.intp]
    ) -> NDArray[np.float64]:
        """Return what the mentions within a few lines have for each candidate."""
        told = np.zeros(self._shape)
        for near, speaks in zip(self._near.T, self._speaks.T, strict=True):
            told += spoken[near] * speaks[:, None]
        share, _ = self._share(told)
        points = self._points[best][self._near][self._owner]  # (C, 16, 3)
        close = np.matmul(points, self._points[:, :, None])[:, :, 0] > _CLOSE_COSINE
        named = np.where(self._province[best], self._unit[best], -1)  # (N,) the province it names
        within = named[self._near][self._owner] == self._unit[:, None]  # (C, 16)
        within &= self._next[self._owner] & ~self._province[:, None]
        close &= self._beside[self._owner]
        terms = np.maximum(_CLOSE * close.any(axis=1), _NAMED * within.any(axis=1))
        return np.asarray(_NEARBY_COUNTRY * share + terms)

    def _province_terms(self, best: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return what another name that lies in the same province has for a place."""
        lie = np.unique(self._lies[best])  # the provinces that each name lies in
        names = len(self._counted)
        count = np.bincount(lie // names, minlength=int(self._unit.max()) + 1)
        count[0] = 0  # no province
        own = lie[np.minimum(np.searchsorted(lie, self._lies), len(lie) - 1)] == self._lies
        return np.asarray(_PROVINCE * (count[self._unit] > own))

    def _bonuses(self, spoken: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return what a mention's neighbours in the sentence have for its candidates."""
        bonuses = np.zeros(len(self._owner))
        for inner, outer in self._links.inside:
            for at, above in _held(self._names[inner].candidates, self._names[outer].candidates):
                low, high = self._first[inner] + at, self._first[outer] + above
                bonuses[low] = max(bonuses[low], _INSIDE * (0.5 + self.shares[high] / 2))
                bonuses[high] = max(bonuses[high], _INSIDE * (0.5 + self.shares[low] / 2))
        heard = np.zeros(self._shape)  # (N, K) what those that a mention is listed with say
        if self._links.beside:
            one, other = np.array(self._links.beside).T
            heard[one] = spoken[other]
            heard[other] = np.maximum(heard[other], spoken[one])
        told = np.maximum.reduceat(heard.ravel()[self._cell], self._pair_first)
        bonuses = np.maximum(bonuses, _BESIDE * told)
        best = np.zeros(len(bonuses))  # of all mentions of a name, for each of its places
        np.maximum.at(best, self._place, bonuses)
        return np.asarray(np.maximum(bonuses, _ONE_SENSE * best[self._place]))

    def _of(self, number: int) -> slice:
        """Return where the candidates of a mention stand."""
        first = int(self._first[number])
        return slice(first, first + len(self._names[number].candidates))

    def each(self) -> list[list[float]]:
        """Return the shares of each mention's candidates."""
        shares = self.shares.tolist()
        return [shares[self._of(number)] for number in range(len(self._names))]


def _numbered(values: Iterable[_T]) -> dict[_T, int]:
    """Return values with numbers, in the order in which they are met."""
    return {value: number for number, value in enumerate(dict.fromkeys(values))}


# News names the same districts in the same provinces again and again.
@lru_cache(maxsize=10_000)
def _held(inner: tuple[Place, ...], outer: tuple[Place, ...]) -> tuple[tuple[int, int], ...]:
    """Return which places lie in which of another name's, by their numbers."""
    return tuple(
        (at, above)
        for at, place in enumerate(inner)
        for above, area in enumerate(outer)
        if contains(area, place)
    )
