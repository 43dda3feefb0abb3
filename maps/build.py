"""One build: inputs -> documents -> tables -> the files in a folder."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from geo import fetched, tables
from geo.errors import UsageError
from geo.records import Verdict
from maps import export
from maps.inputs import Source, file_sum, nothing_usable
from maps.reviewing import CORRECTIONS, Reviews

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from geopandas import GeoDataFrame

    from geo.actors import Registry
    from geo.boundaries import Boundaries
    from geo.online.asker import Asker
    from geo.online.settings import Online
    from geo.pipeline import Result
    from geo.review import Reviewed
    from maps.offline import AssetMode
    from maps.own_areas import Areas
    from maps.postgis import Database

PROGRAM = "presence-mapper"


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How a build is made.

    Attributes
    ----------
    title
        Headline of the map; the map's own where None.
    as_of
        Leaves out what was published later, and takes the provinces of that day.
    columns
        Field of a record -> the column that has it (``text`` -> ``body``).
    assets
        ``inline`` for a map in one file, ``cdn`` for a small one that needs a network.
    tiles
        Name of an xyzservices provider for a background that is off at first, or None.
    actors
        A CSV file of groups to look for beside those of the program, or None.
    formats
        Further formats to write, as :func:`maps.formats.chosen` returns them.
    review
        Tables of claims that were corrected by hand (:mod:`geo.review`).
    database
        Address of a PostGIS database to write the tables to (:mod:`maps.postgis`), or None.
    areas
        A boundary file of the user's own, in whose areas to count and draw, or None.
    online
        The service to ask for places that no table has; nobody is asked where None.
    """

    title: str | None = None
    as_of: date | None = None
    columns: tuple[tuple[str, str], ...] = ()
    assets: AssetMode = "inline"
    tiles: str | None = None
    actors: Path | None = None
    formats: tuple[str, ...] = ()
    review: tuple[Path, ...] = ()
    database: str | None = field(default=None, repr=False)  # may hold a password
    areas: Areas | None = None
    online: Online | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did.

    Attributes
    ----------
    folder
        Where the files are.
    counts
        ``documents`` and how many of them are ``undated``, ``claims``, ``actors``, ``provinces``,
        ``countries``.
    failures, notes
        Each input that could not be read and why, and what is to be known of those that were
        read by a guess, as ``(source, text)``.
    assets_missing
        True where the map was to hold the browser's files and they are not installed.
    reviewed
        What was corrected by hand; None where there was no review.
    database
        The database that was written to, without password, or None.
    """

    folder: Path
    counts: Mapping[str, int]
    failures: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...]
    assets_missing: bool
    reviewed: Reviewed | None = None
    database: str | None = None


def build(inputs: Sequence[str], folder: Path, options: BuildOptions) -> Report:
    """Read inputs and write the map, the tables and the record of the run.

    Parameters
    ----------
    inputs
        Files, folders, globs and ``-``, as :func:`geo.documents.read` takes them.
    folder
        Where to write; made where it does not exist.
    options
        The rest.

    Raises
    ------
    NoInputError
        Where no document could be read; its notes name each input that failed.
    UsageError
        Where the folder or the database cannot be written or an option is wrong.
    SchemaError
        Where a reviewed table cannot be read, with the row.
    """
    started = time.perf_counter()
    export.writable(folder)
    reviews = Reviews.read(options.review, folder)
    database = _database(options)
    source = Source(inputs, dict(options.columns))
    source.notes += reviews.notes
    boundaries, registry = _boundaries(options), _registry(options)
    asker = _asker(options)
    result = _run(source, boundaries, (registry, asker), reviews, options)
    if asker is not None:
        source.notes += asker.notes
    if not result.documents:
        raise nothing_usable(source)
    if options.areas is not None:
        source.notes += options.areas.notes(result.claims, boundaries)
    drawn = time.perf_counter()
    html, assets_missing = _map(result.presence, result.claims, boundaries, registry, options)
    seconds = {**result.seconds, "map": time.perf_counter() - drawn}
    report = _report(folder, source, result, database, assets_missing=assets_missing)
    for name, text in _files(result, html).items():
        export.write(folder / name, text)
    _write_formats(result, boundaries, registry, folder, options)
    seconds["total"] = time.perf_counter() - started
    record = {**_record(source, options, report), **_conflicts(result, boundaries)}
    if asker is not None:
        record["online"] = asker.record()
    if result.reviewed is not None:
        record["review"] = reviews.record(result.reviewed)
    record["timings"] = _rounded(seconds)
    export.write(folder / "run.json", json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    if database:  # last, so that no failure of it leaves the record of an earlier run
        read = source.documents(options.as_of)
        database.write(result.claims, read, boundaries, options.as_of)
    return report


def _report(
    folder: Path, source: Source, result: Result, database: Database | None, *, assets_missing: bool
) -> Report:
    return Report(
        folder,
        {**_counts(result), "undated": source.undated},
        tuple(source.failures),
        tuple(source.notes),
        assets_missing,
        result.reviewed,
        database.shown if database else None,
    )


def _files(result: Result, html: str) -> dict[str, str]:
    """Return the text of each file that every build writes; corrections where there are any."""
    files = {
        "claims.csv": export.claims_csv(result.claims),
        "claims.geojson": export.claims_geojson(result.claims),
        "presence.csv": export.presence_csv(result.presence),
        "presence.geojson": export.presence_geojson(result.presence),
        "map.html": html,
    }
    if result.reviewed is not None:
        files[CORRECTIONS] = export.claims_csv(result.reviewed.corrections)
    return files


def redraw(
    presence: Path,
    claims: Path,
    page: Path,
    options: BuildOptions,
    pictures: Sequence[Path] = (),
) -> tuple[bool, Sequence[tuple[str, str]]]:
    """Draw a map from tables that were written before, perhaps edited since.

    Parameters
    ----------
    presence, claims
        A ``presence.geojson`` and the ``claims.csv`` behind it. The rows no closer than a
        country, which a ``presence.geojson`` does not have, are counted from the claims.
    page
        The file to write.
    options
        Title, assets, tiles and areas.
    pictures
        Files to write the sheet for print into, each ``.png`` or ``.svg``.

    Returns
    -------
    missing
        Whether the browser's files to inline were missing.
    notes
        What is to be known of the user's areas, as in :class:`Report`.

    Raises
    ------
    SchemaError
        Where a table is wrong, with the row.
    """
    from geo.frames import read_claims, read_presence
    from geo.presence import with_countries

    table = read_claims(claims)
    table = table[(table["review"] != Verdict.DROP).to_numpy()]
    boundaries = _boundaries(options)
    rows = with_countries(read_presence(presence), table, boundaries)
    registry = _registry(options)
    html, missing = _map(rows, table, boundaries, registry, options)
    export.writable(page.parent)
    export.write(page, html)
    if pictures:
        from maps.multiples import static

        sheet = static(rows, title=options.title, boundaries=boundaries, registry=registry)
        sheet.credit(table["geocode_source"].dropna())
        for path in pictures:
            sheet.save(path)
    return missing, options.areas.notes(table, boundaries) if options.areas else []


def _boundaries(options: BuildOptions) -> Boundaries:
    from geo.boundaries import Boundaries

    return options.areas.open() if options.areas else Boundaries.load(as_of=options.as_of)


def _registry(options: BuildOptions) -> Registry:
    from geo.actors import Registry

    return Registry.load().with_file(options.actors)


def _asker(options: BuildOptions) -> Asker | None:
    if options.online is None:
        return None
    from geo.online.asker import Asker

    return Asker(options.online)


def _run(
    source: Source,
    boundaries: Boundaries,
    finders: tuple[Registry, Asker | None],
    reviews: Reviews,
    options: BuildOptions,
) -> Result:
    from geo.claims import Extractor
    from geo.pipeline import run

    registry, asker = finders
    return run(
        source,
        extractor=Extractor.load(registry=registry, asker=asker),
        registry=registry,
        boundaries=boundaries,
        as_of=options.as_of,
        reviews=reviews.tables,
    )


def _map(
    presence: GeoDataFrame,
    claims: GeoDataFrame,
    boundaries: Boundaries,
    registry: Registry,
    options: BuildOptions,
) -> tuple[str, bool]:
    """Return the page, and whether the browser's files to inline were missing."""
    from maps.render import MapOptions, draw, render_html

    chosen = MapOptions(
        as_of=options.as_of, tiles=options.tiles, assets=options.assets, registry=registry
    )
    chart = draw(presence, claims, title=options.title, boundaries=boundaries, options=chosen)
    return render_html(chart), chart.assets_missing


def _database(options: BuildOptions) -> Database | None:
    """Find out before the work whether the database can be reached."""
    if options.database is None:
        return None
    try:
        from maps.postgis import Database
    except ModuleNotFoundError as error:
        raise UsageError(
            f"--to needs {error.name}: pip install 'presence-mapper[postgis]'"
        ) from error
    return Database(options.database)


def _write_formats(
    result: Result, boundaries: Boundaries, registry: Registry, folder: Path, options: BuildOptions
) -> None:
    if not options.formats:
        return
    from maps.formats import write_tables

    write_tables(
        result.claims,
        result.presence,
        folder,
        options.formats,
        boundaries=boundaries,
        registry=registry,
    )


def _counts(result: Result) -> dict[str, int]:
    claims, rows = result.claims, result.presence
    countries = claims["country_iso2"]
    return {
        "documents": result.documents,
        "claims": len(claims),
        "actors": int(claims["actor_id"].nunique()),
        "provinces": int(rows["admin1_code"].nunique()),
        "countries": int(countries[countries != ""].nunique()),
    }


def _record(source: Source, options: BuildOptions, report: Report) -> dict[str, Any]:
    return {
        "program": {"name": PROGRAM, "version": version(PROGRAM)},
        "inputs": source.files,
        "failures": [{"source": name, "reason": reason} for name, reason in source.failures],
        "notes": [{"source": name, "text": text} for name, text in source.notes],
        "options": {
            "title": options.title,
            "as_of": options.as_of.isoformat() if options.as_of else None,
            "map_column": dict(options.columns),
            "assets": "cdn" if report.assets_missing else options.assets,
            "tiles": options.tiles,
            "online": options.online.service if options.online else None,
            "actors": file_sum(options.actors) if options.actors else None,
            "formats": list(options.formats),
            "to": report.database,
            "boundaries": options.areas.record() if options.areas else None,
        },
        "tables": [
            {"name": entry.name, "version": entry.version, "sha256": entry.sha256}
            for entry in (*tables.manifest(), *fetched.entries_in_use())
        ],
        "counts": dict(report.counts),
    }


def _conflicts(result: Result, boundaries: Boundaries) -> dict[str, Any]:
    """Return where the gazetteer's province and the drawn one differ, as ``run.json`` has it."""
    from geo.areas import conflicts

    return {"conflicts": [] if boundaries.is_own else conflicts(result.claims, boundaries)}


def _rounded(seconds: Mapping[str, float]) -> dict[str, float]:
    return {stage: round(value, 3) for stage, value in seconds.items()}
