"""Hues, angles, letters and families."""

from __future__ import annotations

import re

import pytest

from geo.actors import Registry
from maps import style


def test_up_to_eight_actors_have_a_hue_each() -> None:
    names = {f"group-{n}": f"Group {n}" for n in range(8)}
    drawn = style.styles(names, {})
    assert sorted(s.hue for s in drawn) == list(range(8))


def test_more_share_the_family_hue_and_differ_by_angle() -> None:
    registry = Registry.load()
    names = {actor_id: actor.name for actor_id, actor in registry.actors.items()}
    drawn = style.styles(names, {})
    assert {s.hue for s in drawn if s.family == "Uyghur groups"} == {drawn[0].hue}
    for family in {s.family for s in drawn}:
        angles = [s.angle for s in drawn if s.family == family]
        assert len(set(angles)) == min(len(angles), len(style.ANGLES)), family


def test_no_two_actors_have_the_same_letters() -> None:
    registry = Registry.load()
    names = {actor_id: actor.name for actor_id, actor in registry.actors.items()}
    aliases = {actor_id: actor.aliases for actor_id, actor in registry.actors.items()}
    shorts = [s.short for s in style.styles(names, aliases)]
    assert len(set(shorts)) == len(shorts)
    assert {"TTP", "ISKP", "BLA", "ETIM", "JuA", "LeT", "JeM"} <= set(shorts)


@pytest.mark.parametrize(
    ("name", "aliases", "short"),
    [
        ("Tehrik-i-Taliban Pakistan", ("Pakistani Taliban", "TTP"), "TTP"),
        ("Tehrik-i-Taliban Pakistan", (), "TTP"),
        ("Jaish al-Adl", ("Army of Justice",), "JaA"),
        ("Haqqani Network", (), "HN"),
        ("Al-Qaeda", (), "AQ"),
        ("Jundullah (Central Asian)", (), "Jundullah"),
        ("الشباب", (), "الشباب"),
        ("", (), ""),
    ],
)
def test_letters_on_a_chip(name: str, aliases: tuple[str, ...], short: str) -> None:
    assert style.styles({"x": name}, {"x": aliases})[0].short == short


def test_every_actor_of_the_registry_has_a_family_or_is_named_as_other() -> None:
    registry = Registry.load()
    known = style.default_families()
    assert set(known) <= set(registry.actors), "a family names an actor that is gone"


def test_the_palette_is_in_the_page_for_light_and_dark() -> None:
    css = style.palette_css()
    for name, light, dark in style.HUES:
        assert light in css, name
        assert dark in css, name
    assert len(re.findall(r"\.hue-\d+\{", css)) == len(style.HUES)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("column", "ground"), [(1, "#f6f3ec"), (2, "#262b30")])
def test_edges_are_seen_on_the_land(column: int, ground: str) -> None:
    """Graphic objects have a contrast of 3 to 1 on a dark page and, on a light one, 2.5."""
    low = 3.0 if column == 2 else 2.5
    for hue in style.HUES:
        one, other = sorted((_luminance(hue[column]), _luminance(ground)))
        assert (other + 0.05) / (one + 0.05) >= low, hue[0]
