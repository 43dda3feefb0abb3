"""Small multiples for reports: one panel a group, all on the same extent, as PNG or SVG."""

from __future__ import annotations

import io
import math
import textwrap
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import shapely

from geo.actors import Registry
from geo.errors import UsageError
from maps.credits import data_credits, service_credits
from maps.geometry import Bounds, frame_around, whole_countries
from maps.layers import STATUSES, registry_families
from maps.panels import (
    BORDER,
    INK,
    INK_2,
    Ground,
    Sign,
    draw_country,
    draw_disputed,
    draw_ground,
    draw_names,
    draw_sign,
    plain,
)
from maps.style import HUES, styles

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from geopandas import GeoDataFrame
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from maps.geometry import BoundaryFrames
    from maps.style import ActorStyle

CAVEAT = "Reported by sources, not verified. Presence, not control. No report is not no presence."
_WIDTH, _SIDE, _TOP, _BOTTOM, _GAP, _HEAD = 11.7, 0.4, 0.95, 1.15, 0.2, 0.42  # inches
_DPI = 160
_COLUMNS = 4
# Corners smaller than a triangle of this share of the view's side are left out.
_DETAIL = 1 / 320
# Degrees: edges of provinces that differ by less are one when provinces are joined.
_JOIN = 0.01
_NOTE_NAMES = 4
_NOTE_LETTER = 0.05  # inches, about
_NAME_LETTER, _FAMILY_LETTER, _COUNT_ROOM = 0.072, 0.066, 0.75  # inches, about
_SETTINGS: Mapping[Any, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # comes with Matplotlib: the same on every machine
    "svg.hashsalt": "presence-mapper",
    "svg.fonttype": "path",
}
_SAMPLES = (
    ("reported", "reported (darker: more sources)"),
    ("hedged only", "hedged only"),
    ("conflicting", "sources conflict"),
    ("denied only", "denied or past only"),
)


@dataclass(frozen=True, eq=False)
class StaticMap:
    """A drawn sheet.

    Attributes
    ----------
    figure
        The Matplotlib figure, to be changed further or put into another document.
    title
        Its headline.
    """

    figure: Figure
    title: str

    def credit(self, sources: Iterable[str]) -> None:
        """Add to the credits whom the places of online services are owed to.

        Parameters
        ----------
        sources
            Where places come from, as the claims say it in ``geocode_source``.
        """
        credits_text = self.figure.texts[-1]
        lines = (credits_text.get_text(), *service_credits(sources))
        credits_text.set_text("\n".join(lines))

    def png(self) -> bytes:
        """Return the sheet as PNG; the same sheet gives the same bytes."""
        return self._saved("png", {"Title": self.title, "Software": None})

    def svg(self) -> bytes:
        """Return the sheet as SVG; the same sheet gives the same bytes."""
        return self._saved("svg", {"Title": self.title, "Date": None, "Creator": None})

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the sheet into a file whose name ends in ``.png`` or ``.svg``.

        Raises
        ------
        UsageError
            Where the name ends in something else or the file cannot be written.
        """
        path = Path(path)
        writers = {".png": self.png, ".svg": self.svg}
        writer = writers.get(path.suffix.lower())
        if writer is None:
            raise UsageError(f"{path}: a picture's name ends in .png or .svg")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(writer())
        except OSError as error:
            reason = error.strerror or "unknown error"
            raise UsageError(f"{path}: cannot be written ({reason})") from error

    def _repr_png_(self) -> bytes:
        return self.png()

    def _saved(self, kind: str, metadata: Mapping[str, str | None]) -> bytes:
        from matplotlib import rc_context  # noqa: PLC0415 - only where it is drawn

        out = io.BytesIO()
        with rc_context({**_SETTINGS}), warnings.catch_warnings():
            # Signs that the font lacks are drawn as boxes; that is no fault of the sheet.
            warnings.filterwarnings("ignore", message="Glyph .* missing from font")
            self.figure.savefig(out, format=kind, dpi=_DPI, metadata=dict(metadata))
        return out.getvalue()


def static(
    presence: GeoDataFrame,
    *,
    title: str | None = None,
    as_of: date | None = None,
    boundaries: BoundaryFrames | None = None,
    families: Mapping[str, str] | None = None,
    registry: Registry | None = None,
) -> StaticMap:
    """Draw one panel a group on the same extent.

    Parameters
    ----------
    presence
        One row an actor and province, as `geo.presence` gives it.
    title
        Headline.
    as_of
        The date of the data; the newest report's where not given.
    boundaries
        Where the ground comes from; the shipped boundaries by default.
    families
        Actor id -> heading; the registry's grouping by default.
    registry
        The groups; the shipped ones by default.

    Raises
    ------
    UsageError
        Where Matplotlib is not installed.
    """
    try:
        from matplotlib import rc_context  # noqa: PLC0415 - slow, and only pictures need it
    except ImportError as error:
        raise UsageError(
            "pictures need Matplotlib: pip install 'presence-mapper[pictures]'"
        ) from error
    if boundaries is None:
        from geo.boundaries import Boundaries  # noqa: PLC0415 - read where none is given

        boundaries = Boundaries.load(as_of=as_of)
    first = presence.drop_duplicates("actor_id")
    names = {str(a): str(n) for a, n in zip(first["actor_id"], first["actor_name"], strict=True)}
    groups = styles(names, {}, families or registry_families(registry or Registry.load(), names))
    headline = title or "Reported presence of armed groups"
    with rc_context({**_SETTINGS}):
        figure = _Sheet(presence, groups, _ground(presence, boundaries), boundaries).drawn()
        _write_head(figure, headline, _day(presence, as_of))
        _write_foot(figure)
    return StaticMap(figure, plain(headline, 200))


def _day(presence: pd.DataFrame, as_of: date | None) -> str:
    newest = pd.to_datetime(presence["last_reported"]).max() if len(presence) else pd.NaT
    day = as_of or (None if pd.isna(newest) else newest.date())
    return f"Data as of {day.isoformat()}" if day else "Reports without a date"


def _ground(presence: GeoDataFrame, boundaries: BoundaryFrames) -> Ground:
    """Return what lies under every panel, simplified for print."""
    shown = presence[presence["admin1_code"].notna() & presence.geometry.notna()]
    per_area = shown.drop_duplicates("admin1_code")
    weights = per_area["admin1_code"].map(shown["admin1_code"].value_counts())
    wholes = _wholes(presence, boundaries)
    view = frame_around(list(per_area.geometry), list(wholes.values()), list(weights))
    near = boundaries.frame[boundaries.frame.geometry.intersects(view.box)]
    simple = shapely.coverage_simplify(near.geometry.to_numpy(), view.longest * _DETAIL)
    cut = shapely.intersection(simple, view.grown(0.02).box)
    shapes = zip(near["admin1_code"], cut, strict=True)
    countries = pd.Series(simple).groupby(near["country_iso2"].to_numpy())
    joined = {str(iso): shapely.union_all(list(group), grid_size=_JOIN) for iso, group in countries}
    land: list[Any] = []
    if boundaries.is_own:
        joined = whole_countries(boundaries, view)
        land = [shapely.intersection(shape, view.grown(0.02).box) for shape in joined.values()]
    disputed = shapely.intersection(boundaries.disputed.geometry.to_numpy(), view.box)
    return Ground(
        view=view,
        provinces=[*land, *cut],
        borders=[shapely.intersection(shape.boundary, view.box) for shape in joined.values()],
        disputed=[line for line in disputed if not line.is_empty],
        names=_country_names(joined, view, boundaries),
        shapes={code: shape for code, shape in shapes if isinstance(code, str)},
        countries={iso: shapely.intersection(shape, view.box) for iso, shape in joined.items()},
    )


def _wholes(presence: pd.DataFrame, boundaries: BoundaryFrames) -> dict[str, Any]:
    isos = set(presence.loc[presence["admin1_code"].isna(), "country_iso2"].dropna())
    frame = boundaries.countries
    wanted = frame[frame["country_iso2"].isin(isos)]
    return dict(zip(wanted["country_iso2"], wanted.geometry, strict=True))


def _country_names(
    joined: Mapping[str, Any], view: Bounds, boundaries: BoundaryFrames
) -> dict[str, tuple[str, float, float]]:
    """Return the names of the countries that have room for one in the view."""
    frame = boundaries.countries
    names = dict(zip(frame["country_iso2"], frame["country_name"], strict=True))
    out = {}
    for iso, shape in joined.items():
        part = shapely.intersection(shape, view.box)
        if part.area > view.box.area / 60:
            largest = max(shapely.get_parts(part), key=shapely.area)
            x, y = shapely.maximum_inscribed_circle(largest, 0.1).coords[0]
            out[iso] = (str(names.get(iso, iso)), x, y)
    return out


@dataclass(frozen=True, eq=False)
class _Sheet:
    """The panels of a figure and where they stand."""

    presence: GeoDataFrame
    groups: Sequence[ActorStyle]
    ground: Ground
    boundaries: BoundaryFrames

    def drawn(self) -> Figure:
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - slow to import
        from matplotlib.figure import Figure  # noqa: PLC0415 - slow to import

        count = max(len(self.groups), 1)
        columns = min(_COLUMNS, math.ceil(math.sqrt(count)))
        rows = math.ceil(count / columns)
        wide = (_WIDTH - 2 * _SIDE - (columns - 1) * _GAP) / columns
        tall = min(wide / self.ground.aspect, wide * 1.3)
        height = _TOP + _BOTTOM + rows * (tall + _HEAD + _GAP)
        figure = Figure(figsize=(_WIDTH, height), facecolor="white")
        FigureCanvasAgg(figure)
        for number, group in enumerate(self.groups):
            row, column = divmod(number, columns)
            left = _SIDE + column * (wide + _GAP)
            bottom = height - _TOP - row * (tall + _HEAD + _GAP) - _HEAD - tall
            box = (left / _WIDTH, bottom / height, wide / _WIDTH, tall / height)
            self._panel(figure.add_axes(box), group, (wide, tall))
        return figure

    def _panel(self, axes: Axes, group: ActorStyle, size: tuple[float, float]) -> None:
        rows = self.presence[self.presence["actor_id"] == group.actor_id]
        draw_ground(axes, self.ground)
        at_country = rows[rows["admin1_code"].isna()]
        for iso in at_country["country_iso2"].dropna():
            if iso in self.ground.countries:
                draw_country(axes, self.ground.countries[iso])
        placed = rows[rows["admin1_code"].notna()]
        signs = [sign for sign in map(self._sign, placed.itertuples()) if sign]
        for sign in sorted(signs, key=lambda s: -STATUSES.index(s.status)):
            draw_sign(axes, sign, group.hue, group.angle, self.ground.view)
        draw_names(axes, self.ground, signs, size[0])
        pairs = zip(placed["admin1_code"], placed["admin1_name"], strict=True)
        outside = [str(name) for code, name in pairs if code not in self.ground.shapes]
        _write_name(axes, group, len(placed), size)
        _write_notes(axes, self._notes(at_country, outside), size[0])

    def _sign(self, row: Any) -> Sign | None:
        shape = self.ground.shapes.get(row.admin1_code)
        name = "" if pd.isna(row.admin1_name) else str(row.admin1_name)
        return shape and Sign(name, row.status, int(row.n_sources), shape)

    def _notes(self, at_country: pd.DataFrame, outside: Sequence[str]) -> list[str]:
        frame = self.boundaries.countries
        known = dict(zip(frame["country_iso2"], frame["country_name"], strict=True))
        countries = [str(known.get(iso, iso)) for iso in at_country["country_iso2"].dropna()]
        parts = (("No closer than a country", countries), ("Outside this view", outside))
        return [f"{what}: {_listed(names)}" for what, names in parts if names]


def _write_name(axes: Axes, group: ActorStyle, count: int, size: tuple[float, float]) -> None:
    """Write family, name and number of provinces above a panel of so many inches."""
    wide, tall = size
    place: dict[str, Any] = {"transform": axes.transAxes, "parse_math": False}
    many = f"{count} province{'' if count == 1 else 's'}"
    family = plain(group.family, int((wide - _COUNT_ROOM) / _FAMILY_LETTER)).upper()
    name = plain(group.name, int(wide / _NAME_LETTER))
    colour = HUES[group.hue][1]
    high, low = 1 + 0.25 / tall, 1 + 0.07 / tall
    axes.text(0, high, family, fontsize=6, color=colour, fontweight="bold", **place)
    axes.text(0, low, name, fontsize=8.5, color=INK, fontweight="bold", **place)
    axes.text(1, high, many, fontsize=6.5, color=INK_2, ha="right", **place)


def _write_notes(axes: Axes, notes: Sequence[str], wide: float) -> None:
    """Write into a panel of a width in inches what it cannot show."""
    if not notes:
        return
    letters = int(wide / _NOTE_LETTER)
    text = "\n".join(line for note in notes for line in textwrap.wrap(note, letters))
    box = {"facecolor": "white", "alpha": 0.85, "edgecolor": "none", "pad": 2}
    place: dict[str, Any] = {
        "transform": axes.transAxes,
        "parse_math": False,
        "zorder": 12,
        "bbox": box,
    }
    axes.text(0.02, 0.02, text, fontsize=5.8, color=INK, **place)


def _listed(names: Sequence[str]) -> str:
    """Return the first names, and how many more there are."""
    shown = ", ".join(plain(name, 24) for name in names[:_NOTE_NAMES])
    more = len(names) - _NOTE_NAMES
    return f"{shown} and {more} more" if more > 0 else shown


def _write_head(figure: Figure, title: str, day: str) -> None:
    height = figure.get_figheight()
    place: dict[str, Any] = {"parse_math": False, "va": "top"}
    left = _SIDE / _WIDTH
    shown = plain(title, 80)
    figure.text(left, 1 - 0.28 / height, shown, fontsize=16, color=INK, fontweight="bold", **place)
    line = f"{day}.  {CAVEAT}"
    figure.text(left, 1 - 0.6 / height, line, fontsize=8.5, color=INK_2, **place)


def _write_foot(figure: Figure) -> None:
    """Draw the key of the signs and write who made the data."""
    height = figure.get_figheight()
    key = figure.add_axes((_SIDE / _WIDTH, 0.78 / height, 1 - 2 * _SIDE / _WIDTH, 0.26 / height))
    view = Bounds(0.0, 0.0, 0.26, _WIDTH - 2 * _SIDE)
    key.set_xlim(view.west, view.east)
    key.set_ylim(view.south, view.north)
    key.set_axis_off()
    at = 0.02
    for status, meaning in _SAMPLES:
        shape = shapely.box(at, 0.04, at + 0.34, 0.22)
        draw_sign(key, Sign("", status, 2, shape), 6, 45, view)
        key.text(at + 0.42, 0.13, meaning, fontsize=7.5, color=INK, va="center")
        at += 0.42 + 0.06 * len(meaning) + 0.3
    draw_country(key, shapely.box(at, 0.04, at + 0.34, 0.22))
    key.text(at + 0.42, 0.13, "country only", fontsize=7.5, color=INK, va="center")
    at += 0.42 + 0.06 * len("country only") + 0.3
    middle = [shapely.linestrings([[at, 0.13], [at + 0.34, 0.13]])]
    draw_disputed(key, middle, BORDER)
    key.text(at + 0.42, 0.13, "disputed border", fontsize=7.5, color=INK, va="center")
    lines = "\n".join(plain(line, 190) for line in data_credits())
    figure.text(
        _SIDE / _WIDTH, 0.68 / height, lines, fontsize=5.6, color=INK_2, va="top", linespacing=1.35
    )
