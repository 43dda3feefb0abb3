"""Give the units of the source their ISO 3166-2 codes, by name.

A wrong code is worse than none: a name must mean one code and the code one unit. Names are
compared in three rounds, each on what the last one left: as they are; without words such as
"oblast"; and, for transliterations, by likeness.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd
import pycountry
from rapidfuzz import fuzz, process

from geo.text import name_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import geopandas as gpd

# Countries whose units in the source are another level, or an older division, than ISO's.
OTHER_LEVEL = frozenset({"BA", "CI", "KE", "LV", "MA", "MG", "MV", "NO", "NP"})
SURE = 88.0  # likeness from 0 to 100; below it pairs such as Gaza - Gazipur begin
MARGIN = 6.0  # and by how much the next best name must be worse
_SHORTEST = 5  # letters; shorter names are alike by chance
# Words that say what kind of unit it is, articles among them, in the spellings of both sides.
_KINDS = """
al an ar as ash at autonoma autonomnyy autonomous avtonomnyy az baladiyat bin cercado city
county de del departement department district do dzongkhag el eparchia estado gouvernorat
governorate gwangyeoksi judet kanton khett kommune krai kraj kray la lan le les lo marz
megye mintaqat mohafazat muhafazat municipality novads obcina oblast oblasts oblasty oblysy
of okres okrug opstina ostan parish prefecture province provincia provincie provinsi qarku
raion rayon rayonu regiao region regione republic respublika sahari shabiyat sheng shi
state teukbyeolsi the tinh vilayet viloyati voblasc voblasts voivodeship wilaya wilayah
wilayat wojewodztwo zupanija
"""
_GENERIC = frozenset(_KINDS.split())


def match_codes(states: gpd.GeoDataFrame) -> pd.Series:
    """Return the ISO 3166-2 code of each unit, null where no name says it for certain.

    Parameters
    ----------
    states
        Columns ``iso_a2``, ``name``, ``woe_name`` and ``gn_name``.
    """
    codes = pd.Series(None, index=states.index, dtype="object")
    for iso2, units in states.groupby("iso_a2"):
        subdivisions = pycountry.subdivisions.get(country_code=iso2)
        if subdivisions and iso2 not in OTHER_LEVEL:
            codes.update(_match_country(units, list(subdivisions)))
    return codes


def _match_country(units: gpd.GeoDataFrame, subdivisions: list[Any]) -> pd.Series:
    # gn_name first: where the columns disagree, it is the one that is right.
    names = _iso_names(subdivisions, like=len(units))
    codes = pd.Series(None, index=units.index, dtype="object")
    for key in (name_key, core_key):
        for column in ("gn_name", "name", "woe_name"):
            left = units.loc[codes.isna(), column].dropna()
            allowed = names[names["whole"] | (key is core_key)]
            table = _unambiguous(allowed, key, taken=set(codes.dropna()))
            found = left.map(key).map(table).dropna()
            codes.update(found[~found.duplicated(keep=False)])
    codes.update(_alike(units[codes.isna()], names[~names["code"].isin(codes)]))
    return codes


def _iso_names(subdivisions: list[Any], like: int) -> pd.DataFrame:
    """Return ``name``, ``code``, ``rank`` and ``whole`` of every name of the subdivisions.

    ``whole`` says that the name is not just one of several that the standard gives.
    ``rank`` is 0 on the level (with or without a parent) whose size is nearer to ``like``.
    """
    children = sum(s.parent_code is not None for s in subdivisions)
    wants_child = abs(children - like) < abs(len(subdivisions) - children - like)
    rows = [
        (name, s.code, int((s.parent_code is not None) != wants_child), name == s.name)
        for s in subdivisions
        for name in {s.name, *_spellings(s.name)}
    ]
    return pd.DataFrame(rows, columns=["name", "code", "rank", "whole"]).sort_values("name")


def _spellings(name: str) -> list[str]:
    """Split ``A Coruña [La Coruña]`` and ``Bolama / Bijagós`` into the names they give."""
    plain = re.sub(r" GB-\w+", "", name.replace("†", ""))
    return [part.strip() for part in re.split(r"[\[\]/(),]", plain) if part.strip()]


def core_key(name: str) -> str:
    """Return a name's key without the words that say what kind of unit it is."""
    words = re.sub(r"['.]", "", name_key(name)).split()
    return " ".join(word for word in words if word not in _GENERIC) or " ".join(words)


def _unambiguous(
    names: pd.DataFrame, key: Callable[[str], str], taken: Iterable[str]
) -> dict[str, str]:
    """Return key -> code, where one code alone has it on the better level."""
    free = names[~names["code"].isin(list(taken))].assign(key=names["name"].map(key))
    free = free.drop_duplicates(["key", "code"])
    best = free[free["rank"] == free.groupby("key")["rank"].transform("min")]
    best = best.drop_duplicates("key", keep=False)
    return dict(zip(best["key"], best["code"], strict=True))


def _alike(units: gpd.GeoDataFrame, names: pd.DataFrame) -> pd.Series:
    """Return codes by likeness, where unit and code are each other's best by a margin."""
    choices = {position: core_key(name) for position, name in enumerate(names["name"])}
    found: dict[Any, str] = {}
    for index, row in units[["name", "woe_name", "gn_name"]].iterrows():
        for name in row.dropna():
            code = _likest(core_key(name), choices, names["code"].tolist())
            if code:
                found.setdefault(index, code)
    codes = pd.Series(found, dtype="object")
    return codes[~codes.duplicated(keep=False)]


def _likest(key: str, choices: dict[int, str], codes: list[str]) -> str | None:
    if len(key) < _SHORTEST:
        return None
    ranked = process.extract(key, choices, scorer=fuzz.ratio, limit=None)
    by_code: dict[str, float] = {}
    for _, score, position in ranked:
        by_code.setdefault(codes[position], score)
    scores = sorted(by_code.items(), key=lambda item: -item[1])
    if not scores or scores[0][1] < SURE:
        return None
    if len(scores) > 1 and scores[0][1] - scores[1][1] < MARGIN:
        return None
    return scores[0][0]
