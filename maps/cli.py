"""The command ``presence-mapper``: thin commands over the library.

Exit codes: 0 done; 1 nothing usable in the input; 2 wrong usage; 3 done, but some inputs failed
or corrections by hand were in conflict; 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from geo.errors import BoundaryError, NoInputError, PresenceMapperError, UsageError
from geo.online.settings import EXPIRY_DAYS
from maps import data_commands
from maps.arguments import columns, pictures
from maps.options import (
    Actors,
    Assets,
    AssetsOption,
    BoundaryFile,
    CodeColumn,
    Contact,
    Day,
    Formats,
    GeonamesUser,
    Inputs,
    MapColumn,
    NameColumn,
    OnlineDays,
    OnlineService,
    OnlineUrl,
    Review,
    Tiles,
    Title,
    To,
    online_settings,
)
from maps.own_areas import Areas

if TYPE_CHECKING:
    from datetime import date, datetime

    from geo.review import Reviewed
    from maps.build import BuildOptions

_NO_INPUT = "no input: name files or folders, or - for a text on standard input"
NOTHING_USABLE, WRONG_USAGE, SOME_FAILED, INTERRUPTED = 1, 2, 3, 130

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Maps which armed group is reported in which place, from news and reports.",
)
app.add_typer(data_commands.app, name="data")


def main() -> None:
    """Run the command; every error raised on purpose is one sentence and an exit code."""
    try:
        app()
    except (UsageError, BoundaryError) as error:
        _stop(error, WRONG_USAGE)
    except PresenceMapperError as error:
        _stop(error, NOTHING_USABLE)
    except KeyboardInterrupt:
        _stop("interrupted; nothing half-written is left", INTERRUPTED)
    except OSError as error:
        _stop(error, NOTHING_USABLE)


@app.callback(invoke_without_command=True)
def _program(
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    embedded_only: Annotated[
        bool, typer.Option("--embedded-only", help="Leave aside the tables that were fetched.")
    ] = False,
) -> None:
    if embedded_only:
        from geo.fetched import EMBEDDED_VARIABLE

        os.environ[EMBEDDED_VARIABLE] = "1"  # for the workers of a large run as well
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"presence-mapper {installed('presence-mapper')}")
        raise typer.Exit


@app.command()
def build(  # noqa: PLR0913, PLR0917 - one parameter an option
    out: Annotated[Path, typer.Option("--out", help="Folder to write.")],
    inputs: Inputs = None,
    map_column: MapColumn = None,
    as_of: Day = None,
    actors: Actors = None,
    title: Title = None,
    assets: AssetsOption = Assets.INLINE,
    tiles: Tiles = None,
    boundaries: BoundaryFile = None,
    name_column: NameColumn = None,
    code_column: CodeColumn = None,
    formats: Formats = None,
    review: Review = None,
    to: To = None,
    online: OnlineService = None,
    online_url: OnlineUrl = None,
    contact: Contact = None,
    geonames_user: GeonamesUser = None,
    online_days: OnlineDays = EXPIRY_DAYS,
) -> None:
    """Read articles; write map.html, the tables as CSV and GeoJSON, and run.json."""
    from maps.build import BuildOptions

    options = BuildOptions(
        title=title,
        as_of=_day(as_of),
        columns=columns(map_column or []),
        assets=assets.value,
        tiles=tiles,
        actors=actors,
        formats=_formats(formats or []),
        areas=Areas.chosen(boundaries, name_column, code_column),
        review=tuple(review or ()),
        database=to,
        online=online_settings(online, online_url, contact, geonames_user, online_days),
    )
    _build(inputs or [], out, options)


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder to write.")] = Path("out/demo"),
    assets: AssetsOption = Assets.INLINE,
) -> None:
    """Build the map of the sample articles that come with the program."""
    from geo import tables
    from maps.build import BuildOptions

    articles = tables.folder("sample") / "articles"
    options = BuildOptions(title="Sample articles (their events are invented)", assets=assets.value)
    _build([str(articles)], out, options)


@app.command("map")
def draw_again(  # noqa: PLR0913, PLR0917 - one parameter an option
    presence: Annotated[Path, typer.Argument(help="presence.geojson, perhaps edited.")],
    claims: Annotated[Path, typer.Argument(help="claims.csv, perhaps edited.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Page to write.")] = Path("map.html"),
    actors: Actors = None,
    title: Title = None,
    assets: AssetsOption = Assets.INLINE,
    tiles: Tiles = None,
    boundaries: BoundaryFile = None,
    name_column: NameColumn = None,
    code_column: CodeColumn = None,
    png: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Also a sheet for print, a panel a group.")
    ] = None,
    svg: Annotated[Path | None, typer.Option(metavar="FILE", help="The same sheet as SVG.")] = None,
) -> None:
    """Draw the map again, from edited tables."""
    from maps.build import BuildOptions, redraw

    sheets = pictures((png, ".png"), (svg, ".svg"))
    areas = Areas.chosen(boundaries, name_column, code_column)
    options = BuildOptions(
        title=title, assets=assets.value, tiles=tiles, areas=areas, actors=actors
    )
    missing, notes = redraw(presence, claims, out, options, sheets)
    for source, text in notes:
        typer.echo(f"{source}: {text}", err=True)
    _warn_of_links(missing=missing)
    for path in (out, *sheets):
        typer.echo(path)


@app.command()
def geocode(  # noqa: PLR0913, PLR0917 - one parameter an option
    name: Annotated[list[str], typer.Argument(help='A name, or a phrase: "near Khost city".')],
    country: Annotated[
        list[str] | None, typer.Option(help="Stay in this country (ISO 3166-1, e.g. AF).")
    ] = None,
    near: Annotated[str | None, typer.Option(help="Prefer what is near this place.")] = None,
    online: OnlineService = None,
    online_url: OnlineUrl = None,
    contact: Contact = None,
    geonames_user: GeonamesUser = None,
    online_days: OnlineDays = EXPIRY_DAYS,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Look places up: ranked candidates of each name."""
    from maps.lookup import as_json as json_of
    from maps.lookup import as_table, candidates, geocoder, notes

    coder = geocoder(online_settings(online, online_url, contact, geonames_user, online_days))
    found = {one: candidates(one, country or [], near, coder) for one in name}
    typer.echo(json_of(found) if as_json else as_table(found))
    for line in notes(coder):
        typer.echo(line, err=True)
    missing = [one for one, places in found.items() if not places]
    if missing:
        raise NoInputError(f"no such place is known: {', '.join(missing)}")


@app.command()
def geoparse(
    out: Annotated[Path, typer.Option("--out", help="File to write, one JSON object a line.")],
    inputs: Inputs = None,
    map_column: MapColumn = None,
) -> None:
    """Write every place mention with its offsets, candidates and choice."""
    from maps.geoparsing import geoparse as run

    if not inputs:
        raise NoInputError(_NO_INPUT)
    parsed = run(inputs, out, dict(columns(map_column or [])))
    for source, text in (*parsed.failures, *parsed.notes):
        typer.echo(f"{source}: {text}", err=True)
    typer.echo(
        f"{parsed.mentions} place mentions, {parsed.resolved} of them resolved, "
        f"in {parsed.documents} documents"
    )
    typer.echo(out)
    if parsed.failures:
        raise typer.Exit(SOME_FAILED)


@app.command()
def explain(
    text: Annotated[str, typer.Argument(metavar="TEXT|FILE", help="A text, or a file of one.")],
    actors: Actors = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Show how a text is read: its mentions, its claims and why, and what makes none."""
    from maps.explaining import as_json as json_of
    from maps.explaining import explanations, show

    found = explanations(text, actors)
    if as_json:
        typer.echo(json_of(found))
    elif not show(found):
        typer.echo("No sentence of this text names a group.")


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Annotated passages, one JSON object a line.")],
    claims: Annotated[
        Path | None, typer.Option(help="Score this claims.csv and extract nothing.")
    ] = None,
    *,
    errors: Annotated[bool, typer.Option("--errors", help="List every wrong pair.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
) -> None:
    """Score claims against passages that people annotated."""
    from maps.judging import as_json as json_of
    from maps.judging import as_report, judge

    result, baseline = judge(gold, claims)
    if errors:
        for document, verdict, pair in result.errors:
            typer.echo("\t".join((document, verdict, " ".join(pair))))
    typer.echo(json_of(result, baseline) if as_json else as_report(result, baseline))


def _build(inputs: list[str], out: Path, options: BuildOptions) -> None:
    from maps.build import build as run

    if not inputs:
        raise NoInputError(_NO_INPUT)
    report = run(inputs, out, options)
    for source, text in (*report.failures, *report.notes):
        typer.echo(f"{source}: {text}", err=True)
    _warn_of_links(missing=report.assets_missing)
    if report.reviewed is not None:
        _tell_of_review(report.reviewed)
    count = report.counts
    if count["undated"]:
        typer.echo(f"documents in which no date was found: {count['undated']}", err=True)
    typer.echo(
        f"{count['claims']} claims on {count['actors']} groups in {count['provinces']} provinces "
        f"of {count['countries']} countries, from {count['documents']} documents"
    )
    if report.database:
        typer.echo(report.database)
    typer.echo(out / "map.html")
    if report.failures or (report.reviewed and report.reviewed.conflicts):
        raise typer.Exit(SOME_FAILED)


def _tell_of_review(reviewed: Reviewed) -> None:
    from maps.reviewing import summary

    for conflict in reviewed.conflicts:
        typer.echo(conflict, err=True)
    for name, note in reviewed.notes:
        typer.echo(f"{name}: {note}", err=True)
    typer.echo(summary(reviewed))


def _warn_of_links(*, missing: bool) -> None:
    if missing:
        typer.echo(
            "The browser's files are not installed: this map links to a CDN and needs a network.",
            err=True,
        )


def _day(value: datetime | None) -> date | None:
    return value.date() if value else None


def _formats(texts: list[str]) -> tuple[str, ...]:
    if not texts:
        return ()
    from maps.formats import chosen

    return chosen(texts)


def _stop(error: object, code: int) -> NoReturn:
    """Say on standard error what ended the program, and end it."""
    lines = [f"presence-mapper: {error}", *getattr(error, "__notes__", ())]
    with suppress(OSError):
        print(*lines, sep="\n", file=sys.stderr, flush=True)  # noqa: T201 - the message itself
    sys.exit(code)


if __name__ == "__main__":
    main()
