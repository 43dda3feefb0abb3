"""``--online`` as a user meets it: build and geocode against a server, and no socket without it."""

from __future__ import annotations

import csv
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pytest
from fake_services import FakeService

from maps.build import BuildOptions, build
from maps.lookup import candidates, geocoder

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAM = Path(sys.executable).with_name("presence-mapper")
NEWS = """Two villages raided

December 12, 2025

ISKP fighters attacked a police post in the village of Zerak in Nangarhar, officials said.

The TTP has camps in Kunar. ISKP killed two elders in Zarmast village of Nangarhar province.
"""
OSM = "OpenStreetMap contributors, ODbL"


@pytest.fixture
def server() -> Iterator[FakeService]:
    with FakeService() as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "news.txt").write_text(NEWS, encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PRESENCE_MAPPER_CACHE": str(folder / "cache"), **variables}
    done = subprocess.run(
        [str(PROGRAM), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=environment,
    )
    assert "Traceback" not in done.stderr
    return done


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def record(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("service", ["nominatim", "photon", "geonames"])
def test_build_finds_what_no_table_has(folder: Path, server: FakeService, service: str) -> None:
    options = ("--online", service, "--online-url", server.url, "--contact", "desk@example.org")
    user = {"PRESENCE_MAPPER_GEONAMES_USER": "tester77"}
    done = run(folder, "build", "news.txt", "--out", "out", *options, **user)
    assert done.returncode == 0, done.stderr
    claims = rows(folder / "out/claims.csv")
    (found,) = [claim for claim in claims if claim["geocode_source"] == service]
    assert (found["place_name"], found["admin1_code"], found["latitude"]) == (
        "Zerak",
        "AF-NAN",
        "34.21",
    )
    assert {claim["geocode_source"] for claim in claims} == {"gazetteer", service}
    features = record(folder / "out/claims.geojson")["features"]
    assert [f["properties"]["geocode_source"] for f in features].count(service) == 1
    ran = record(folder / "out/run.json")
    assert (ran["options"]["online"], ran["online"]["service"]) == (service, service)
    assert (ran["online"]["questions"], ran["online"]["answers"]) == (2, 1)
    assert ran["online"]["rejected"][0]["name"] == "Zarmast"
    assert f"{service}: Zarmast: the answer is something else" in done.stderr
    line = ran["online"]["attribution"]
    assert line in (folder / "out/map.html").read_text(encoding="utf-8")
    assert {one.agent for one in server.asked} == {"presence-mapper/0.1.0 (desk@example.org)"}


def test_the_same_build_asks_nothing_again_and_gives_the_same_bytes(
    folder: Path, server: FakeService
) -> None:
    options = ("--online", "nominatim", "--online-url", server.url)
    for out in ("one", "two"):
        assert run(folder, "build", "news.txt", "--out", out, *options).returncode == 0
    assert server.names == ["Zerak", "Zarmast"]
    for path in (folder / "one").iterdir():
        first, second = (folder / out / path.name for out in ("one", "two"))
        if path.name == "run.json":
            assert record(first) | {"timings": 0} == record(second) | {"timings": 0}
        else:
            assert first.read_bytes() == second.read_bytes(), path.name


def test_a_service_that_is_down_leaves_the_offline_build(folder: Path) -> None:
    offline = run(folder, "build", "news.txt", "--out", "off")
    options = ("--online", "nominatim", "--online-url", "http://127.0.0.1:1")
    done = run(folder, "build", "news.txt", "--out", "down", *options)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, offline.stdout.splitlines()[0])
    for name in ("claims.csv", "presence.csv", "map.html"):
        assert (folder / "off" / name).read_bytes() == (folder / "down" / name).read_bytes()
    assert done.stderr.startswith("nominatim: ")
    notes = record(folder / "down/run.json")["notes"]
    assert [note["source"] for note in notes] == ["nominatim"]
    assert record(folder / "down/run.json")["online"]["attribution"] is None
    assert "online" not in record(folder / "off/run.json")


def test_a_map_drawn_again_still_credits_the_service(folder: Path, server: FakeService) -> None:
    options = ("--online", "nominatim", "--online-url", server.url)
    assert run(folder, "build", "news.txt", "--out", "out", *options).returncode == 0
    tables = ("out/presence.geojson", "out/claims.csv")
    assert run(folder, "map", *tables, "-o", "again.html").returncode == 0
    assert OSM in (folder / "again.html").read_text(encoding="utf-8")


def test_claims_from_before_the_column_came_are_drawn(folder: Path) -> None:
    assert run(folder, "build", "news.txt", "--out", "out").returncode == 0
    claims = rows(folder / "out/claims.csv")
    with (folder / "old.csv").open("w", encoding="utf-8", newline="") as file:
        columns = [name for name in claims[0] if name != "geocode_source"]
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(claims)
    assert run(folder, "map", "out/presence.geojson", "old.csv", "-o", "old.html").returncode == 0
    drawn = (folder / "out/map.html").read_text(encoding="utf-8")
    page = (folder / "old.html").read_text(encoding="utf-8")
    assert OSM not in page
    assert ("geocode_source" in page, "found by " in page) == (
        "geocode_source" in drawn,
        "found by " in drawn,
    )


def test_geocode_asks_and_says_whom_the_places_are_owed_to(
    folder: Path, server: FakeService
) -> None:
    options = ("--online", "nominatim", "--online-url", server.url)
    done = run(folder, "geocode", "Kabul", "Zerak, Nangarhar", "Zarmast, Kunar", *options)
    assert done.returncode == 0, done.stderr
    assert OSM in done.stdout.splitlines()[-1]
    assert [line.split()[-1] for line in done.stdout.splitlines() if "Zerak" in line] == [
        "nominatim"
    ]
    assert server.names == ["Zerak", "Zarmast"]
    as_json = run(folder, "geocode", "Zerak, Nangarhar", "--json", *options)
    (found,) = json.loads(as_json.stdout)["Zerak, Nangarhar"]
    assert (found["source"], found["admin1_code"]) == ("nominatim", "AF-NAN")


@pytest.mark.parametrize("command", [("build", "news.txt", "--out", "out"), ("geocode", "Zerak")])
@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--online", "geonames"), "--geonames-user"),
        (("--online", "google"), "nominatim"),
        (("--online", "photon", "--online-url", "nowhere"), "http://HOST:PORT"),
        (("--online", "photon", "--online-days", "-1"), "negative"),
        (("--online-url", "http://127.0.0.1:1"), "--online which service"),
    ],
)
def test_what_cannot_be_asked_is_wrong_usage(
    folder: Path, command: tuple[str, ...], options: tuple[str, ...], message: str
) -> None:
    done = run(folder, *command, *options, PRESENCE_MAPPER_GEONAMES_USER="")
    assert done.returncode == 2
    assert message in done.stderr
    assert not (folder / "out").exists()


def test_without_online_no_socket_is_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[object, ...]] = []

    class Guarded(socket.socket):
        def __new__(cls, *arguments: object, **_: object) -> Self:
            opened.append(arguments)
            raise OSError("a socket was opened")

    monkeypatch.setattr(socket, "socket", Guarded)
    report = build([str(folder / "news.txt")], folder / "out", BuildOptions())
    assert report.counts["claims"]
    assert candidates("Zerak, Nangarhar", [], None, geocoder(None))
    assert opened == []
    with pytest.raises(OSError, match="opened"):  # the guard does guard
        socket.create_connection(("127.0.0.1", 9))
    assert opened


@pytest.mark.parametrize("command", ["build", "geocode"])
def test_the_help_says_what_a_service_is_told(tmp_path: Path, command: str) -> None:
    words = " ".join(run(tmp_path, command, "--help", COLUMNS="200").stdout.split())
    assert "It is told the toponym and the province or country" in words
    assert "never more of the text" in words
