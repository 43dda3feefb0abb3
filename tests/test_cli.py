"""The command as a user meets it: files in, files out, exit codes, no traceback."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rfc7946 import problems

from geo.schema import CLAIM_COLUMNS, PRESENCE_COLUMNS

PROGRAM = Path(sys.executable).with_name("presence-mapper")
NEWS = """Militants said to hold camps in the north

December 12, 2025

Intelligence officials said that ETIM and TIP have activated camps in Balkh and Badakhshan.

The BLA claimed responsibility for an attack on a convoy near Turbat in Balochistan.

Pakistan and China met in Kabul to discuss the TTP.
"""
FILES = ["claims.csv", "claims.geojson", "map.html", "presence.csv", "presence.geojson", "run.json"]


def run(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    command = [str(PROGRAM), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert "Traceback" not in done.stderr
    return done


def powerless(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """Run without the right that root has to read and write what its mode forbids."""
    code = (
        "import ctypes, os, sys;"
        "libc = ctypes.CDLL(None);"
        "[libc.prctl(24, capability, 0, 0, 0) for capability in (1, 2)];"
        "os.execv(sys.argv[1], sys.argv[1:])"
    )
    command = [sys.executable, "-c", code, str(PROGRAM), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("build")
    (folder / "news.txt").write_text(NEWS, encoding="utf-8")
    done = run("build", "news.txt", "--out", "out", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "out/map.html"
    return folder / "out"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_build_writes_each_file_and_nothing_else(built: Path) -> None:
    assert sorted(path.name for path in built.iterdir()) == FILES


def test_the_claims_are_those_of_the_text(built: Path) -> None:
    claims = rows(built / "claims.csv")
    assert tuple(claims[0]) == CLAIM_COLUMNS
    pairs = {(claim["actor_id"], claim["admin1_code"]) for claim in claims}
    assert pairs == {
        ("etim", "AF-BAL"),
        ("etim", "AF-BDS"),
        ("tip", "AF-BAL"),
        ("tip", "AF-BDS"),
        ("bla", "PK-BA"),
    }
    for claim in claims:
        start, end = int(claim["quote_start"]), int(claim["quote_end"])
        assert NEWS[start:end] == claim["quote"]
        assert claim["published"] == "2025-12-12"


def test_presence_counts_the_claims(built: Path) -> None:
    presence = rows(built / "presence.csv")
    assert tuple(presence[0]) == PRESENCE_COLUMNS
    assert sum(int(row["n_claims"]) for row in presence) == len(rows(built / "claims.csv"))


@pytest.mark.parametrize("name", ["claims.geojson", "presence.geojson"])
def test_geojson_follows_the_rfc(built: Path, name: str) -> None:
    text = (built / name).read_text(encoding="utf-8")
    assert problems(json.loads(text), text) == []
    assert json.loads(text)["features"]


def test_run_json_records_the_run(built: Path) -> None:
    record = json.loads((built / "run.json").read_text(encoding="utf-8"))
    digest = hashlib.sha256(NEWS.encode()).hexdigest()
    assert record["inputs"] == [{"path": "news.txt", "sha256": digest}]
    assert record["failures"] == []
    assert record["counts"]["documents"] == 1
    assert record["counts"]["claims"] == len(rows(built / "claims.csv"))
    assert {table["name"] for table in record["tables"]} >= {"provinces.parquet"}
    assert set(record["timings"]) == {"claims", "presence", "map", "total"}


def test_the_same_build_gives_the_same_bytes(built: Path) -> None:
    done = run("build", "news.txt", "--out", "again", cwd=built.parent)
    assert done.returncode == 0
    for name in FILES:
        first, second = ((built.parent / out / name).read_bytes() for out in ("out", "again"))
        if name == "run.json":
            first, second = (json.loads(text) | {"timings": 0} for text in (first, second))
        assert first == second, name


def test_bad_input_is_named_and_the_rest_is_mapped(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text(NEWS, encoding="utf-8")
    (folder / "empty.txt").touch()
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    with (folder / "large.txt").open("wb") as file:
        file.truncate(200_000_000)
    (folder / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0")
    (folder / "bytes.txt").write_bytes(b"Camps in Balkh \x81\x8d\x8f\x90\x9d\xff" * 9)
    (folder / "script.html").write_text(
        "<html><head><title><script>alert(1)</script></title></head><body><article><p>Police said "
        "that the TTP attacked a police post in Tank on Monday and withdrew.</p></article></body>",
        encoding="utf-8",
    )
    (folder / "news.jsonl").write_text(
        json.dumps({"id": "one", "text": "The BLA attacked a train in Bolan, Balochistan."})
        + '\n{"id": "two", "text": \n'
        + json.dumps({"id": "three", "text": "ISKP has cells in Kunar, officials said."})
        + "\n",
        encoding="utf-8",
    )
    locked = folder / "locked"
    locked.mkdir()
    (locked / "hidden.txt").write_text(NEWS, encoding="utf-8")
    locked.chmod(0)
    done = powerless("build", "in", "--out", "out", cwd=tmp_path)
    locked.chmod(0o700)
    assert done.returncode == 3, done.stderr
    record = json.loads((tmp_path / "out/run.json").read_text(encoding="utf-8"))
    failed = {item["source"]: item["reason"] for item in record["failures"]}
    assert set(failed) == {
        "in/empty.txt",
        "in/binary.txt",
        "in/large.txt",
        "in/cut.pdf",
        "in/bytes.txt",
        "in/news.jsonl:2",
        "in/locked",
    }
    assert all(failed.values())
    assert all(f"{source}: {reason}" in done.stderr for source, reason in failed.items())
    documents = {row["document_id"] for row in rows(tmp_path / "out/claims.csv")}
    assert {"one", "three"} < documents
    assert len(documents) == record["counts"]["documents"] == 4
    assert "<script>alert(1)" in (tmp_path / "out/claims.csv").read_text(encoding="utf-8")
    assert "<script>alert(1)" not in (tmp_path / "out/map.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [[], ["nothing"], ["none.txt", "*.pdf"], ["empty.txt"]])
def test_nothing_usable_is_a_sentence_and_exit_code_1(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "nothing").mkdir()
    (tmp_path / "empty.txt").touch()
    done = run("build", *arguments, "--out", "out", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("presence-mapper: no")
    assert done.stdout == ""
    assert all(name in done.stderr for name in arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "news.txt"],
        ["build", "news.txt", "--out", "out", "--as-of", "yesterday"],
        ["build", "news.txt", "--out", "out", "--assets", "floppy"],
        ["build", "news.txt", "--out", "out", "--map-column", "text"],
        ["build", "news.txt", "--out", "out", "--map-column", "texts=body"],
        ["build", "news.txt", "--out", "out", "--map-column", "text=body,title=headline"],
        ["build", "news.txt", "--out", "out", "--tiles", "No.Such.Provider"],
        ["build", "news.txt", "--out", "news.txt"],
        ["build", "news.txt", "--out", "news.txt/out"],
        ["bake"],
        ["map"],
    ],
)
def test_wrong_usage_is_exit_code_2(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "news.txt").write_text(NEWS, encoding="utf-8")
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text(NEWS, encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir(mode=0o500)
    done = powerless("build", "news.txt", "--out", "out", cwd=tmp_path)
    assert done.returncode == 2
    assert "out: no folder that can be written (Permission denied)" in done.stderr


def test_a_text_on_standard_input(tmp_path: Path) -> None:
    done = run("build", "-", "--out", "out", cwd=tmp_path, input=NEWS)
    assert done.returncode == 0, done.stderr
    assert len(rows(tmp_path / "out/claims.csv")) == 5
    record = json.loads((tmp_path / "out/run.json").read_text(encoding="utf-8"))
    digest = hashlib.sha256(NEWS.encode()).hexdigest()
    assert record["inputs"] == [{"path": "-", "sha256": digest}]


def test_what_was_read_by_a_guess_is_noted(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_bytes("Die Lage – TTP has camps in Kunar.".encode("cp1252"))
    done = run("build", "news.txt", "--out", "out", cwd=tmp_path)
    assert done.returncode == 0
    record = json.loads((tmp_path / "out/run.json").read_text(encoding="utf-8"))
    (note,) = record["notes"]
    assert note["source"] == "news.txt"
    assert f"news.txt: {note['text']}" in done.stderr


def test_a_build_as_of_a_day_knows_nothing_later(tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text(NEWS, encoding="utf-8")
    older = NEWS.replace("December 12, 2025", "March 3, 2024").replace("Balkh", "Kunduz")
    (tmp_path / "old.txt").write_text(older, encoding="utf-8")
    done = run("build", "*.txt", "--out", "out", "--as-of", "2024-12-31", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for name in ("claims.csv", "presence.csv", "map.html"):
        text = (tmp_path / "out" / name).read_text(encoding="utf-8")
        assert "Kunduz and Badakhshan" in text or name == "presence.csv"
        assert "Balkh and Badakhshan" not in text
        assert "2025-12-12" not in text or name == "map.html"


def test_columns_can_be_renamed(tmp_path: Path) -> None:
    with (tmp_path / "news.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerows([["key", "body"], ["n1", NEWS], ["n2", NEWS.replace("BLA", "BLF")]])
    options = ["--map-column", "text=body", "--map-column", "id=key"]
    done = run("build", "news.csv", "--out", "out", *options, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert {row["document_id"] for row in rows(tmp_path / "out/claims.csv")} == {"n1", "n2"}


def test_map_draws_again_from_edited_tables(built: Path, tmp_path: Path) -> None:
    text = (built / "presence.geojson").read_text(encoding="utf-8")
    (tmp_path / "p.geojson").write_text(text.replace("Badakhshan", "Renamed"), encoding="utf-8")
    done = run("map", "p.geojson", built / "claims.csv", "-o", "page.html", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Renamed" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_map_names_the_row_of_an_edit_that_is_wrong(built: Path, tmp_path: Path) -> None:
    text = (built / "claims.csv").read_text(encoding="utf-8").replace(",presence,", ",lives,", 1)
    (tmp_path / "c.csv").write_text(text, encoding="utf-8", newline="")
    done = run("map", built / "presence.geojson", "c.csv", "-o", "page.html", cwd=tmp_path)
    assert done.returncode == 1
    assert "c.csv: row 2, relation: 'lives' is not one of" in done.stderr
    assert not (tmp_path / "page.html").exists()


def test_demo_maps_the_sample(tmp_path: Path) -> None:
    done = run("demo", "--out", "demo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    record = json.loads((tmp_path / "demo/run.json").read_text(encoding="utf-8"))
    assert record["counts"]["documents"] == 40
    assert record["counts"]["actors"] >= 12
    assert record["counts"]["provinces"] >= 25
    assert record["counts"]["countries"] >= 5


def test_a_reader_that_hangs_up_is_no_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text(NEWS, encoding="utf-8")
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [PROGRAM, "build", "news.txt", "--out", "out"],
            cwd=tmp_path,
            stdout=writing,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    finally:
        os.close(writing)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    assert (tmp_path / "out/map.html").exists()


def test_an_interrupt_ends_with_130_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    code = (
        "import signal, sys;"
        "from maps import cli, export;"
        # a job in the background starts with interrupts ignored
        "signal.signal(signal.SIGINT, signal.default_int_handler);"
        "export.presence_csv = lambda *_: signal.raise_signal(signal.SIGINT);"
        "sys.argv = ['presence-mapper', 'build', 'news.txt', '--out', 'out'];"
        "cli.main()"
    )
    (tmp_path / "news.txt").write_text(NEWS, encoding="utf-8")
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 130, done.stderr
    assert "Traceback" not in done.stderr
    assert list((tmp_path / "out").iterdir()) == []


def test_without_the_browser_files_a_map_with_links_is_made_and_said(tmp_path: Path) -> None:
    code = (
        "import sys; from maps import cli, render; render.load_assets = lambda: None;"
        "sys.argv = ['presence-mapper', 'build', 'news.txt', '--out', 'out'];"
        "cli.main()"
    )
    (tmp_path / "news.txt").write_text(NEWS, encoding="utf-8")
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "links to a CDN and needs a network" in done.stderr
    record = json.loads((tmp_path / "out/run.json").read_text(encoding="utf-8"))
    assert record["options"]["assets"] == "cdn"
    page = (tmp_path / "out/map.html").read_text(encoding="utf-8")
    assert '<script src="https://cdn.jsdelivr.net/npm/leaflet@' in page


def test_evaluate_gives_the_figures(tmp_path: Path) -> None:
    gold = {
        "id": "g1",
        "text": "Officials said that ETIM has camps in Balkh. TTP fights in Tank.",
        "claims": [
            {"actor_id": "etim", "country_iso2": "AF", "admin1_code": "AF-BAL"},
            {"actor_id": "ttp", "country_iso2": "PK", "admin1_code": "PK-KP", "optional": True},
            {"actor_id": "iskp", "country_iso2": "AF", "admin1_code": "AF-KUN"},
        ],
    }
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    done = run("evaluate", "gold.jsonl", "--json", cwd=tmp_path)
    figures = json.loads(done.stdout)
    for level in (figures["province"], figures["baseline"]["province"]):
        assert (level["tp"], level["fp"], level["fn"]) == (1, 0, 1)
    done = run("evaluate", "gold.jsonl", "--errors", cwd=tmp_path)
    assert "g1\tmissed\tiskp AF AF-KUN" in done.stdout


def test_explain_shows_marks_claims_and_refusals(tmp_path: Path) -> None:
    text = "Officials said that ETIM has camps in Balkh. Kabul rejected the report."
    (tmp_path / "note.txt").write_text(text, encoding="utf-8")
    plain = run("explain", text).stdout
    assert plain == run("explain", "note.txt", cwd=tmp_path).stdout
    assert "actor    'ETIM': etim" in plain
    assert "claim    " in plain
    told, taken_back = json.loads(run("explain", text, "--json").stdout)
    assert told["sentence"] == "Officials said that ETIM has camps in Balkh."
    assert ["hedged" in claim for claim in told["claims"]] == [True]
    assert taken_back["sentence"] == "Kabul rejected the report."
    assert ["denied" in claim for claim in taken_back["claims"]] == [True]
    assert "names a group" in run("explain", "It rained. " * 90).stdout


def test_every_command_has_help_and_stands_in_the_readme() -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    commands = "build demo map geoparse geocode explain evaluate".split()
    for command in (*commands, "data list"):
        done = run(*command.split(), "--help")
        assert done.returncode == 0
        assert "Usage" in done.stdout
        assert f"presence-mapper {command}" in readme
    assert run("--version").stdout.startswith("presence-mapper ")


def test_own_groups_are_found_and_recorded(tmp_path: Path) -> None:
    groups = "actor_id,name,parent_id\nriver-army,Army of the River,ttp\n"
    (tmp_path / "groups.csv").write_text(groups, encoding="utf-8")
    (tmp_path / "a.txt").write_text("The Army of the River has camps in Kunar.", encoding="utf-8")
    done = run("build", "a.txt", "--actors", "groups.csv", "--out", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (claim,) = rows(tmp_path / "out" / "claims.csv")
    assert (claim["actor_id"], claim["admin1_code"]) == ("river-army", "AF-KNR")
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    digest = hashlib.sha256(groups.encode()).hexdigest()
    assert record["options"]["actors"] == {"path": "groups.csv", "sha256": digest}
    tables = ("out/presence.geojson", "out/claims.csv")
    run("map", *tables, "--actors", "groups.csv", "-o", "again.html", cwd=tmp_path)
    for page in ("out/map.html", "again.html"):
        assert '"family":"TTP' in (tmp_path / page).read_text(encoding="utf-8")


def test_a_file_of_groups_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    done = run("explain", "The BLA is in Khost.", "--actors", tmp_path / "none.csv")
    assert done.returncode == 2
    assert "none.csv" in done.stderr


def test_documents_without_a_date_are_counted_and_told(tmp_path: Path) -> None:
    (tmp_path / "dated.txt").write_text(NEWS, encoding="utf-8")
    (tmp_path / "a.txt").write_text("The BLA has camps in Kech.", encoding="utf-8")
    done = run("build", "dated.txt", "a.txt", "--out", "out", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr == "documents in which no date was found: 1\n"
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert record["counts"]["undated"] == 1
