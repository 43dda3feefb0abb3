"""The page as one file: inlined browser files, and a policy that forbids every request.

`PageFigure` takes the place of branca's Figure around a map, so that every way out of Folium
(``save``, ``get_root().render()``, the display in a notebook) gives the same page.
"""

from __future__ import annotations

import base64
import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from branca.element import CssLink, Element, Figure, JavascriptLink

from geo import tables
from maps.safe import attribute, checked_script, csp_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

AssetMode = Literal["inline", "cdn"]

_PACKAGE = Path(__file__).resolve().parent
_FOLDERS = (_PACKAGE / "assets", _PACKAGE.parent / "data" / "assets")
#: Folium loads these for every map; they are kept only where a script on the page uses them.
_USED_WHEN = {
    "jquery": r"\$\(",
    "bootstrap": r"\.(?:modal|collapse|dropdown)\(",
    "bootstrap_css": r"AwesomeMarkers",
    "awesome_markers": r"AwesomeMarkers",
    "awesome_markers_css": r"AwesomeMarkers",
    "awesome_markers_font_css": r"AwesomeMarkers",
    "awesome_rotate_css": r"AwesomeMarkers",
    "glyphicons_css": r"AwesomeMarkers",
}


@dataclass(frozen=True)
class Assets:
    """The browser files that are inlined, by the address that Folium gives them."""

    scripts: Mapping[str, str]
    sheets: Mapping[str, str]
    licence: str
    images: Mapping[str, str]

    @cached_property
    def icon_script(self) -> str:
        """Lets Leaflet's default marker do without image files."""
        icon, shadow = self.images["marker-icon.png"], self.images["marker-shadow.png"]
        return (
            'L.Icon.Default.imagePath="";L.Icon.Default.mergeOptions('
            f'{{iconUrl:"{icon}",iconRetinaUrl:"{icon}",shadowUrl:"{shadow}"}});'
        )


def load_assets(folders: Iterable[Path] = _FOLDERS) -> Assets | None:
    """Read the browser files from the installed package or the checkout.

    Returns
    -------
    Assets or None
        None where one is missing or is not the one pinned in ``assets.toml``; the page is
        then made with CDN links, and the caller says so.
    """
    manifest = tables.source("assets.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(manifest)["asset"]
    for folder in folders:
        found = {entry["name"]: _read(folder, entry) for entry in entries}
        complete = {name: content for name, content in found.items() if content is not None}
        if len(complete) == len(entries):
            return _assets(complete, {entry["name"]: entry["cdn"] for entry in entries})
    return None


def _read(folder: Path, entry: Mapping[str, str]) -> bytes | None:
    path = folder / entry["name"]
    content = path.read_bytes() if path.is_file() else b""
    right = hashlib.sha256(content).hexdigest() == entry["sha256"]
    return content if right else None


def _assets(found: Mapping[str, bytes], addresses: Mapping[str, str]) -> Assets:
    images = {
        name: f"data:image/png;base64,{base64.b64encode(content).decode()}"
        for name, content in found.items()
        if name.endswith(".png")
    }
    scripts = {
        addresses[name]: checked_script(_without_map(content.decode()))
        for name, content in found.items()
        if name.endswith(".js")
    }
    sheets = {
        addresses[name]: _with_images(content.decode(), images)
        for name, content in found.items()
        if name.endswith(".css")
    }
    return Assets(scripts, sheets, found["leaflet-LICENSE"].decode(), images)


def _without_map(code: str) -> str:
    """Drop the pointer to a source map, which a browser's tools would ask for."""
    return re.sub(r"^//# sourceMappingURL=.*$", "", code, flags=re.MULTILINE)


def _with_images(sheet: str, images: Mapping[str, str]) -> str:
    """Put images into a style sheet; those that are not kept are left out."""

    def inlined(match: re.Match[str]) -> str:
        return f"url({images.get(match[1], 'data:,')})"

    return re.sub(r"url\(['\"]?images/([\w.-]+)['\"]?\)", inlined, sheet)


class PageFigure(Figure):
    """The HTML page around a map.

    Parameters
    ----------
    title
        Of the document.
    assets
        What to inline; None for CDN links.
    popup_script
        What Folium's popups need of jQuery; stands in for it where nothing else needs it.
    image_hosts
        Hosts that tiles may come from.
    """

    def __init__(
        self,
        *,
        title: str,
        assets: Assets | None,
        popup_script: str,
        image_hosts: Iterable[str] = (),
    ) -> None:
        super().__init__(title=title)
        self._id = "page"
        self.assets = assets
        self.popup_script = popup_script
        self.image_hosts = tuple(image_hosts)
        self.strict = True

    def render(self, **kwargs: Any) -> str:
        """Return the whole page.

        Folium collects what its elements render in the figure. What was collected is dropped
        again, so that a page can be rendered several times.
        """
        parts = (self.header, self.html, self.script)
        before = [part._children.copy() for part in parts]  # noqa: SLF001 - branca has no other way
        try:
            return self._rendered(kwargs)
        finally:
            for part, children in zip(parts, before, strict=True):
                part._children = children  # noqa: SLF001 - branca has no other way

    def _rendered(self, kwargs: dict[str, Any]) -> str:
        for child in self._children.values():
            child.render(**kwargs)
        script = self.script.render(**kwargs)
        head = _Head(self.assets)
        for child in self._needed(script):
            head.add(child)
        body = self.html.render(**kwargs)
        policy = self._policy(head, script)
        return (
            '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{attribute(policy)}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="referrer" content="no-referrer">\n'
            f"<title>{attribute(self.title or '')}</title>\n{self._licence()}{head.markup}</head>\n"
            f"<body>\n{body}\n<script>{script}</script>\n</body>\n</html>\n"
        )

    def _needed(self, script: str) -> list[Any]:
        """Return the elements of the head that something on the page uses."""
        children = self.header._children  # noqa: SLF001 - branca has no other way
        needed = {name: child for name, child in children.items() if _is_used(name, script)}
        plugins = [
            name
            for name, child in needed.items()
            if isinstance(child, JavascriptLink) and name not in {"leaflet", *_USED_WHEN}
        ]
        if self.assets and "jquery" in needed and not plugins:
            needed["jquery"] = OwnCode("script", self.popup_script)
        return list(needed.values())

    def _licence(self) -> str:
        if self.assets is None:
            return ""
        text = self.assets.licence.replace("--", "- -")
        return f"<!-- Leaflet 1.9.3, which this page contains:\n{text}-->\n"

    def _policy(self, head: _Head, script: str) -> str:
        """Return the Content-Security-Policy: nothing but what stands in the page.

        Scripts and sheets are let in by their hashes. Where the caller has put further
        elements on the map, inline ones are let in as such, and the hosts of their files.
        """
        inline = "'unsafe-inline'"
        strict = self.strict and not head.foreign
        scripts = [csp_hash(c) for c in (*head.scripts, script)] if strict else [inline]
        sheets = [csp_hash(c) for c in head.sheets] if strict else [inline]
        images = ["data:", *self.image_hosts]
        return "; ".join(
            (
                "default-src 'none'",
                " ".join(("script-src", *scripts, *head.script_hosts)),
                " ".join(("style-src", *sheets, *head.sheet_hosts)),
                " ".join(("img-src", *images, *(head.hosts if not strict else ()))),
                " ".join(("font-src", "data:", *(head.hosts if not strict else ()))),
                "base-uri 'none'",
                "form-action 'none'",
            )
        )


def _is_used(name: str, script: str) -> bool:
    if name == "meta_http":  # the page states its character set itself
        return False
    pattern = _USED_WHEN.get(name)
    return pattern is None or re.search(pattern, script) is not None


class _Head:
    """Collects the head's elements, inlined where the files are there."""

    def __init__(self, assets: Assets | None) -> None:
        self.assets = assets
        self.markup = ""
        self.scripts: list[str] = []
        self.sheets: list[str] = []
        self.script_hosts: list[str] = []
        self.sheet_hosts: list[str] = []
        self.foreign = False

    @property
    def hosts(self) -> list[str]:
        """All hosts that files come from."""
        return sorted({*self.script_hosts, *self.sheet_hosts})

    def add(self, child: Any) -> None:
        """Add one element of Folium's header."""
        if isinstance(child, JavascriptLink):
            self._add_script(child.url)
        elif isinstance(child, CssLink):
            self._add_sheet(child.url)
        elif isinstance(child, OwnCode):
            (self.sheets if child.tag == "style" else self.scripts).append(child.code)
            self.markup += child.render()
        else:
            self.foreign = True
            self.markup += child.render() + "\n"

    def _add_script(self, url: str) -> None:
        code = self.assets.scripts.get(url) if self.assets else None
        if code is None or self.assets is None:
            self.markup += f'<script src="{attribute(url)}"></script>\n'
            self.script_hosts.append(_host(url))
            return
        for text in (code, self.assets.icon_script):
            self.scripts.append(text)
            self.markup += f"<script>{text}</script>\n"

    def _add_sheet(self, url: str) -> None:
        sheet = self.assets.sheets.get(url) if self.assets else None
        if sheet is None:
            self.markup += f'<link rel="stylesheet" href="{attribute(url)}">\n'
            self.sheet_hosts.append(_host(url))
            return
        self.sheets.append(sheet)
        self.markup += f"<style>{sheet}</style>\n"


def _host(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


class Verbatim(Element):
    """Markup that goes into the page as it is.

    branca compiles the text of a plain Element as a template, so that ``{{ }}`` in a quote
    would be run.
    """

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.markup = markup

    def render(self, **_kwargs: Any) -> str:
        """Return the markup."""
        return self.markup


class OwnCode(Element):
    """A sheet or a script of this program in the page's head."""

    def __init__(self, tag: Literal["style", "script"], code: str) -> None:
        super().__init__()
        self.tag = tag
        self.code = checked_script(code) if tag == "script" else code

    def render(self, **_kwargs: Any) -> str:
        """Return the element."""
        return f"<{self.tag}>{self.code}</{self.tag}>\n"
