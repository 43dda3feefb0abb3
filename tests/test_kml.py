"""KML as an XML parser reads it: what Google Earth would take for markup, and what it draws."""

from __future__ import annotations

from datetime import date
from typing import Any

import hypothesis
import pytest
from fakes import claim
from hypothesis import strategies as st
from lxml import etree
from scenes import boundaries

from geo.presence import presence
from geo.records import Polarity
from geo.schema import claims_frame
from maps.flat import layers
from maps.kml import kml
from maps.layers import actor_styles
from maps.safe import balloon, xml_text
from maps.style import HUES

SPACE = {"k": "http://www.opengis.net/kml/2.2"}
HOSTILE = "<script>alert('1')</script> ]]> &amp; $[title] \x00\x0b\r\n"


def document(*changes: dict[str, object]) -> Any:
    claims = claims_frame([claim(**change) for change in changes])
    rows = presence(claims, boundaries=boundaries())
    flat = layers(claims, rows, boundaries())
    return etree.fromstring(kml(flat, actor_styles(rows, claims)))


def texts(root: Any, path: str) -> list[str]:
    return [found.text or "" for found in root.findall(path, SPACE)]


def test_a_folder_a_group_of_presence_and_of_claims() -> None:
    root = document({}, {"actor_id": "ttp", "actor_name": "TTP"}, {"admin1_code": None})
    assert texts(root, "k:Document/k:Folder/k:name") == ["presence", "claims"]
    assert texts(root, "k:Document/k:Folder/k:Folder/k:name") == [
        "East Turkestan Islamic Movement: presence",
        "TTP: presence",
        "East Turkestan Islamic Movement: claims",
        "TTP: claims",
    ]
    assert len(root.findall(".//k:Placemark", SPACE)) == 3 + 3
    assert len(root.findall(".//k:MultiGeometry", SPACE)) == 2


def test_a_group_of_any_id_has_its_rows() -> None:
    root = document({"actor_id": "unlisted:\x0b<a>", "actor_name": "A\x0b"}, {})
    assert len(root.findall(".//k:Placemark", SPACE)) == 4
    assert "unlisted:\ufffd<a>" in texts(root, ".//k:SimpleData[@name='actor_id']")


def test_hostile_text_is_text_and_never_markup() -> None:
    root = document({"quote": HOSTILE, "title": HOSTILE, "place_name": HOSTILE})
    for text in texts(root, ".//k:description"):
        assert "<script" not in text
        assert "$[" not in text, "Google Earth would put a column in, unescaped"
        shown = {element.tag for element in etree.HTML(f"<p>{text}</p>").iter()}
        assert shown <= {"html", "body", "p", "br"}
    assert xml_text(HOSTILE) in texts(root, ".//k:SimpleData[@name='quote']")
    assert set(texts(root, ".//k:BalloonStyle/k:text")) == {"$[description]"}


@hypothesis.given(st.text(st.characters(codec="utf-8"), max_size=60))
@hypothesis.settings(deadline=None, max_examples=100)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    shown = etree.HTML(f"<p>{balloon([text, text])}</p>")
    assert {element.tag for element in shown.iter()} <= {"html", "body", "p", "br"}
    element = etree.Element("a")
    element.text = xml_text(text)
    assert (etree.fromstring(etree.tostring(element)).text or "") == xml_text(text)


@pytest.mark.parametrize(
    ("published", "time"),
    [([1, 1], ["when"]), ([1, 28], ["begin", "end"]), ([None, None], [])],
)
def test_presence_has_the_span_of_its_reports(published: list[int | None], time: list[str]) -> None:
    days = [date(2025, 2, day) if day else None for day in published]
    root = document(*({"published": day, "document_id": str(n)} for n, day in enumerate(days)))
    (place,) = root.findall("k:Document/k:Folder[1]//k:Placemark", SPACE)
    found = place.xpath("k:TimeStamp/* | k:TimeSpan/*", namespaces=SPACE)
    assert [etree.QName(element).localname for element in found] == time
    assert [element.text for element in found] == [f"{day}" for day in days[: len(time)] if day]


def test_styles_have_the_colours_of_the_map_and_tell_denied_apart() -> None:
    root = document({}, {"polarity": Polarity.DENIED, "admin1_code": "AF-KAB"})
    ids = {style.get("id") for style in root.findall("k:Document/k:Style", SPACE)}
    used = {url.removeprefix("#") for url in texts(root, ".//k:styleUrl")}
    assert used == {"hue-0-reported", "hue-0-denied-only", "hue-0-asserted", "hue-0-denied"}
    assert used < ids
    red, green, blue = (HUES[0][1][i : i + 2].lower() for i in (1, 3, 5))
    style = {one.get("id"): one for one in root.findall("k:Document/k:Style", SPACE)}
    for name, fill in (("hue-0-reported", "1"), ("hue-0-denied-only", "0")):
        assert texts(style[name], "k:LineStyle/k:color") == [f"ff{blue}{green}{red}"]
        assert texts(style[name], "k:PolyStyle/k:fill") == [fill]
