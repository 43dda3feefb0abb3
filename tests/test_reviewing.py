"""A review as a user meets it: `build --review`, its files, its messages, its exit codes."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_cli import FILES, NEWS, rows, run

from geo.errors import SchemaError, UsageError
from maps.build import BuildOptions, build

if TYPE_CHECKING:
    from maps.build import Report

MORE = "ISKP has cells in Kunar, officials said on Monday."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with articles and the claims.csv of a first build."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    (tmp_path / "in/news.txt").write_text(NEWS, encoding="utf-8")
    built("out")
    return tmp_path


def built(out: str, *reviews: str) -> Report:
    options = BuildOptions(assets="cdn", review=tuple(map(Path, reviews)))
    return build(["in"], Path(out), options)


def write(path: Path, table: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows(table)


def find(table: list[dict[str, str]], actor: str, province: str) -> dict[str, str]:
    (row,) = [r for r in table if (r["actor_id"], r["admin1_code"]) == (actor, province)]
    return row


def test_corrections_survive_a_rebuild_with_more_documents(folder: Path) -> None:
    table = rows(folder / "out/claims.csv")
    mine = {"polarity": "denied", "reviewer": "AB", "review_note": "No."}
    find(table, "etim", "AF-BAL").update(mine)
    find(table, "tip", "AF-BDS")["admin1_code"] = "AF-TAK"
    find(table, "bla", "PK-BA")["review"] = "drop"
    table.remove(find(table, "tip", "AF-BAL"))
    write(folder / "reviewed.csv", table)
    (folder / "in/more.txt").write_text(MORE, encoding="utf-8")
    done = run("build", "in", "--out", "again", "--review", "reviewed.csv", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert (
        "review: 2 claims corrected, 0 confirmed, 2 dropped (1 by deleting the row), 0 noted, "
        "0 conflicts"
    ) in done.stdout
    found = rows(folder / "again/claims.csv")
    assert {(row["actor_id"], row["admin1_code"], row["polarity"]) for row in found} == {
        ("etim", "AF-BAL", "denied"),
        ("etim", "AF-BDS", "asserted"),
        ("tip", "AF-TAK", "asserted"),
        ("iskp", "AF-KNR", "asserted"),
    }
    status = {
        (row["actor_id"], row["admin1_code"]): row["status"]
        for row in rows(folder / "again/presence.csv")
    }
    assert status["etim", "AF-BAL"] == "denied only"
    assert status["tip", "AF-TAK"] == "reported"
    assert len(status) == 4
    features = json.loads((folder / "again/claims.geojson").read_text("utf-8"))["features"]
    notes = {feature["properties"]["review_note"] for feature in features}
    assert notes == {"No.", None}
    record = json.loads((folder / "again/run.json").read_text("utf-8"))["review"]
    assert record["files"][0]["path"] == "reviewed.csv"
    assert len(record["files"][0]["sha256"]) == 64
    assert record["counts"] == {
        "corrected": 2,
        "confirmed": 0,
        "dropped": 2,
        "deleted": 1,
        "noted": 0,
    }


def test_corrections_alone_give_the_same_bytes_and_so_does_the_build_again(folder: Path) -> None:
    table = rows(folder / "out/claims.csv")
    table[0] |= {"polarity": "hedged", "reviewer": "AB"}
    del table[1]
    write(folder / "reviewed.csv", table)
    for out, review in (
        ("one", "reviewed.csv"),
        ("two", "reviewed.csv"),
        ("three", "one/corrections.csv"),
        ("four", "one/claims.csv"),
    ):
        assert not built(out, review).reviewed.conflicts  # type: ignore[union-attr]  # it is reviewed
    for name in (*FILES, "corrections.csv"):
        texts = [(folder / out / name).read_bytes() for out in ("one", "two", "three", "four")]
        if name == "run.json":
            texts = [json.loads(text) | {"timings": 0, "review": 0} for text in texts]  # type: ignore[misc]  # compared alike
        assert texts.count(texts[0]) == 4, name


def test_an_unedited_table_gives_the_files_of_the_build_without_it(folder: Path) -> None:
    built("again", "out/claims.csv")
    for name in FILES:
        if name != "run.json":
            assert (folder / "again" / name).read_bytes() == (folder / "out" / name).read_bytes()
    assert rows(folder / "again/corrections.csv") == []


def test_a_changed_document_is_a_conflict_and_exit_code_3(folder: Path) -> None:
    table = rows(folder / "out/claims.csv")
    find(table, "bla", "PK-BA")["polarity"] = "denied"
    write(folder / "reviewed.csv", table)
    changed = NEWS.replace("claimed responsibility for", "had a hand in")
    (folder / "in/news.txt").write_text(changed, encoding="utf-8")
    done = run("build", "in", "--out", "again", "--review", "reviewed.csv", cwd=folder)
    assert done.returncode == 3
    (said,) = done.stderr.splitlines()
    number = table.index(find(table, "bla", "PK-BA")) + 2
    assert said.startswith(f"reviewed.csv, row {number}: claim ")
    record = json.loads((folder / "again/run.json").read_text("utf-8"))["review"]
    (conflict,) = record["conflicts"]
    assert (conflict["file"], conflict["row"]) == ("reviewed.csv", number)
    assert conflict["reason"] in said
    (kept,) = rows(folder / "again/corrections.csv")
    assert (kept["claim_id"], kept["polarity"]) == (conflict["claim_id"], "denied")


def test_corrections_that_would_be_lost_stop_the_build(folder: Path) -> None:
    built("out", "out/claims.csv")
    with pytest.raises(UsageError, match=r"give --review out/corrections\.csv first"):
        built("out", "out/claims.csv")
    built("out", "out/corrections.csv", "out/claims.csv")
    ((source, note),) = built("out").notes
    assert source == "out/corrections.csv"
    assert "not applied: give it with --review out/corrections.csv" in note
    assert run("build", "in", "--out", "out", "--review", "no.csv", cwd=folder).returncode == 2


def test_a_table_that_cannot_be_read_stops_the_build_with_its_row(folder: Path) -> None:
    table = rows(folder / "out/claims.csv")
    table[1]["polarity"] = "maybe"
    write(folder / "reviewed.csv", table)
    with pytest.raises(SchemaError, match=r"reviewed\.csv: row 3, polarity: 'maybe' is not one of"):
        built("again", "reviewed.csv")
    assert not (folder / "again/claims.csv").exists()


def test_the_map_drawn_again_keeps_reviews_and_leaves_out_what_is_dropped(folder: Path) -> None:
    table = rows(folder / "out/claims.csv")
    table[0] |= {"review": "ok", "reviewer": "AB", "review_note": "Seen in print."}
    table[1]["review"] = "drop"
    write(folder / "mine.csv", table)
    done = run("map", "out/presence.geojson", "mine.csv", "-o", "page.html", cwd=folder)
    assert done.returncode == 0, done.stderr
    page = (folder / "page.html").read_text(encoding="utf-8")
    assert "Seen in print." in page
    assert table[0]["claim_id"] in page
    assert table[1]["claim_id"] not in page
