"""The commands ``presence-mapper data``: what tables there are, fetching more, removing them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from geo.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.fetching import Outcome
    from geo.tables import Entry

_SOME_FAILED = 3

app = typer.Typer(
    help="The data tables: those that travel with the program, and more to fetch.",
    no_args_is_help=True,
)
_fetch = typer.Typer(help="Fetch full releases into the user's cache.", no_args_is_help=True)
app.add_typer(_fetch, name="fetch")

Countries = Annotated[
    list[str], typer.Option("--country", metavar="CODE", help="ISO 3166-1, e.g. AF; repeatable.")
]
Update = Annotated[
    bool, typer.Option("--update", help="Take what the publisher has now, whatever is there.")
]


@app.command("list")
def list_tables(
    *, as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False
) -> None:
    """Show the data tables, their versions, licences and checksums."""
    import json

    from geo import fetched, tables

    shipped, more = tables.manifest(), fetched.installed()
    if as_json:
        rows = [asdict(entry) for entry in shipped]
        rows += [
            {
                **asdict(source.entry),
                "table": table.name,
                "url": source.url,
                "folder": str(table.folder),
            }
            for table in more
            for source in table.sources
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for entry in shipped:
        _echo_entry(entry, "    ")
    for table in more:
        typer.echo(f"{table.name}, fetched: {_listed(table.counts)}; in {table.folder}")
        for source in table.sources:
            _echo_entry(source.entry, "        ", f"    {source.url}: ")


@app.command()
def remove(
    name: Annotated[list[str], typer.Argument(help="A fetched table, e.g. gazetteer-AF.")],
) -> None:
    """Take fetched tables away."""
    from geo import fetched

    for one in name:
        fetched.remove(one)
        typer.echo(f"{one}: removed")


@_fetch.command()
def gazetteer(
    country: Countries,
    mirror: Annotated[
        str | None,
        typer.Option(
            envvar="PRESENCE_MAPPER_GEONAMES",
            metavar="URL",
            help="Where a mirror of GeoNames' export/dump is.",
        ),
    ] = None,
    *,
    update: Update = False,
) -> None:
    """Fetch all places that GeoNames has in a country, for every command to use."""
    from geo.fetching import GEONAMES, fetch_gazetteer

    def fetch(code: str) -> Outcome:
        return fetch_gazetteer(code, base=mirror or GEONAMES, update=update)

    _each(country, fetch)


@_fetch.command()
def boundaries(
    country: Countries,
    level: Annotated[str, typer.Option(metavar="ADM0..ADM5", help="Which units.")] = "ADM1",
    mirror: Annotated[
        str | None,
        typer.Option(
            envvar="PRESENCE_MAPPER_GEOBOUNDARIES",
            metavar="URL",
            help="Where a mirror of geoBoundaries' API is.",
        ),
    ] = None,
    *,
    update: Update = False,
) -> None:
    """Fetch the boundaries that geoBoundaries has of a country's units.

    Those of ADM1 are then the shapes of its provinces, finer ones tell the district of a point.
    """
    from geo.fetching import GEOBOUNDARIES, fetch_boundaries

    def fetch(code: str) -> Outcome:
        return fetch_boundaries(code, level, base=mirror or GEOBOUNDARIES, update=update)

    _each(country, fetch)


def _each(countries: Sequence[str], fetch: Callable[[str], Outcome]) -> None:
    """Fetch for one country after the other; one that fails does not keep the rest."""
    from geo.fetching import country_codes

    failed = []
    codes = dict.fromkeys(country_codes(country)[0] for country in countries)
    for code in codes:
        try:
            outcome = fetch(code)
        except FetchError as error:
            failed.append(error)
            continue
        table = outcome.table
        typer.echo(f"{table.name}: {outcome.status}; {_listed(table.counts)}; in {table.folder}")
        for source in table.sources:
            _echo_entry(source.entry, "    ", f"{source.url}: ")
    if len(failed) == len(codes):
        raise failed[0]
    for failure in failed:
        typer.echo(failure, err=True)
    if failed:
        raise typer.Exit(_SOME_FAILED)


def _echo_entry(entry: Entry, indent: str, before: str = "") -> None:
    typer.echo(f"{before}{entry.name}  {entry.version}  {entry.licence}")
    typer.echo(f"{indent}{entry.source}, {entry.source_version}; {entry.attribution}")
    typer.echo(f"{indent}{entry.size:,} bytes, sha256 {entry.sha256}")


def _listed(counts: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {kind}" for kind, count in counts.items())
