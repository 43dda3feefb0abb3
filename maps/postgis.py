"""PostGIS: the tables of builds, gathered in one database.

``claims`` grows: a claim of a known ``claim_id`` is brought up to date, a new one is added, and one
that a document of this build no longer makes is taken out; claims of documents that this build did
not read stay. ``presence`` and ``provinces`` are counted anew from all claims in the database,
with the boundaries and the date of this build, so that what they say is always behind them: whoever
feeds each week's articles alone gets the presence over all weeks. Columns, indexes, views and
privileges of one's own on the tables stay. All of it is one transaction, and builds that run at the
same time wait for each other.

The tables are made where they are missing, in the first schema of the search path
(``postgresql://user@host/news?options=-csearch_path%3Dmaps,public`` for another one); a column that
a newer version adds is added to them.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pandas as pd
import shapely
import sqlalchemy as sa
from geoalchemy2 import Geometry, WKBElement
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.schema import CreateColumn, SetColumnComment

from geo.errors import DatabaseError, SchemaError
from geo.frames import claims_of
from geo.presence import presence
from geo.schema import CLAIM_DTYPES, CLAIM_NULLABLE
from maps.flat import MEANINGS, claims_layer, presence_layer, provinces_layer
from maps.safe import xml_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from geopandas import GeoDataFrame

    from geo.boundaries import Boundaries
    from maps.flat import Layer

# What psycopg logs on its way out of a failure is for those who set logging up.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
_SRID = 4326
_GEOMETRY = "geom"
# Any number, the same in every build: who holds its lock writes.
_LOCK = 0x70726573
# Seconds that nobody needs to answer.
_PATIENCE = "10"
_TYPES = {"Int64": sa.BigInteger, "float64": sa.Double, "boolean": sa.Boolean, "string": sa.Text}
_ABOUT = {
    "claims": "A row is one reported statement that an actor is, was or acted in a place.",
    "presence": "A row is an actor and a province, or an actor and a country; counted from claims.",
    "provinces": "The provinces of every country that the claims name.",
}
_PRESENCE_ID = "actor_id || '/' || coalesce(country_iso2, '') || '/' || coalesce(admin1_code, '')"


class Database:
    """A database with PostGIS that takes the tables of builds.

    Parameters
    ----------
    address
        ``postgresql://user@host:port/name``. What it leaves out, best the password, is taken
        from where libpq has it (``PGPASSWORD``, ``~/.pgpass``, ``PGSERVICE`` ...).

    Attributes
    ----------
    shown
        The address without password and options, as messages and records may have it.

    Raises
    ------
    DatabaseError
        Where the address is wrong, nobody answers, the database has no PostGIS, or the user may
        not make tables in it.
    """

    def __init__(self, address: str) -> None:
        url = _parsed(address)
        self.shown = sa.URL.create(
            "postgresql", url.username, host=url.host, port=url.port, database=url.database
        ).render_as_string()
        self._secrets = [str(one) for one in (url.password, url.query.get("password")) if one]
        url = url.update_query_dict({"connect_timeout": _PATIENCE} | dict(url.query))
        self._engine = sa.create_engine(url, poolclass=sa.NullPool, hide_parameters=True)
        with self._transaction("cannot be used") as connection:
            lacking = _lacking(connection)
        if lacking:
            raise DatabaseError(f"{self.shown}: {lacking}")

    def write(
        self,
        claims: GeoDataFrame,
        documents: Iterable[str],
        boundaries: Boundaries,
        as_of: date | None = None,
    ) -> None:
        """Bring the tables up to date with a build, in one transaction.

        Parameters
        ----------
        claims
            The claims of the build.
        documents
            Ids of all documents that it read, those without claims too.
        boundaries, as_of
            What presence is counted with, as in :func:`geo.presence.presence`.

        Raises
        ------
        DatabaseError
            Where something cannot be written; the database is then as it was.
        """
        with self._transaction("is as it was before") as connection:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            layer = claims_layer(claims)
            table = _table(connection, layer)
            _take_out(connection, table, documents, layer.frame["claim_id"])
            _upsert(connection, table, layer)
            try:
                known = _claims(connection, table)
                rows = presence(known, boundaries=boundaries, as_of=as_of)
            except SchemaError as error:
                raise DatabaseError(f"{self.shown}: claims ORDER BY claim_id: {error}") from error
            for counted in (presence_layer(rows), provinces_layer(boundaries, (known, rows))):
                _replace(connection, counted)

    @contextmanager
    def _transaction(self, outcome: str) -> Iterator[sa.Connection]:
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            # Not chained: what lies below may show the password.
            raise DatabaseError(f"{self.shown}: {outcome} ({self._reason(error)})") from None

    def _reason(self, error: SQLAlchemyError) -> str:
        lines = str(getattr(error, "orig", None) or error).strip().splitlines() or ["no reason"]
        reason = lines[0]
        for secret in self._secrets:
            reason = reason.replace(secret, "***")
        return reason


def _parsed(address: str) -> sa.URL:
    try:
        url = sa.make_url(address)
    except (ArgumentError, ValueError):
        url = sa.URL.create("none")
    if url.drivername not in _SCHEMES or not url.database:
        raise DatabaseError("--to: write postgresql://user@host:port/database")
    return url.set(drivername="postgresql+psycopg")


def _lacking(connection: sa.Connection) -> str:
    """Say what a database lacks to take the tables, or nothing."""
    postgis = sa.text("SELECT count(*) FROM pg_extension WHERE extname = 'postgis'")
    if not connection.scalar(postgis):
        return "has no PostGIS; its owner can add it: CREATE EXTENSION postgis"
    schema = connection.scalar(sa.select(sa.func.current_schema()))
    if schema is None:
        return "its search path names no schema that is there; CREATE SCHEMA makes one"
    there = sa.inspect(connection).get_table_names(schema=schema)
    may = connection.scalar(sa.select(sa.func.has_schema_privilege(schema, "CREATE")))
    if not may and not _ABOUT.keys() <= set(there):
        user = connection.scalar(sa.select(sa.func.current_user()))
        return f"no right to make tables: GRANT CREATE ON SCHEMA {schema} TO {user} gives it"
    return ""


def _table(connection: sa.Connection, layer: Layer) -> sa.Table:
    """Return the table of a layer, made or widened where it has to be."""
    table = sa.Table(
        layer.name,
        sa.MetaData(schema=connection.scalar(sa.select(sa.func.current_schema()))),
        *_columns(layer),
        comment=_ABOUT[layer.name],
    )
    there = sa.inspect(connection)
    if not there.has_table(table.name, schema=table.schema):
        table.create(connection)
        return table
    known = {column["name"] for column in there.get_columns(table.name, schema=table.schema)}
    for column in table.columns:
        if column.name not in known:
            name = connection.dialect.identifier_preparer.format_table(table)
            added = CreateColumn(column).compile(dialect=connection.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {name} ADD COLUMN {added}")
            connection.execute(SetColumnComment(column))
    return table


def _columns(layer: Layer) -> Iterator[sa.Column[Any]]:
    meanings = MEANINGS[layer.name]
    if layer.name == "presence":
        made = sa.Computed(_PRESENCE_ID, persisted=True)
        yield sa.Column("presence_id", sa.Text, made, primary_key=True, comment="Actor and place.")
    for name, dtype in layer.frame.dtypes.items():
        if name != "geometry":
            yield sa.Column(
                str(name),
                _TYPES.get(str(dtype), sa.Date)(),
                primary_key=name in {"claim_id", "unit_id"},
                comment=meanings[str(name)].replace("``", ""),
            )
    yield sa.Column(_GEOMETRY, Geometry(layer.shape.upper(), srid=_SRID, spatial_index=True))


def _take_out(
    connection: sa.Connection, table: sa.Table, documents: Iterable[str], claims: Iterable[str]
) -> None:
    """Take out what the documents said when they were last read, and say no longer."""
    read = sa.literal([xml_text(one) for one in documents], ARRAY(sa.Text))
    kept = sa.literal(list(claims), ARRAY(sa.Text))
    connection.execute(
        sa.delete(table).where(
            table.c.document_id == sa.any_(read), table.c.claim_id != sa.all_(kept)
        )
    )


def _upsert(connection: sa.Connection, table: sa.Table, layer: Layer) -> None:
    rows = _rows(layer)
    if not rows:
        return
    statement = insert(table)
    new = {name: statement.excluded[name] for name in rows[0] if name != "claim_id"}
    connection.execute(statement.on_conflict_do_update(index_elements=["claim_id"], set_=new), rows)


def _replace(connection: sa.Connection, layer: Layer) -> None:
    table, rows = _table(connection, layer), _rows(layer)
    connection.execute(sa.delete(table))
    if rows:
        connection.execute(sa.insert(table), rows)


def _rows(layer: Layer) -> Sequence[dict[str, Any]]:
    values = pd.DataFrame(layer.frame.drop(columns="geometry")).astype(object)
    names = [*values.columns, _GEOMETRY]
    shapes = [
        None if shape is None else WKBElement(shapely.to_wkb(shape), srid=_SRID)
        for shape in layer.frame.geometry
    ]
    columns = (values[name].where(values[name].notna(), None) for name in values.columns)
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, shapes, strict=True)]


def _claims(connection: sa.Connection, table: sa.Table) -> GeoDataFrame:
    """Return all claims in the database as a claims frame."""
    columns = [table.c[name] for name in CLAIM_DTYPES]
    found = pd.read_sql(sa.select(*columns).order_by(table.c.claim_id), connection)
    # A column that was added since has no values in rows of before.
    texts = [name for name, dtype in CLAIM_DTYPES.items() if dtype == "string"]
    return claims_of(found.fillna({name: "" for name in texts if name not in CLAIM_NULLABLE}))
