"""A country's whole dump, full of names that hurt, takes nothing from what texts tell."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
import releases
from claimkit import extractor
from releases import Row, Site, serving
from test_gold import BESIDE, FLOORS, documents, gold_file, scored

from geo.claims import Extractor
from geo.evaluation import read_gold, score
from geo.fetching import fetch_gazetteer
from geo.layered import LayeredStore
from geo.places import PlaceStore
from geo.schema import claims_frame

if TYPE_CHECKING:
    from pathlib import Path

# A province of each country's in GeoNames' codes, and a point in it, for the invented villages.
SPOTS = {
    "AF": {"18": (34.2, 70.4), "34": (34.9, 71.1), "13": (34.5, 69.2), "37": (33.3, 69.9)},
    "PK": {"03": (34.0, 71.5), "02": (27.0, 65.5), "04": (31.0, 73.0), "05": (25.5, 68.8)},
}
# Of 1,084 passages in which every two words are a village's name; the other sets lose nothing.
NOISE = {"wild.jsonl": 0.001}
FIRST = (
    "Kala Deh Qala Gul Mir Shah Ahmad Hajji Kuz Bar Sra Tor Spin Kot Chah Loy Dand Karez".split()
)
LAST = "Khel Kalay Abad Ghundi Tangay Banda Kach Tepa Darah Khan Pul Rud Zai Koruna Mena".split()


def names_in(path: Path) -> list[str]:
    """Return every capitalised word of annotated texts, and every two that follow each other."""
    texts = " ".join(f"{document.title} {document.text}" for document in documents(path))
    words = re.findall(r"\b[A-Z][A-Za-z-]+", texts)
    pairs = re.findall(r"(?=\b([A-Z][A-Za-z-]+ [A-Z][A-Za-z-]+))", texts)
    return sorted({*words, *pairs})


def rows(path: Path, country: str) -> list[Row]:
    """Return our own towns, ordinary villages, and a village of every name in the texts."""
    first = {"AF": 900_000_000, "PK": 950_000_000}[country]
    known = [
        Row(p.geonameid, p.name, p.latitude, p.longitude, p.feature_code, "00", country=country)
        for p in PlaceStore().of_country(country)
        if p.geonameid and p.latitude is not None and p.feature_code.startswith("PPL")
    ]
    names = [*names_in(path), *(f"{one} {other}" for one in FIRST for other in LAST)]
    invented = [
        Row(first + number, name, *spot, admin1=admin1, country=country)
        for number, (name, (admin1, spot)) in enumerate(
            (name, one) for name in names for one in SPOTS[country].items()
        )
    ]
    return known + invented


@cache
def reader(path: Path, folder: Path) -> Extractor:
    """Return the extractor with dumps of two countries beside the embedded tables."""
    files = releases.geonames(rows(path, "AF")) | releases.geonames(rows(path, "PK"), "PK")
    with pytest.MonkeyPatch.context() as patch, serving(Site(files)) as site:
        patch.setenv("PRESENCE_MAPPER_CACHE", str(folder))
        tables = [fetch_gazetteer(country, base=site.url).table for country in SPOTS]
    store = LayeredStore(others=[PlaceStore(table.folder) for table in tables])
    plain = extractor().reader
    return Extractor(plain.registry, store, plain.lexicon)


@pytest.mark.parametrize("name", [*FLOORS, pytest.param(BESIDE.name, marks=pytest.mark.beside)])
def test_annotated_texts_keep_their_score(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = gold_file(name)
    with_dump = reader(path, tmp_path_factory.mktemp("dump"))
    claims = [claim for document in documents(path) for claim in with_dump.extract(document)]
    found = score(read_gold(path), claims_frame(claims))
    for kind in ("province", "country"):
        every, embedded = found.levels[kind], scored(path).levels[kind]
        noise = NOISE.get(name, 0.0)
        changed = set(found.errors) ^ set(scored(path).errors)
        assert every.precision >= embedded.precision - noise, changed
        assert every.recall >= embedded.recall - noise, changed
