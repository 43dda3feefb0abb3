"""Builds into a real PostgreSQL with PostGIS, as somebody does who builds every week."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import traceback
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geopandas
import pytest
import shapely
import sqlalchemy
from fakes import claim
from flatkit import DOCUMENTS, expected, from_gdal, row, same
from postgres import PASSWORD, USER, Base, server, with_postgis
from scenes import boundaries

from geo.errors import DatabaseError, UsageError
from geo.presence import presence
from geo.schema import claims_frame, empty_claims
from maps.build import BuildOptions, build
from maps.postgis import Database

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geopandas import GeoDataFrame

PROGRAM = Path(sys.executable).with_name("presence-mapper")
_NAMES = count()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with server() as number:
        with_postgis(number)
        yield number


@pytest.fixture
def base(port: int) -> Base:
    """Return an empty database with PostGIS."""
    name = f"news{next(_NAMES)}"
    Base(port, "postgres").run(f"CREATE DATABASE {name} TEMPLATE with_postgis")
    return Base(port, name)


def write(base: Base, claims: GeoDataFrame, *, read: tuple[str, ...] = ("d1",)) -> None:
    Database(base.address).write(claims, read, boundaries())


def frame(*changes: Mapping[str, object]) -> GeoDataFrame:
    return claims_frame([claim(**change) for change in changes])


def table(base: Base, name: str, key: str = "claim_id") -> dict[str, Any]:
    return {str(one[key]): one for one in base.rows(name)}


def program(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [str(PROGRAM), "build", *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert PASSWORD not in done.stdout + done.stderr
    return done


@pytest.fixture
def news(tmp_path: Path) -> Path:
    lines = "\n".join(json.dumps(document) for document in DOCUMENTS)
    (tmp_path / "news.jsonl").write_text(lines, encoding="utf-8")
    return tmp_path


def test_a_build_is_read_back_as_its_csv_has_it(news: Path, base: Base) -> None:
    done = program(news, "news.jsonl", "--out", "out", "--to", base.address)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-2:] == [base.shown, "out/map.html"]
    for name in ("claims", "presence"):
        want = expected(news / "out", name)
        rows = base.rows(name)
        same((row(one, one["geom"] and shapely.from_wkb(one["geom"]), name) for one in rows), want)
        # And by GDAL.
        place = f"PG:host=127.0.0.1 port={base.port} dbname={base.name} user={USER}"
        same(from_gdal(f"{place} password='{PASSWORD}'", name, name), want)
    record = (news / "out/run.json").read_text(encoding="utf-8")
    assert json.loads(record)["options"]["to"] == base.shown
    assert PASSWORD not in record


def test_geopandas_reads_the_provinces(base: Base) -> None:
    write(base, frame({}, {"country_iso2": "PK", "admin1_code": "PK-BA"}))
    engine = sqlalchemy.create_engine(
        base.address.replace("postgresql:", "postgresql+psycopg:"), poolclass=sqlalchemy.NullPool
    )
    found = geopandas.read_postgis("SELECT * FROM provinces", engine)
    units = boundaries().frame
    units = units[units["country_iso2"].isin({"AF", "PK"})]
    same(
        (row(one, one["geom"], "provinces") for one in found.to_dict("records")),
        (row(one, one["geometry"], "provinces") for one in units.to_dict("records")),
    )
    assert found.crs == "EPSG:4326"


def test_tables_have_keys_spatial_indexes_types_and_comments(base: Base) -> None:
    write(base, frame({}))
    shapes = base.run("SELECT f_table_name, type, srid FROM geometry_columns ORDER BY 1")
    assert [tuple(one.values()) for one in shapes] == [
        ("claims", "POINT", 4326),
        ("presence", "MULTIPOLYGON", 4326),
        ("provinces", "MULTIPOLYGON", 4326),
    ]
    indexes = base.run("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'")
    made = "\n".join(one["indexdef"] for one in indexes)
    for name, key in (
        ("claims", "claim_id"),
        ("presence", "presence_id"),
        ("provinces", "unit_id"),
    ):
        assert f"public.{name} USING gist (geom)" in made
        assert f"public.{name} USING btree ({key})" in made
    bare = base.run(
        "SELECT relname, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid "
        "WHERE relname IN ('claims', 'presence', 'provinces') AND attnum > 0 "
        "AND col_description(attrelid, attnum) IS NULL"
    )
    assert {one["attname"] for one in bare} == {"geom"}
    described = base.run("SELECT obj_description('claims'::regclass) AS text")
    assert "reported statement" in described[0]["text"]


def test_the_same_build_again_changes_nothing(base: Base) -> None:
    claims = frame({}, {"admin1_code": None, "where_prec": 6})
    write(base, claims)
    before = {name: base.rows(name) for name in ("claims", "presence")}
    write(base, claims)
    for name, rows in before.items():
        assert base.rows(name) == rows


def test_each_weeks_articles_alone_give_the_presence_over_all_weeks(base: Base) -> None:
    first = frame({"claim_id": "a"}, {"claim_id": "b", "actor_id": "ttp"})
    other = {"quote": "Fighters of the movement were seen in Balkh on Sunday.", "publisher": "B"}
    second = frame({"claim_id": "c", "document_id": "d2", "title": "Second week", **other})
    write(base, first)
    write(base, second, read=("d2",))
    assert set(table(base, "claims")) == {"a", "b", "c"}
    both = claims_frame([*_records(first), *_records(second)])
    want = presence(both, boundaries=boundaries())
    rows = table(base, "presence", "actor_id")
    assert {name: one["n_claims"] for name, one in rows.items()} == {"etim": 2, "ttp": 1}
    assert {name: one["n_sources"] for name, one in rows.items()} == dict(
        zip(want["actor_id"], want["n_sources"], strict=True)
    )


def _records(claims: GeoDataFrame) -> list[Any]:
    names = [name for name in claims.columns if name != "geometry"]
    plain = claims[names].astype(object).where(claims[names].notna(), None)
    return [
        claim(**{**one, "published": one["published"].date()}) for one in plain.to_dict("records")
    ]


def test_a_claim_is_brought_up_to_date_and_one_no_longer_made_is_taken_out(base: Base) -> None:
    write(base, frame({"claim_id": "a"}, {"claim_id": "b"}, {"claim_id": "c", "document_id": "d2"}))
    write(base, frame({"claim_id": "a", "confidence": 0.25}), read=("d1", "d3"))
    rows = table(base, "claims")
    assert set(rows) == {"a", "c"}, "b is made no longer; d2 was not read"
    assert rows["a"]["confidence"] == 0.25
    write(base, empty_claims(), read=("d1", "d2"))
    assert table(base, "claims") == {}
    assert table(base, "presence", "presence_id") == {}


def test_what_came_after_as_of_is_left_alone(news: Path, base: Base) -> None:
    assert program(news, "news.jsonl", "--out", "out", "--to", base.address).returncode == 0
    before = table(base, "claims")
    done = program(
        news, "news.jsonl", "--out", "out", "--as-of", "2024-12-31", "--to", base.address
    )
    assert done.returncode == 0
    after = table(base, "claims")
    assert set(after) == set(before)
    later = {name: one for name, one in before.items() if one["document_id"] == "one"}
    assert later
    assert {name: after[name] for name in later} == later
    days = [one["last_reported"] for one in base.run("SELECT last_reported FROM presence")]
    assert max(day for day in days if day) < date(2025, 1, 1)


def test_columns_of_ones_own_and_an_older_table_are_kept(base: Base) -> None:
    write(base, frame({"claim_id": "a"}))
    base.run(
        "ALTER TABLE claims ADD COLUMN checked_by text",
        "UPDATE claims SET checked_by = 'NN'",
        "ALTER TABLE claims DROP COLUMN title, DROP COLUMN event_start, DROP COLUMN quote_start",
    )
    write(base, frame({"claim_id": "b", "document_id": "d2"}), read=("d2",))
    rows = table(base, "claims")
    assert {name: one["checked_by"] for name, one in rows.items()} == {"a": "NN", "b": None}
    assert {name: one["title"] for name, one in rows.items()} == {
        "a": None,
        "b": "Camps in the north",
    }
    assert table(base, "presence", "presence_id")["etim/AF/AF-BAL"]["n_documents"] == 2
    (comment,) = base.run(
        "SELECT col_description('claims'::regclass, ordinal_position) AS text "
        "FROM information_schema.columns WHERE table_name = 'claims' AND column_name = 'title'"
    )
    assert comment["text"]


def test_a_failure_leaves_the_database_as_it_was(news: Path, base: Base) -> None:
    write(base, frame({"claim_id": "a"}))
    base.run(
        "CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION 'no room for {PASSWORD}'; END $$",
        "CREATE TRIGGER stop BEFORE INSERT ON provinces EXECUTE FUNCTION stop()",
    )
    before = {name: base.rows(name) for name in ("claims", "presence")}
    done = program(news, "news.jsonl", "--out", "out", "--to", base.address)
    assert done.returncode == 2
    assert done.stderr == (
        f"presence-mapper: {base.shown}: is as it was before (no room for ***)\n"
    )
    for name, rows in before.items():
        assert base.rows(name) == rows
    record = json.loads((news / "out/run.json").read_text(encoding="utf-8"))
    assert record["counts"]["documents"] == len(DOCUMENTS), "the files are those of this build"


def test_a_claim_that_was_edited_wrongly_is_named(base: Base) -> None:
    write(base, frame({"claim_id": "a"}))
    base.run("UPDATE claims SET polarity = 'doubtful'")
    with pytest.raises(DatabaseError, match="claim_id: row 2, polarity: 'doubtful' is not one"):
        write(base, frame({"claim_id": "b"}), read=())
    assert set(table(base, "claims")) == {"a"}


def test_builds_at_the_same_time_wait_for_each_other(base: Base, tmp_path: Path) -> None:
    running = []
    for number in range(3):
        name = f"{number}.txt"
        (tmp_path / name).write_text(f"Report {number}: police said TTP has camps in Swat.")
        command = [PROGRAM, "build", name, "--out", f"out{number}", "--to", base.address]
        running.append(subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL))
    assert [one.wait() for one in running] == [0, 0, 0]
    assert len(table(base, "claims")) == 3
    assert table(base, "presence", "presence_id")["ttp/PK/PK-KP"]["n_documents"] == 3


def test_another_schema_is_chosen_by_the_search_path(base: Base) -> None:
    write(base, frame({"claim_id": "a"}))
    base.run("CREATE SCHEMA maps")
    address = f"{base.address}?options=-csearch_path%3Dmaps,public"
    Database(address).write(frame({"claim_id": "b"}), ["d1"], boundaries())
    assert set(table(base, "maps.claims")) == {"b"}
    assert set(table(base, "public.claims")) == {"a"}


def test_who_may_not_make_tables_is_told_before_the_work(base: Base) -> None:
    base.run(f"CREATE ROLE guest LOGIN PASSWORD '{PASSWORD}'")
    try:
        guest = Base(base.port, base.name, user="guest")
        with pytest.raises(DatabaseError, match="GRANT CREATE ON SCHEMA public TO guest"):
            Database(guest.address)
        with pytest.raises(DatabaseError, match="search path names no schema"):
            Database(f"{guest.address}?options=-csearch_path%3Dnone")
        write(base, frame({"claim_id": "a"}))
        base.run("GRANT SELECT, INSERT, UPDATE, DELETE ON claims, presence, provinces TO guest")
        write(guest, frame({"claim_id": "b"}))
        assert set(table(base, "claims")) == {"b"}
    finally:
        base.run("DROP OWNED BY guest", "DROP ROLE guest")


def test_texts_that_a_database_cannot_hold_are_known_again(base: Base) -> None:
    write(base, frame({"claim_id": "a", "document_id": "d\x00", "quote": "\x00"}), read=("d\x00",))
    assert table(base, "claims")["a"]["quote"] == "\ufffd"
    write(base, empty_claims(), read=("d\x00",))
    assert table(base, "claims") == {}


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("postgresql://mapper:falsch@127.0.0.1:{port}/with_postgis", "password authentication"),
        ("postgresql://127.0.0.1:{port}/with_postgis?user=mapper&password=falsch", "password auth"),
        ("postgresql://mapper:falsch@127.0.0.1:1/news", "Connection refused"),
        ("{good}/postgres", "has no PostGIS; its owner can add it: CREATE EXTENSION postgis"),
        ("{good}/none", 'database "none" does not exist'),
        ("mysql://mapper:falsch@127.0.0.1/news", "--to: write postgresql://user@host:port/data"),
        ("postgresql://mapper:falsch@127.0.0.1:port/news", "--to: write postgresql://"),
        ("falsch", "--to: write postgresql://user@host:port/database"),
    ],
)
def test_a_database_that_cannot_be_used_is_refused(port: int, address: str, reason: str) -> None:
    good = Base(port, "").address.rstrip("/")
    with pytest.raises(DatabaseError) as caught:
        Database(address.format(port=port, good=good))
    assert reason in str(caught.value)
    shown = "".join(traceback.format_exception(caught.value))
    assert "falsch" not in shown.replace(address, "")
    assert PASSWORD not in shown


def test_a_wrong_address_is_found_out_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("ETIM has camps in Balkh.")
    done = program(tmp_path, "a.txt", "--out", "out", "--to", f"postgresql://a:{PASSWORD}@:1/b")
    assert done.returncode == 2
    assert done.stderr.startswith("presence-mapper: ")
    assert done.stderr.count("\n") == 1
    assert list((tmp_path / "out").iterdir()) == []


def test_the_questions_of_the_documentation_are_answered(base: Base) -> None:
    page = Path(__file__).parents[1] / "docs" / "how-to" / "postgis.md"
    questions = re.findall(r"```text\n(SELECT .*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    assert len(questions) == 2
    kunar = {"admin1_code": "AF-KNR", "admin1_name": "Kunar", "published": date.today()}  # noqa: DTZ011 - as PostgreSQL counts
    near = {"where_prec": 1, "latitude": 34.43, "longitude": 70.46}
    write(base, frame(kunar | near, kunar | {"publisher": "B"}, {"published": date(2001, 1, 1)}))
    who, where = (base.run(question) for question in questions)
    assert [(one["actor_name"], one["count"]) for one in who] == [
        ("East Turkestan Islamic Movement", 2)
    ]
    assert [one["relation"] for one in where] == ["presence"]


def test_an_address_in_the_options_is_never_shown() -> None:
    assert "geheim" not in repr(BuildOptions(database="postgresql://a:geheim@b/c"))


def test_without_the_extra_the_error_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "maps.postgis", raising=False)
    monkeypatch.setitem(sys.modules, "geoalchemy2", None)
    with pytest.raises(UsageError, match=r"geoalchemy2: pip install 'presence-mapper\[postgis\]'"):
        build(["a.txt"], tmp_path, BuildOptions(database="postgresql://a/b"))
