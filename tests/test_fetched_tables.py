"""What fetched boundaries change, and what the commands, the record and the page say of tables."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import releases
from releases import Row, Site, serving

from geo import fetched
from geo.boundaries import Boundaries
from geo.cover import How
from geo.districts import District, Districts
from geo.fetching import fetch_boundaries, fetch_gazetteer
from geo.gazetteer import Gazetteer
from maps.credits import credit_lines

PROGRAM = Path(sys.executable).with_name("presence-mapper")


def box(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


# Nangarhar as a box that reaches into Pakistan, a name without a code, and one of nobody's.
ADM1 = [
    ("Nangarhar", "AF-NAN", box(69.9, 33.9, 71.6, 34.7)),
    ("Kabul", "", box(68.8, 34.2, 69.9, 34.9)),
    ("Elsewhere", "AF-XXX", box(60.5, 30.0, 61.5, 31.0)),
]
ADM2 = [
    ("Achin", "", box(70.5, 33.9, 71.0, 34.3)),
    ("Khogyani", "", box(69.9, 33.9, 70.5, 34.4)),
]
ADM3 = [("Shadal", "", box(70.6, 34.0, 70.8, 34.2))]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("PRESENCE_MAPPER_EMBEDDED_ONLY")
    monkeypatch.setenv("PRESENCE_MAPPER_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "tables"


@pytest.fixture
def all_fetched(cache: Path) -> Path:
    with serving(Site(releases.geonames([Row(9_000_001, "Zarsoba Ghundi", 34.05, 70.71)]))) as site:
        for level, areas in (("ADM1", ADM1), ("ADM2", ADM2), ("ADM3", ADM3)):
            site.files |= releases.geoboundaries(site.url, "AFG", level, areas)
            fetch_boundaries("AF", level, base=f"{site.url}/api")
        fetch_gazetteer("AF", base=site.url)
    return cache


def run(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    command = [str(PROGRAM), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert "Traceback" not in done.stderr
    return done


def test_provinces_take_the_fetched_shapes_by_code(all_fetched: Path) -> None:
    shipped, finer = Boundaries.load(finer=()), Boundaries.load()
    assert finer.shape("AF-NAN").bounds == (69.9, 33.9, 71.6, 34.7)
    assert finer.inside_point("AF-NAN") == pytest.approx((34.3, 70.75))
    for code in ("AF-KAB", "PK-KP", "AF-KNR"):
        assert finer.shape(code).equals(shipped.shape(code))
    assert finer.notes == ("1 of 34 provinces of AF: boundaries-AF-ADM1",)
    assert all_fetched.is_dir()


def test_a_point_that_two_claim_is_in_the_finer_one(all_fetched: Path) -> None:
    khyber = (34.1, 71.5)
    assert Boundaries.load(finer=()).locate(*khyber).admin1_code == "PK-KP"
    found = Boundaries.load().locate(*khyber)
    assert (found.admin1_code, found.how) == ("AF-NAN", How.BORDER)
    assert all_fetched.is_dir()


def test_a_former_province_is_a_part_of_todays(cache: Path) -> None:
    shipped = Boundaries.load(finer=())
    west, south, east, north = shipped.shape("PK-KP").bounds
    middle = (south + north) / 2
    parts = [
        ("Khyber Pakhtunkhwa", "PK-KP", box(west, middle, east, north)),
        ("Federally Administered Tribal Areas", "PK-TA", box(west, south, east, middle)),
        ("Sindh", "PK-PB", box(66.5, 23.7, 70.0, 28.0)),  # the code of other land
    ]
    with serving(Site()) as site:
        site.files |= releases.geoboundaries(site.url, "PAK", "ADM1", parts)
        fetch_boundaries("PK", "ADM1", base=f"{site.url}/api")
    finer = Boundaries.load()
    assert finer.shape("PK-KP").bounds == pytest.approx((west, south, east, north))
    assert finer.shape("PK-PB").equals(shipped.shape("PK-PB"))
    assert finer.notes == ("1 of 7 provinces of PK: boundaries-PK-ADM1",)
    assert cache.is_dir()


@pytest.mark.usefixtures("all_fetched")
def test_provinces_that_are_gone_keep_their_shapes() -> None:
    table = fetched.find("boundaries-AF-ADM1")
    past = Boundaries.load(as_of=date(2016, 1, 1), finer=())
    tribal = past.frame["admin1_code"] == "PK-TA"
    assert tribal.sum() == 1
    same = past.with_shapes_of([table]).frame
    assert same.loc[tribal, "geometry"].geom_equals(past.frame.loc[tribal, "geometry"]).all()


@pytest.mark.usefixtures("all_fetched")
def test_a_set_in_a_file_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "provinces.parquet"
    Boundaries.load(finer=()).frame.to_parquet(path)
    assert Boundaries.load(path).notes == ()


@pytest.mark.usefixtures("all_fetched")
def test_the_district_of_a_point() -> None:
    districts = Districts.load()
    assert [(one.name, one.level) for one in districts.at(34.1, 70.7)] == [
        ("Achin", "ADM2"),
        ("Shadal", "ADM3"),
    ]
    assert districts.at(34.1, 70.2) == (District("Khogyani", "ADM2", "AF", "00000001B12345678"),)
    assert districts.at(0.0, 0.0) == ()
    raw = Gazetteer().reverse((34.05, 70.712)).raw
    assert (raw["name"], raw["admin2_name"]) == ("Zarsoba Ghundi", "Achin")
    assert [unit["name"] for unit in raw["districts"]] == ["Achin", "Shadal"]


def test_without_districts_a_point_has_none() -> None:
    raw = Gazetteer().reverse((34.05, 70.712)).raw
    assert (raw["admin2_name"], raw["districts"]) == (None, [])


@pytest.mark.usefixtures("all_fetched")
def test_fetched_districts_are_a_boundary_file(cache: Path) -> None:
    table = fetched.find("boundaries-AF-ADM2")
    path = table.folder / "boundaries.parquet"
    found = Boundaries.from_file(path, name_column="shapeName", code_column="shapeID")
    assert found.locate(34.1, 70.7).admin1_name == "Achin"
    assert cache in path.parents


@pytest.mark.usefixtures("all_fetched")
def test_a_build_records_and_credits_what_was_fetched(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("ISKP attacked a post in Zarsoba Ghundi, Nangarhar.\n")
    for out, option in (("all", []), ("bare", ["--embedded-only"])):
        done = run(*option, "build", "news.txt", "--out", out, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    every, bare = (
        {
            table["name"]: table
            for table in json.loads((tmp_path / out / "run.json").read_text("utf-8"))["tables"]
        }
        for out in ("all", "bare")
    )
    expected = {
        source.entry.name: source.entry for one in fetched.installed() for source in one.sources
    }
    assert every.keys() - bare.keys() == expected.keys()
    assert len(expected) == 5
    for name, entry in expected.items():
        assert every[name] == {"name": name, "version": entry.version, "sha256": entry.sha256}
    assert "9000001" in (tmp_path / "all" / "claims.csv").read_text("utf-8")
    assert "9000001" not in (tmp_path / "bare" / "claims.csv").read_text("utf-8")
    assert "Example Survey Office" in (tmp_path / "all" / "map.html").read_text("utf-8")
    assert "Example Survey Office" not in (tmp_path / "bare" / "map.html").read_text("utf-8")


@pytest.mark.usefixtures("all_fetched")
def test_a_build_counts_in_fetched_districts(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("ISKP attacked a post in Zarsoba Ghundi, Nangarhar.\n")
    done = run(
        "build", "news.txt", "--boundaries", "boundaries-AF-ADM2", "--out", "out", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    rows = (tmp_path / "out" / "presence.csv").read_text("utf-8").splitlines()
    assert [row.split(",")[4] for row in rows] == ["admin1_name", "Achin"]
    done = run("build", "news.txt", "--boundaries", "ADM2", "--out", "out", cwd=tmp_path)
    assert (done.returncode, "--name-column" in done.stderr) == (2, True)


def test_the_map_credits_no_word_list() -> None:
    assert not [line for line in credit_lines() if "SCOWL" in line]


@pytest.mark.usefixtures("all_fetched")
def test_listed_beside_what_ships() -> None:
    shown = run("data", "list").stdout
    assert "gazetteer-AF, fetched: 1 populated; in " in shown
    assert "boundaries-AF-ADM1, fetched: 3 areas, 2 with ISO code" in shown
    assert "Creative Commons Attribution 4.0 International (CC BY 4.0)" in shown
    rows = json.loads(run("data", "list", "--json").stdout)
    dump = next(row for row in rows if row["name"] == "AF.zip")
    assert (dump["table"], dump["licence"]) == ("gazetteer-AF", "CC-BY-4.0")
    assert Path(dump["folder"], "AF.zip").stat().st_size == dump["size"]
    assert next(row for row in rows if row["name"] == "gazetteer.json").keys() < dump.keys()


def test_one_country_that_fails_keeps_not_the_others(cache: Path) -> None:
    site = Site(releases.geonames([Row(9_000_001, "Zarsoba Ghundi", 34.05, 70.71)]))
    with serving(site):
        command = ("data", "fetch", "gazetteer", "--mirror", site.url)
        done = run(*command, "--country", "PK", "--country", "AF")
        assert done.returncode == 3
        assert done.stdout.startswith("gazetteer-AF: fetched; 1 populated; in ")
        assert f"{site.url}/PK.zip: the publisher has no such file" in done.stderr
        assert run(*command, "--country", "PK").returncode == 1
        assert run(*command, "--country", "ZZ").returncode == 2
        again = run(*command, "--country", "AFG")
    assert again.stdout.startswith("gazetteer-AF: already there; 1 populated; in ")
    assert [path.name for path in cache.glob("*.json")] == ["gazetteer-AF.json"]


def test_removed_and_gone(all_fetched: Path) -> None:
    assert run("data", "remove", "boundaries-AF-ADM2", "gazetteer-AF").returncode == 0
    assert [one.name for one in fetched.installed()] == ["boundaries-AF-ADM1", "boundaries-AF-ADM3"]
    done = run("data", "remove", "gazetteer-AF")
    assert (done.returncode, done.stdout) == (2, "")
    assert "there: boundaries-AF-ADM1, boundaries-AF-ADM3" in done.stderr
    assert all_fetched.is_dir()
