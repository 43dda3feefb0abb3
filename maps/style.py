"""Palette, stripe angles, families of groups and the background tiles.

The eight hues are those of Okabe and Ito ("Color Universal Design", 2008), chosen so that
readers with any of the common kinds of colour blindness can tell them apart. The page takes
them as CSS variables, a lighter set for dark mode.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: (name, on a light page, on a dark page), in the order in which they are given out.
HUES: tuple[tuple[str, str, str], ...] = (
    ("vermillion", "#D55E00", "#F0742A"),
    ("blue", "#0072B2", "#4A9FDB"),
    ("bluish green", "#009E73", "#1FC296"),
    ("reddish purple", "#B8558D", "#E08CBB"),
    ("orange", "#C98500", "#F2B233"),
    ("sky blue", "#3F9AD1", "#7CC8F2"),
    ("black", "#3A3A3A", "#C9CDD2"),
    ("yellow", "#A89A00", "#F0E442"),
)
#: Degrees, counter-clockwise from east; neighbours in the list are far apart.
ANGLES: tuple[float, ...] = (45, 135, 0, 90, 22.5, 112.5, 67.5, 157.5)

OTHER_FAMILY = "Other groups"
#: Families of the shipped registry, in the order of the control. An actor that stands in none
#: is put with its parent, else into `OTHER_FAMILY`.
FAMILIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Uyghur groups", ("etim", "tip", "etlf", "uyghur-militants")),
    (
        "TTP and factions",
        (
            "ttp",
            "jamaat-ul-ahrar",
            "hizb-ul-ahrar",
            "tehreek-e-jihad-pakistan",
            "hafiz-gul-bahadur-group",
            "lashkar-e-islam",
            "ittehad-ul-mujahideen-pakistan",
        ),
    ),
    ("Islamic State", ("islamic-state", "iskp", "ispp")),
    ("Al-Qaeda", ("al-qaeda", "aqis")),
    (
        "Baloch and Iranian groups",
        (
            "bla",
            "blf",
            "bra",
            "brg",
            "bras",
            "uba",
            "jaish-al-adl",
            "jmm",
            "jundallah-iran",
            "ansar-al-furqan",
        ),
    ),
    (
        "Afghan groups",
        ("taliban", "haqqani-network", "nrf", "aff", "hezb-e-islami"),
    ),
    (
        "Central Asian groups",
        ("imu", "iju", "kib", "ktj", "jamaat-ansarullah", "jundallah-uzbek"),
    ),
    (
        "Punjabi and Kashmiri groups",
        (
            "lashkar-e-jhangvi",
            "sipah-e-sahaba",
            "lashkar-e-taiba",
            "jaish-e-mohammed",
            "hizbul-mujahideen",
            "harakat-ul-mujahideen",
        ),
    ),
    ("Iran-backed groups", ("fatemiyoun", "zainebiyoun")),
)

_LONGEST_SHORT = 6
_LONGEST_WORD = 10
_FEWEST_CAPITALS = 2
_ACRONYM = re.compile(r"[A-Z][A-Za-z]*(?:-[A-Z]{1,3})?")
_PARENTHESES = re.compile(r"\([^()]*\)")
_WORDS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class ActorStyle:
    """How one group is drawn.

    Attributes
    ----------
    actor_id, name, short, family
        Id, usual name, the few letters on a chip, and the heading it stands under.
    hue
        Index into `HUES`.
    angle
        Direction of its stripes in degrees.
    """

    actor_id: str
    name: str
    short: str
    family: str
    hue: int
    angle: float


def default_families() -> dict[str, str]:
    """Return actor id -> family for the shipped registry."""
    return {actor_id: family for family, members in FAMILIES for actor_id in members}


def styles(
    names: Mapping[str, str],
    aliases: Mapping[str, Sequence[str]],
    families: Mapping[str, str] | None = None,
) -> tuple[ActorStyle, ...]:
    """Return a style for each actor, ordered by family and name.

    Parameters
    ----------
    names
        Actor id -> usual name.
    aliases
        Actor id -> other names, of which the first that is an acronym goes on chips.
    families
        Actor id -> family; the shipped grouping by default.

    Notes
    -----
    Up to eight actors have a hue each. Where there are more, a family has one, and its
    members differ by the angle of their stripes.
    """
    families = default_families() if families is None else families
    order = _family_order(families)
    ranked = sorted(
        names,
        key=lambda a: (order.get(families.get(a, OTHER_FAMILY), len(order)), names[a], a),
    )
    shorts = _shorts(ranked, names, aliases)
    used_families = list(dict.fromkeys(families.get(a, OTHER_FAMILY) for a in ranked))
    members: Counter[int] = Counter()
    out = []
    for rank, actor_id in enumerate(ranked):
        family = families.get(actor_id, OTHER_FAMILY)
        alone = len(ranked) <= len(HUES)
        hue = (rank if alone else used_families.index(family)) % len(HUES)
        step = rank if alone else members[hue]
        members[hue] += 1
        angle = ANGLES[step % len(ANGLES)]
        out.append(ActorStyle(actor_id, names[actor_id], shorts[actor_id], family, hue, angle))
    return tuple(out)


def _family_order(families: Mapping[str, str]) -> dict[str, int]:
    known = [family for family, _ in FAMILIES]
    more = sorted(set(families.values()) - set(known) - {OTHER_FAMILY})
    return {family: rank for rank, family in enumerate([*known, *more])}


def _shorts(
    ranked: Iterable[str], names: Mapping[str, str], aliases: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Return a few letters for each actor, no two the same."""
    out: dict[str, str] = {}
    taken: Counter[str] = Counter()
    for actor_id in ranked:
        short = _short(names[actor_id], aliases.get(actor_id, ()))
        taken[short] += 1
        out[actor_id] = short if taken[short] == 1 else f"{short}{taken[short]}"
    return out


def _short(name: str, aliases: Sequence[str]) -> str:
    acronym = next(filter(_is_acronym, aliases), None)
    if acronym:
        return acronym
    plain = _PARENTHESES.sub("", name).strip()
    words = _WORDS.findall(plain)
    capitals = [word[0] for word in words if word[0].isupper()]
    # "Jaish-e-Mohammed" is JeM, not JM; "Islamic State in Pakistan" is ISP.
    letters = capitals if len(capitals) > _FEWEST_CAPITALS else [word[0] for word in words]
    short = "".join(letters)[:_LONGEST_SHORT]
    return short if len(capitals) >= _FEWEST_CAPITALS else plain.split(" ")[0][:_LONGEST_WORD]


def _is_acronym(text: str) -> bool:
    capitals = sum(c.isupper() for c in text)
    return (
        len(text) <= _LONGEST_SHORT
        and capitals >= _FEWEST_CAPITALS
        and _ACRONYM.fullmatch(text) is not None
    )


def palette_css() -> str:
    """Return the hues as CSS variables and classes, for light and dark pages."""
    light = "".join(f"--hue-{i}:{hue[1]};" for i, hue in enumerate(HUES))
    dark = "".join(f"--hue-{i}:{hue[2]};" for i, hue in enumerate(HUES))
    classes = "".join(f".hue-{i}{{--hue:var(--hue-{i})}}" for i in range(len(HUES)))
    return (
        f":root{{{light}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root:not(.pm-printing){{{dark}}}}}\n"
        f"{classes}\n"
    )
