"""The styles in the GeoPackage, read as XML and from the table in which QGIS looks for them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from fakes import claim
from lxml import etree
from scenes import boundaries

from geo.presence import presence
from geo.records import Polarity
from geo.schema import Status, claims_frame
from maps.flat import layers
from maps.geopackage import write_geopackage
from maps.layers import actor_styles
from maps.qgis import claims_style, presence_style, provinces_style
from maps.safe import xml_text
from maps.style import HUES, ActorStyle

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

HOSTILE = ActorStyle("unlisted:o'neill\\' or 1=1 --<&", "<b>\x00O'Neill</b>", "O", "Other", 3, 90)
CLAIMS = claims_frame([claim(), claim(actor_id="ttp", actor_name="Tehrik-i-Taliban Pakistan")])
PRESENCE = presence(CLAIMS, boundaries=boundaries())
ACTORS = (*actor_styles(PRESENCE, CLAIMS), HOSTILE)


def rows(field: str, signs: Iterable[str]) -> pd.DataFrame:
    """Return a row a group and sign."""
    pairs = [(xml_text(actor.actor_id), sign) for actor in ACTORS for sign in signs]
    return pd.DataFrame(pairs, columns=["actor_id", field])


EVERY_STATUS, EVERY_POLARITY = rows("status", Status), rows("polarity", Polarity)


def parsed(qml: str) -> Any:
    return etree.fromstring(qml)


def rule_groups(root: Any) -> list[Any]:
    return list(root.find("renderer-v2/rules"))


def prop(layer: Any, name: str) -> str:
    return str(layer.find(f"prop[@k='{name}']").get("v"))


@pytest.mark.parametrize(
    ("style", "every", "signs"),
    [(presence_style, EVERY_STATUS, Status), (claims_style, EVERY_POLARITY, Polarity)],
)
def test_a_rule_a_group_and_under_it_one_a_sign(style: Any, every: Any, signs: Any) -> None:
    field = every.columns[1]
    root = parsed(style(ACTORS, every))
    groups = rule_groups(root)
    names = [*(actor.name for actor in ACTORS[:-1]), "<b>\ufffdO'Neill</b>"]
    assert [group.get("label") for group in groups] == names
    for group in groups:
        assert [rule.get("label") for rule in group] == [sign.value for sign in signs]
        filters = [f"\"{field}\" = '{sign.value}'" for sign in signs]
        assert [rule.get("filter") for rule in group] == filters
    symbols = {symbol.get("name") for symbol in root.find("renderer-v2/symbols")}
    assert symbols == {rule.get("symbol") for group in groups for rule in group}


def test_what_no_row_has_is_not_in_the_legend() -> None:
    few = pd.DataFrame({"actor_id": ["ttp", "ttp"], "status": ["denied only", "reported"]})
    (group,) = rule_groups(parsed(presence_style(ACTORS, few)))
    assert [rule.get("label") for rule in group] == ["reported", "denied only"]
    assert rule_groups(parsed(presence_style(ACTORS, few[:0]))) == []


def test_an_id_is_quoted_as_qgis_reads_it() -> None:
    (last,) = rule_groups(parsed(presence_style(ACTORS, EVERY_STATUS)))[-1:]
    assert last.get("filter") == "\"actor_id\" = 'unlisted:o''neill\\\\'' or 1=1 --<&'"


def test_colours_and_stripes_are_those_of_the_map() -> None:
    root = parsed(presence_style(ACTORS, EVERY_STATUS))
    symbols = {one.get("name"): one for one in root.find("renderer-v2/symbols")}
    for actor, group in zip(ACTORS, rule_groups(root), strict=True):
        red, green, blue = bytes.fromhex(HUES[actor.hue][1][1:])
        for rule in group:
            fill, *stripes = symbols[rule.get("symbol")].findall("layer")
            assert prop(fill, "outline_color") == f"{red},{green},{blue},255"
            for stripe in stripes:
                assert float(prop(stripe, "angle")) == actor.angle
                assert prop(stripe.find("symbol/layer"), "line_color").startswith(f"{red},{green}")


def test_hedged_and_denied_are_told_apart() -> None:
    root = parsed(presence_style(ACTORS[:1], EVERY_STATUS))
    symbols = root.find("renderer-v2/symbols")
    (group,) = rule_groups(root)
    seen = {}
    for rule, symbol in zip(group, symbols, strict=True):
        fill, *stripes = symbol.findall("layer")
        seen[rule.get("label")] = prop(fill, "style"), prop(fill, "outline_style"), len(stripes)
    assert seen == {
        "reported": ("solid", "solid", 1),
        "hedged only": ("no", "dash", 1),
        "conflicting": ("no", "dot", 1),
        "denied only": ("no", "dash dot", 0),
        "historical only": ("no", "dash dot", 0),
    }
    dots = parsed(claims_style(ACTORS[:1], EVERY_POLARITY)).findall(
        "renderer-v2/symbols/symbol/layer"
    )
    looks = {(prop(dot, "name"), prop(dot, "color"), prop(dot, "outline_color")) for dot in dots}
    assert len(looks) == len(Polarity)


def test_qgis_finds_a_default_style_of_every_layer(tmp_path: Path) -> None:
    write_geopackage(tmp_path / "a.gpkg", layers(CLAIMS, PRESENCE, boundaries()), ACTORS)
    with closing(sqlite3.connect(tmp_path / "a.gpkg")) as base:
        found = base.execute(
            "SELECT f_table_name, f_geometry_column, styleQML, useAsDefault FROM layer_styles"
        ).fetchall()
        shapes = dict(base.execute("SELECT table_name, column_name FROM gpkg_geometry_columns"))
        changed = {day for (day,) in base.execute("SELECT last_change FROM gpkg_contents")}
        (version,) = base.execute("PRAGMA user_version").fetchone()
    assert {name: column for name, column, _, _ in found} == shapes
    assert all(default == 1 for *_, default in found)
    styles = {name: qml for name, _, qml, _ in found}
    assert styles == {
        "claims": claims_style(ACTORS, CLAIMS),
        "presence": presence_style(ACTORS, PRESENCE),
        "provinces": provinces_style(),
    }
    assert changed == {"2025-12-12T00:00:00.000Z"}, "the day of the newest report"
    assert version == 10200
