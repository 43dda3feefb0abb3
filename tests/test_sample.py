"""The sample corpus and the gold sets keep what their descriptions promise."""

from __future__ import annotations

import csv
import html
import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pycountry
import pytest

import geo
from geo import syndication, tables
from geo.records import Polarity, Relation, TimeStatus

ARTICLES = tables.folder("sample") / "articles"
GOLD = Path(__file__).parent / "gold"
ACTORS = {
    row["actor_id"]
    for row in csv.DictReader(tables.source("actors.csv").read_text(encoding="utf-8").splitlines())
}
# An attribute is empty where the text can be read either way.
ALLOWED = {
    "relation": {*map(str, Relation), ""},
    "polarity": {*map(str, Polarity), ""},
    "time_status": {*map(str, TimeStatus), ""},
}


def gold(name: str) -> list[dict[str, Any]]:
    lines = (GOLD / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


SAMPLE = gold("sample.jsonl")
PASSAGES = gold("passages.jsonl")
SETS = pytest.mark.parametrize(
    "record", SAMPLE + PASSAGES, ids=[record["id"] for record in SAMPLE + PASSAGES]
)


def squeeze(text: str) -> str:
    return " ".join(text.split())


@SETS
def test_quotes_are_exact_and_codes_exist(record: dict[str, Any]) -> None:
    date.fromisoformat(record["published"])
    for claim in record["claims"]:
        assert claim["quote"] in record["text"] or claim["quote"] == record["title"]
        assert claim["place_surface"] in f"{record['title']}\n{record['text']}"
        assert claim["actor_id"] in ACTORS or claim["actor_id"].startswith("unlisted:")
        assert pycountry.countries.get(alpha_2=claim["country_iso2"])
        assert 1 <= claim["where_prec"] <= 7
        code = claim["admin1_code"]
        if code is None:
            assert claim["where_prec"] in {5, 6, 7}
        else:
            assert pycountry.subdivisions.get(code=code).country_code == claim["country_iso2"]
        assert all(claim[name] in allowed for name, allowed in ALLOWED.items())


@pytest.mark.parametrize("records", [SAMPLE, PASSAGES], ids=["sample", "passages"])
def test_ids_are_unique_and_no_claim_stands_twice(records: list[dict[str, Any]]) -> None:
    assert len({record["id"] for record in records}) == len(records)
    claims = [
        (record["id"], *(value for value in claim.values()))
        for record in records
        for claim in record["claims"]
    ]
    assert not [claim for claim, times in Counter(claims).items() if times > 1]


@pytest.mark.parametrize("record", SAMPLE, ids=[record["id"] for record in SAMPLE])
def test_gold_text_is_the_article(record: dict[str, Any]) -> None:
    path = ARTICLES / record["file"]
    raw = path.read_text(encoding="utf-8")
    if path.suffix == ".jsonl":
        texts = {entry["id"]: entry["text"] for entry in map(json.loads, raw.splitlines())}
        assert record["text"] == texts[record["id"]]
    elif path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            texts = {entry["id"]: entry["text"] for entry in csv.DictReader(file)}
        assert record["text"] == texts[record["id"]]
    else:
        assert path.stem == record["id"]
        body = html.unescape(re.sub(r"<[^>]+>|^## ", "", raw, flags=re.MULTILINE))
        body, lines = squeeze(body), record["text"].splitlines()
        missing = [line for line in lines if squeeze(line) not in body]
        assert not missing


def test_every_article_is_read_with_its_title_and_date() -> None:
    # Warnings are errors, so a file that is read with a reservation fails as well.
    documents = {document.title: document for document in geo.read(ARTICLES)}
    assert {title: document.published for title, document in documents.items()} == {
        record["title"]: date.fromisoformat(record["published"]) for record in SAMPLE
    }
    for record in SAMPLE:
        document = documents[record["title"]]
        assert document.publisher in {record["publisher"], ""}
        for quote in {claim["quote"] for claim in record["claims"]} - {record["title"]}:
            start = document.text.index(quote)
            end = start + len(quote)
            assert not [run for run in document.set_aside if run.start < end and start < run.end]


def test_every_article_is_annotated() -> None:
    assert {record["file"] for record in SAMPLE} == {path.name for path in ARTICLES.iterdir()}
    assert len(SAMPLE) == 40


def test_corpus_is_as_broad_as_promised() -> None:
    sure = [c for record in SAMPLE for c in record["claims"] if not c.get("optional")]
    assert len({c["actor_id"] for c in sure}) >= 12
    assert len({c["admin1_code"] for c in sure} - {None}) >= 25
    assert len({c["country_iso2"] for c in sure if c["admin1_code"]}) >= 5
    assert {c["polarity"] for c in sure} >= set(map(str, Polarity))
    assert {c["relation"] for c in sure} >= set(map(str, Relation))
    assert {c["time_status"] for c in sure} >= set(map(str, TimeStatus))


def test_corpus_covers_every_month_of_two_years() -> None:
    months = {record["published"][:7] for record in SAMPLE}
    assert months == {f"{year}-{month:02}" for year in (2024, 2025) for month in range(1, 13)}


def test_corpus_has_all_formats() -> None:
    suffixes = {path.suffix for path in ARTICLES.iterdir()}
    assert suffixes == {".txt", ".md", ".html", ".jsonl", ".csv"}


def test_one_story_stands_in_three_versions_and_is_one_source() -> None:
    versions = [record for record in SAMPLE if record["id"].startswith("rushon-camp-")]
    reports = [
        syndication.Report(
            document_id=record["id"],
            published=date.fromisoformat(record["published"]),
            publisher=record["publisher"],
            title=record["title"],
            sentences=frozenset(
                syndication.Sentence.of(claim["quote"])
                for claim in record["claims"]
                if (claim["actor_id"], claim["admin1_code"]) == ("etlf", "TJ-GB")
            ),
        )
        for record in versions
    ]
    assert len({report.publisher for report in reports}) == 3
    assert len({len(record["text"]) for record in versions}) == 3
    assert len(set(syndication.sources(reports).values())) == 1


def test_some_texts_have_no_claim_and_one_only_countries() -> None:
    assert sum(not record["claims"] for record in SAMPLE) >= 6
    (report,) = (record for record in SAMPLE if record["id"] == "four-years-on")
    assert {claim["admin1_code"] for claim in report["claims"]} == {None}


def test_articles_have_an_articles_length() -> None:
    words = {record["id"]: len(record["text"].split()) for record in SAMPLE}
    cut = words.pop("rushon-camp-lowari-post")
    assert 100 < cut < min(words.values())
    assert min(words.values()) >= 150
    assert max(words.values()) <= 500


def test_readme_names_files_that_exist() -> None:
    text = (ARTICLES.parent / "README.md").read_text(encoding="utf-8")
    ids = {record["id"] for record in SAMPLE}
    for name in re.findall(r"`([a-z]+(?:-[a-z]+)+)`", text):
        assert name in ids


def test_an_event_lies_in_the_province_that_it_names() -> None:
    path = ARTICLES.parent / "events.csv"
    with path.open(encoding="utf-8", newline="") as file:
        events = list(csv.DictReader(file))
    assert len(events) >= 20
    boundaries = geo.Boundaries.load()
    for event in events:
        located = boundaries.locate(float(event["latitude"]), float(event["longitude"]))
        assert located is not None
        assert event["adm_1"] == f"{located.admin1_name} province"
        assert date.fromisoformat(event["date_start"]).year in {2024, 2025}


def test_passages_name_their_constructions() -> None:
    assert len(PASSAGES) >= 60
    assert all(record["construction"] for record in PASSAGES)
    assert sum(not record["claims"] for record in PASSAGES) >= 15
