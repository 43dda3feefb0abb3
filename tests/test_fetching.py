"""Fetching against real servers on this machine, in the publishers' formats, faults included."""

from __future__ import annotations

import hashlib
import json
import threading
from typing import TYPE_CHECKING

import pytest
import releases
from releases import Row, Site, serving

from geo import download as downloading
from geo import fetched, geoboundaries
from geo.errors import FetchError, TableError, UsageError
from geo.fetching import Status, country_codes, fetch_boundaries, fetch_gazetteer
from geo.places import PlaceStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = (("fa", "تنگی میرگل"), ("", "Tange Mergul"))
ROWS = [
    Row(1132495, "Nangarhār", 34.25, 70.5, "ADM1"),
    Row(7053262, "Āchīn District", 34.12, 70.7, "ADM2"),
    Row(1138336, "Kabul", 34.53, 69.17, "PPLC", "13", population=3_043_532),
    Row(
        9_000_001, "Tangi Mirgul", 34.05, 70.71, names=(("fa", "تنگی میرگل"), ("", "Tange Mergul"))
    ),
    Row(9_000_002, "Tangi Mirgul", 34.9, 69.6, admin1="14"),
    Row(9_000_003, "Spinkay Tsapar", 34.1, 70.6, "MT"),
    Row(9_000_004, "Left Alone", 34.1, 70.6, "PPLW"),
    Row(9_000_005, "Zarsoba", 34.2, 70.4, admin1="00", names=(("link", "https://x.example"),)),
]
SQUARE = [[70.0, 34.0], [71.0, 34.0], [71.0, 35.0], [70.0, 35.0], [70.0, 34.0]]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PRESENCE_MAPPER_CACHE", str(tmp_path))
    monkeypatch.setattr(downloading, "_PAUSE", 0.0)
    monkeypatch.setattr(downloading, "_CHUNK", 10)
    return tmp_path / "tables"


@pytest.fixture
def site(cache: Path) -> Iterator[Site]:  # noqa: ARG001 - every fetch here writes to it
    with serving(Site(releases.geonames(ROWS))) as running:
        yield running


def left_over(cache: Path) -> list[str]:
    """Return what lies in the cache and is neither a table, its record nor its lock."""
    records = [path.stem for path in cache.glob("*.json")]
    kept = {f".{path.name}" for path in cache.glob("*.lock")} | {"parts"}
    return [
        path.name
        for path in cache.iterdir()
        if not (
            path.name in kept
            or path.name.endswith(".lock")
            or any(path.name.startswith(f"{record}.") for record in records)
        )
    ]


def test_a_gazetteer_is_fetched_whole(site: Site, cache: Path) -> None:
    outcome = fetch_gazetteer("afg", base=site.url)
    table = outcome.table
    assert outcome.status is Status.NEW
    assert table.counts == {"admin1": 1, "admin2": 1, "populated": 4, "region": 1}
    assert (table.kind, table.country, table.level) == ("gazetteer", "AF", "")
    dump, names = (source.entry for source in table.sources)
    assert dump.sha256 == hashlib.sha256(site.files["/AF.zip"]).hexdigest()
    assert (dump.name, dump.version, dump.licence) == ("AF.zip", "2025-11-24", "CC-BY-4.0")
    assert names.size == len(site.files["/alternatenames/AF.zip"])
    assert fetched.installed() == (table,)
    assert left_over(cache) == []


def test_the_store_has_names_points_and_provinces(site: Site) -> None:
    store = PlaceStore(fetch_gazetteer("AF", base=site.url).table.folder)
    found = store.lookup("tangi mirgul")
    assert [(p.geonameid, p.admin1_code) for p in found] == [
        (9_000_001, "AF-NAN"),
        (9_000_002, "AF-KAP"),
    ]
    assert store.lookup("تنگی میرگل") == store.lookup("Tange Mergul") == found[:1]
    assert store.lookup("Achin")[0].feature_code == "ADM2"
    assert store.lookup("Spinkay Tsapar")[0].covers == ("AF-NAN",)
    assert store.lookup("Left Alone") == ()  # destroyed, GeoNames says
    assert store.lookup("Zarsoba")[0].admin1_code == "AF-NAN"  # by its point
    assert store.lookup("https://x.example") == ()


def test_what_the_embedded_tables_have_is_marked(site: Site) -> None:
    same = PlaceStore(fetch_gazetteer("AF", base=site.url).table.folder).same_as
    assert same["geonames:1132495"] == "admin1:AF-NAN"
    assert same["geonames:1138336"] == "geonames:1138336"
    assert same["geonames:7053262"] == "admin2:AF-NAN/achin"
    assert "geonames:9000001" not in same


def test_the_same_dump_gives_the_same_table(site: Site) -> None:
    first = fetch_gazetteer("AF", base=site.url).table
    assert fetch_gazetteer("AF", base=site.url, update=True).table == first


def test_a_second_fetch_asks_and_takes_nothing(site: Site) -> None:
    fetch_gazetteer("AF", base=site.url)
    site.asked.clear()
    assert fetch_gazetteer("AF", base=site.url).status is Status.KEPT
    assert {method for method, _, _ in site.asked} == {"HEAD"}


def test_a_changed_file_is_told_and_not_taken(site: Site) -> None:
    first = fetch_gazetteer("AF", base=site.url).table
    site.files |= releases.geonames([*ROWS, Row(9_000_009, "Nawe Kalay", 34.2, 70.4)])
    kept = fetch_gazetteer("AF", base=site.url)
    assert (kept.status, kept.table) == (Status.CHANGED, first)
    taken = fetch_gazetteer("AF", base=site.url, update=True)
    assert taken.table.counts["populated"] == first.counts["populated"] + 1
    assert not first.folder.exists()


def test_a_table_stays_where_the_publisher_is_gone(site: Site, cache: Path) -> None:
    first = fetch_gazetteer("AF", base=site.url).table
    site.files.clear()
    kept = fetch_gazetteer("AF", base=site.url)
    assert (kept.status, kept.table) == (Status.UNSURE, first)
    with pytest.raises(FetchError, match="no such file"):
        fetch_gazetteer("AF", base=site.url, update=True)
    assert fetched.installed() == (first,)
    assert left_over(cache) == []


def test_a_damaged_file_is_fetched_again_and_has_to_be_the_same(site: Site) -> None:
    table = fetch_gazetteer("AF", base=site.url).table
    (table.folder / "AF.zip").write_bytes(b"damaged")
    mended = fetch_gazetteer("AF", base=site.url)
    assert (mended.status, mended.table) == (Status.MENDED, table)
    (table.folder / "AF.zip").write_bytes(b"damaged")
    site.files |= releases.geonames(ROWS[:-1])
    with pytest.raises(FetchError, match=r"another SHA-256.*--update"):
        fetch_gazetteer("AF", base=site.url)


def test_a_damaged_store_is_made_again_of_what_is_there(site: Site) -> None:
    table = fetch_gazetteer("AF", base=site.url).table
    (table.folder / "gazetteer-keys.trie").write_bytes(b"damaged")
    site.files.clear()
    mended = fetch_gazetteer("AF", base=site.url)
    assert (mended.status, mended.table) == (Status.MENDED, table)
    assert PlaceStore(table.folder).lookup("Zarsoba")


def test_a_store_of_another_version_is_made_again(site: Site, cache: Path) -> None:
    fetch_gazetteer("AF", base=site.url)
    record = cache / "gazetteer-AF.json"
    facts = json.loads(record.read_text())
    record.write_text(json.dumps({**facts, "made_by": "gazetteer 0"}))
    assert fetch_gazetteer("AF", base=site.url).status is Status.MENDED
    assert fetch_gazetteer("AF", base=site.url).status is Status.KEPT


def test_a_damaged_record_is_written_anew(site: Site, cache: Path) -> None:
    fetch_gazetteer("AF", base=site.url)
    (cache / "gazetteer-AF.json").write_text("{")
    assert fetch_gazetteer("AF", base=site.url).status is Status.NEW


def test_a_cut_download_goes_on_from_where_it_was(site: Site) -> None:
    site.cut["/AF.zip"] = [300]
    fetch_gazetteer("AF", base=site.url)
    asked = [wanted for _, path, wanted in site.asked if path == "/AF.zip"]
    assert asked == [None, "bytes=300-"]


def test_a_download_cut_for_good_is_kept_for_the_next_time(site: Site, cache: Path) -> None:
    site.cut["/AF.zip"] = [200, 100, 50]
    with pytest.raises(FetchError, match="goes on from there"):
        fetch_gazetteer("AF", base=site.url)
    assert fetched.installed() == ()
    assert left_over(cache) == []
    assert (cache / "parts" / "AF.zip.part").stat().st_size == 350
    site.asked.clear()
    fetch_gazetteer("AF", base=site.url)
    assert site.asked[0] == ("GET", "/AF.zip", "bytes=350-")
    assert list((cache / "parts").iterdir()) == []


def test_parts_of_two_versions_are_not_joined(site: Site) -> None:
    site.cut["/AF.zip"] = [200, 100, 50]
    with pytest.raises(FetchError):
        fetch_gazetteer("AF", base=site.url)
    site.files |= releases.geonames(ROWS[:4])
    assert fetch_gazetteer("AF", base=site.url).table.counts["populated"] == 2


def test_a_server_that_cannot_resume_sends_all_again(site: Site) -> None:
    site.resumes = False
    site.cut["/AF.zip"] = [300]
    assert fetch_gazetteer("AF", base=site.url).table.counts["populated"] == 4


@pytest.mark.parametrize(
    ("status", "told"), [(404, "check country and level"), (503, "answers 503 .*try again later")]
)
def test_a_refusal_says_what_to_do(site: Site, cache: Path, status: int, told: str) -> None:
    site.status["/alternatenames/AF.zip"] = status
    with pytest.raises(FetchError, match=told):
        fetch_gazetteer("AF", base=site.url)
    assert fetched.installed() == ()
    assert left_over(cache) == []


def test_without_a_network_nothing_is_left(cache: Path) -> None:
    with pytest.raises(FetchError, match=r"no connection.*--mirror"):
        fetch_gazetteer("AF", base="http://127.0.0.1:9")
    assert left_over(cache) == []


@pytest.mark.parametrize("base", ["ftp://127.0.0.1/dump", "/srv/mirror", "http://"])
def test_a_mirror_that_is_no_address_is_told(cache: Path, base: str) -> None:
    with pytest.raises(FetchError, match=r"no address of a server: http://"):
        fetch_gazetteer("AF", base=base)
    assert left_over(cache) == []


def changed_columns() -> dict[str, bytes]:
    lines = [row.line.rpartition("\t")[0] for row in ROWS]
    return {"/AF.zip": releases.zipped("AF.txt", lines)}


def moved_columns(one: int, other: int) -> dict[str, bytes]:
    line = ROWS[3].line.split("\t")
    line[one], line[other] = line[other], line[one]
    return {"/AF.zip": releases.zipped("AF.txt", ["\t".join(line)])}


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (changed_columns(), "line 1 of AF.txt has 18 columns, not 19"),
        (moved_columns(1, 4), "'Tangi Mirgul' for a coordinate"),
        (moved_columns(2, 14), "'Tangi Mirgul' for a number"),
        (moved_columns(6, 14), "AF.zip has no place of AF"),
        ({"/AF.zip": b"<html>Service page</html>"}, "no zip with a readable AF.txt"),
        ({"/AF.zip": releases.zipped("PK.txt", [ROWS[0].line])}, "no zip with a readable AF.txt"),
        ({"/AF.zip": releases.geonames(ROWS)["/AF.zip"][:-40]}, "no zip with a readable AF.txt"),
        ({"/alternatenames/AF.zip": releases.zipped("AF.txt", ["1\t2"])}, "has 2 columns, not 8"),
    ],
)
def test_a_file_of_another_form_is_refused(
    site: Site, cache: Path, files: dict[str, bytes], told: str
) -> None:
    site.files |= files
    with pytest.raises(FetchError, match=told):
        fetch_gazetteer("AF", base=site.url)
    assert fetched.installed() == ()
    assert left_over(cache) == []


def full(*_: object, **__: object) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("where", ["geo.download.received", "geo.geonames.write_tables"])
def test_a_disk_that_is_full_is_named_and_nothing_is_left(
    site: Site, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.setattr(where, full)
    with pytest.raises(FetchError, match=rf"{tmp_path}.*No space left.*PRESENCE_MAPPER_CACHE"):
        fetch_gazetteer("AF", base=site.url)
    assert fetched.installed() == ()
    assert left_over(cache) == []


def test_a_folder_that_is_none_is_named(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("PRESENCE_MAPPER_CACHE", str(tmp_path / "file"))
    with pytest.raises(FetchError, match=r"file/tables: cannot be written \(Not a directory\)"):
        fetch_gazetteer("AF", base=site.url)


def test_an_interrupt_leaves_the_part_and_nothing_else(
    site: Site, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(pieces: Iterator[bytes], *_: object, **__: object) -> Iterator[bytes]:
        yield next(pieces)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(downloading, "received", interrupted)
        with pytest.raises(KeyboardInterrupt):
            fetch_gazetteer("AF", base=site.url)
    assert left_over(cache) == []
    site.asked.clear()
    assert fetch_gazetteer("AF", base=site.url).status is Status.NEW
    assert site.asked[0] == ("GET", "/AF.zip", "bytes=10-")


def test_a_record_without_its_folder_says_what_to_do(site: Site, cache: Path) -> None:
    folder = fetch_gazetteer("AF", base=site.url).table.folder
    folder.rename(cache / "elsewhere")
    with pytest.raises(TableError, match=r"is missing: remove .*gazetteer-AF\.json and fetch"):
        fetched.installed()
    assert fetch_gazetteer("AF", base=site.url).status is Status.NEW


def test_two_at_once_end_with_one_table(site: Site, cache: Path) -> None:
    done: list[Status] = []

    def run() -> None:
        done.append(fetch_gazetteer("AF", base=site.url).status)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [Status.KEPT, Status.NEW]
    assert left_over(cache) == []


def test_what_a_killed_process_left_is_swept(site: Site, cache: Path) -> None:
    (cache / ".gazetteer-AF.killed" / "table").mkdir(parents=True)
    fetch_gazetteer("AF", base=site.url)
    assert left_over(cache) == []


def test_a_table_is_removed(site: Site) -> None:
    table = fetch_gazetteer("AF", base=site.url).table
    fetched.remove("gazetteer-AF")
    assert fetched.installed() == ()
    assert not table.folder.exists()
    with pytest.raises(UsageError, match="gazetteer-AF is no fetched table; there: none"):
        fetched.remove("gazetteer-AF")


def test_codes_of_two_and_three_letters() -> None:
    assert country_codes("af") == country_codes("AFG") == ("AF", "AFG")
    with pytest.raises(UsageError, match="--country Afghanistan"):
        country_codes("Afghanistan")


def with_areas(site: Site, level: str, areas: list[tuple[str, str]]) -> str:
    rings = [(name, code, SQUARE) for name, code in areas]
    site.files |= releases.geoboundaries(site.url, "AFG", level, rings)
    return f"{site.url}/api"


def test_boundaries_are_fetched_with_their_licence(site: Site) -> None:
    base = with_areas(site, "ADM2", [("Achin", "")])
    outcome = fetch_boundaries("AF", "adm2", base=base)
    table, entry = outcome.table, outcome.table.sources[0].entry
    assert (table.name, table.counts) == (
        "boundaries-AF-ADM2",
        {"areas": 1, "with ISO code": 0},
    )
    assert entry.licence.startswith("Creative Commons Attribution 4.0")
    assert entry.version == "Dec 12, 2023"
    assert "Example Survey Office" in entry.attribution
    assert fetch_boundaries("AF", "ADM2", base=base).status is Status.KEPT


def test_a_new_release_is_told(site: Site) -> None:
    base = with_areas(site, "ADM2", [("Achin", "")])
    fetch_boundaries("AF", "ADM2", base=base)
    path = "/api/AFG/ADM2/"
    site.files[path] = site.files[path].replace(b"Dec 12, 2023", b"Jan 19, 2026")
    assert fetch_boundaries("AF", "ADM2", base=base).status is Status.CHANGED
    taken = fetch_boundaries("AF", "ADM2", base=base, update=True).table
    assert taken.sources[0].entry.version == "Jan 19, 2026"


def test_a_pointer_leads_to_the_file_and_its_checksum(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = with_areas(site, "ADM2", [("Achin", "")])
    monkeypatch.setattr(geoboundaries, "_MEDIA", f"{site.url}/media")
    path = next(path for path in site.files if path.endswith(".geojson"))
    content = site.files[path]
    oid = hashlib.sha256(content).hexdigest()
    site.files["/media" + path.replace("/raw/", "/")] = content
    site.files[path] = (
        f"version https://git-lfs.github.com/spec/v1\noid sha256:{oid}\nsize {len(content)}\n"
    ).encode()
    table = fetch_boundaries("AF", "ADM2", base=base).table
    assert table.sources[0].entry.sha256 == oid
    assert "/media/" in table.sources[0].url
    site.files["/media" + path.replace("/raw/", "/")] = content + b" "
    with pytest.raises(FetchError, match="another SHA-256"):
        fetch_boundaries("AF", "ADM2", base=base, update=True)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b"shapeName", b"NAME", "no column 'shapeName'"),
        (b'"coordinates"', b'"nothing"', "fetch it again"),
        (b"[70.0, 34.0]", b"[7000000.0, 34.0]", "outside the Earth"),
        (b"gjDownloadURL", b"downloadURL", "lacks 'gjDownloadURL'"),
        (b'{"boundaryID"', b'["boundaryID"', "no JSON"),
    ],
)
def test_boundaries_of_another_form_are_refused(
    site: Site, cache: Path, old: bytes, new: bytes, told: str
) -> None:
    base = with_areas(site, "ADM2", [("Achin", "")])
    site.files = {path: content.replace(old, new) for path, content in site.files.items()}
    with pytest.raises(FetchError, match=told):
        fetch_boundaries("AF", "ADM2", base=base)
    assert fetched.installed() == ()
    assert left_over(cache) == []


def test_a_level_that_there_is_not(site: Site) -> None:
    with pytest.raises(UsageError, match="--level ADM9: one of ADM0"):
        fetch_boundaries("AF", "ADM9", base=site.url)
    with pytest.raises(FetchError, match="check country and level"):
        fetch_boundaries("AF", "ADM4", base=f"{site.url}/api")
