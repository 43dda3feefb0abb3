"""Reading the tables back that the program wrote, perhaps edited since.

What a person edits has errors; each is named with its file, row and column. Rows are counted as
a spreadsheet counts them: the header is row 1.

Examples
--------
>>> import tempfile, pathlib
>>> from geo.schema import empty_claims
>>> with tempfile.TemporaryDirectory() as folder:
...     path = pathlib.Path(folder, "claims.csv")
...     _ = path.write_text(",".join(CLAIM_COLUMNS))
...     claims = read_claims(path)
>>> claims.dtypes.equals(empty_claims().dtypes)
True
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import geopandas
import pandas as pd

from geo.errors import SchemaError
from geo.schema import (
    CLAIM_COLUMNS,
    CLAIM_DTYPES,
    CLAIM_NULLABLE,
    CLAIM_OPTIONAL,
    DAYS,
    PRESENCE_COLUMNS,
    PRESENCE_DTYPES,
    check_claims,
    check_columns,
    check_presence,
    presence_frame,
    typed,
    with_points,
)

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping


_NEVER_NULL = {name for name, dtype in CLAIM_DTYPES.items() if dtype == "string"} - CLAIM_NULLABLE


def read_claims(path: str | os.PathLike[str]) -> geopandas.GeoDataFrame:
    """Read a ``claims.csv``.

    Parameters
    ----------
    path
        A file with the columns of :data:`geo.schema.CLAIM_COLUMNS`, in any order, UTF-8, an
        empty field for a missing value. Further columns are left out; those of
        :data:`geo.schema.CLAIM_OPTIONAL` may be missing.

    Returns
    -------
    geopandas.GeoDataFrame
        As :func:`geo.pipeline.extract` gives it.

    Raises
    ------
    SchemaError
        Where it is no claims table or a value in it is wrong, with the row.
    """
    try:
        raw = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError, csv.Error) as error:
        raise SchemaError(f"{path}: cannot be read as a table ({error})") from error
    try:
        return claims_of(raw)
    except SchemaError as error:
        raise SchemaError(f"{path}: {error}") from None


def claims_of(raw: pd.DataFrame) -> geopandas.GeoDataFrame:
    """Return a claims frame from its cells as texts, an empty one for a missing value.

    Raises
    ------
    SchemaError
        Where a column is missing or a value is wrong, with the row.
    """
    cells = raw.assign(**{name: text for name, text in CLAIM_OPTIONAL.items() if name not in raw})
    check_columns(cells, CLAIM_COLUMNS, "claims")
    missing = cells.columns.difference(list(_NEVER_NULL))
    cells[missing] = cells[missing].mask(cells[missing] == "", None)
    frame = typed(_converted(cells, CLAIM_DTYPES), CLAIM_DTYPES)
    check_claims(frame)
    return with_points(frame)


def cells_of(claims: pd.DataFrame, columns: Iterable[str] = CLAIM_COLUMNS) -> pd.DataFrame:
    """Return columns of a claims frame as texts, as ``claims.csv`` has them."""
    return pd.DataFrame({name: _texts(claims[name]) for name in columns}, dtype=object)


def read_presence(path: str | os.PathLike[str]) -> geopandas.GeoDataFrame:
    """Read a ``presence.geojson``.

    Raises
    ------
    SchemaError
        Where it is no presence table or a value in it is wrong, with the row.
    """
    try:
        raw = geopandas.read_file(path)
    except (OSError, ValueError, RuntimeError) as error:
        raise SchemaError(f"{path}: cannot be read as GeoJSON ({error})") from error
    try:
        check_columns(raw, PRESENCE_COLUMNS, "presence")
        values = raw[list(PRESENCE_COLUMNS)].astype(object).where(raw.notna(), None)
        frame = typed(_converted(values, PRESENCE_DTYPES), PRESENCE_DTYPES)
        check_presence(frame)
    except SchemaError as error:
        raise SchemaError(f"{path}: {error}") from None
    return presence_frame(frame, raw.geometry)


def _converted(raw: pd.DataFrame, dtypes: Mapping[str, object]) -> pd.DataFrame:
    """Turn texts into numbers, dates and categories, and say which text is none."""
    out = raw.copy()
    for name, dtype in dtypes.items():
        column = raw[name]
        if dtype == DAYS:
            out[name] = pd.to_datetime(column, format="ISO8601", errors="coerce")
            wanted = "a date such as 2025-12-31"
        elif dtype in {"Int64", "float64"}:
            out[name] = pd.to_numeric(column, errors="coerce")
            wanted = "a number"
            if dtype == "Int64":
                out[name] = out[name].where(out[name] % 1 == 0)
                wanted = "a whole number"
        elif isinstance(dtype, pd.CategoricalDtype):
            out[name] = column.where(column.isin(list(dtype.categories)), None)
            wanted = "one of " + ", ".join(dtype.categories)
        else:
            continue
        lost = out[name].isna() & column.notna()
        if lost.any():
            row = int(lost.to_numpy().argmax())
            raise SchemaError(f"row {row + 2}, {name}: {column.iloc[row]!r} is not {wanted}")
    return out


def _texts(column: pd.Series) -> list[str]:
    """Return a column's values as texts, empty where one is missing."""
    if pd.api.types.is_datetime64_any_dtype(column):
        column = column.dt.strftime("%Y-%m-%d")
    values = column.astype(object).where(column.notna(), "")
    return [str(value) for value in values]
