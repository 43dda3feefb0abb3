"""Publishers on 127.0.0.1: GeoNames' dumps and geoBoundaries' API, in their real formats."""

from __future__ import annotations

import io
import json
import threading
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = 1_764_000_000  # what the server says its files are of
JSON, ZIP = "application/json", "application/zip"


@dataclass
class Site:
    """What a server has, how it fails, and what it was asked.

    ``cut`` is how many bytes of a file it sends before it hangs up, once for each entry.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    cut: dict[str, list[int]] = field(default_factory=dict)
    status: dict[str, int] = field(default_factory=dict)
    asked: list[tuple[str, str, str | None]] = field(default_factory=list)
    resumes: bool = True
    url: str = ""


@contextmanager
def serving(site: Site) -> Iterator[Site]:
    """Serve a site on a free port of 127.0.0.1."""
    handler = type("Handler", (_Handler,), {"site": site})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    site.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    site: Site
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(body=True)

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def _answer(self, *, body: bool) -> None:
        site, path = self.site, self.path
        site.asked.append((self.command, path, self.headers.get("Range")))
        status = site.status.get(path, 200 if path in site.files else 404)
        content = site.files.get(path, b"") if status == 200 else b""
        mark = f'"{sha256(content).hexdigest()[:12]}"'
        begun = self._begun(mark, content)
        self.send_response(206 if begun else status)
        self.send_header("ETag", mark)
        self.send_header("Last-Modified", formatdate(DAY, usegmt=True))
        self.send_header("Content-Length", str(len(content) - begun))
        self.end_headers()
        if body:
            self._send(path, content[begun:])

    def _begun(self, mark: str, content: bytes) -> int:
        wanted = self.headers.get("Range")
        if not (wanted and self.site.resumes and self.headers.get("If-Range") == mark):
            return 0
        begun = int(wanted.removeprefix("bytes=").rstrip("-"))
        return begun if begun < len(content) else 0

    def _send(self, path: str, content: bytes) -> None:
        cuts = self.site.cut.get(path)
        if cuts:
            self.wfile.write(content[: cuts.pop(0)])
            self.close_connection = True
        else:
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Row:
    """One place of a dump."""

    geonameid: int
    name: str
    latitude: float
    longitude: float
    feature: str = "PPL"
    admin1: str = "18"  # Nangarhar in GeoNames' own code
    names: tuple[tuple[str, str], ...] = ()  # language, name
    population: int = 0
    country: str = "AF"

    @property
    def line(self) -> str:
        """The nineteen columns."""
        group = {"P": "P", "A": "A"}.get(self.feature[0], "T")
        columns = (
            *(self.geonameid, self.name, self.name, "", self.latitude, self.longitude),
            *(group, self.feature, self.country, "", self.admin1, "", "", "", self.population),
            *("", 1800, "Asia/Kabul", "2024-01-15"),
        )
        return "\t".join(map(str, columns))


def zipped(name: str, lines: list[str]) -> bytes:
    """Return a zip as GeoNames makes it; the same lines give the same bytes."""
    buffer = io.BytesIO()
    rows = "".join(f"{line}\n" for line in lines)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, text in ((name, rows), ("readme.txt", "Readme")):
            archive.writestr(zipfile.ZipInfo(member, (2026, 11, 24, 0, 0, 0)), text)
    return buffer.getvalue()


def geonames(rows: list[Row], country: str = "AF") -> dict[str, bytes]:
    """Return the files of a country below ``export/dump``."""
    names = [
        f"{number}\t{row.geonameid}\t{language}\t{name}\t\t\t\t\t\t"
        for number, (row, language, name) in enumerate(
            ((row, *one) for row in rows for one in row.names), start=1
        )
    ]
    return {
        f"/{country}.zip": zipped(f"{country}.txt", [row.line for row in rows]),
        f"/alternatenames/{country}.zip": zipped(f"{country}.txt", names),
    }


def geoboundaries(
    url: str, iso3: str, level: str, areas: list[tuple[str, str, list[list[float]]]]
) -> dict[str, bytes]:
    """Return the API's answer and the GeoJSON of areas (name, ISO code, ring)."""
    path = f"/wmgeolab/geoBoundaries/raw/9469f09/releaseData/gbOpen/{iso3}/{level}"
    name = f"geoBoundaries-{iso3}-{level}.geojson"
    answer = {
        "boundaryID": f"{iso3}-{level}-12345678",
        "boundaryName": "Afghanistan",
        "boundaryISO": iso3,
        "boundaryYearRepresented": "2020",
        "boundaryType": level,
        "boundaryCanonical": "Unknown",
        "boundarySource": "Example Survey Office",
        "boundaryLicense": "Creative Commons Attribution 4.0 International (CC BY 4.0)",
        "buildDate": "Dec 12, 2023",
        "admUnitCount": str(len(areas)),
        "gjDownloadURL": f"{url}{path}/{name}",
    }
    features = [
        {
            "type": "Feature",
            "properties": {
                "shapeName": area,
                "shapeISO": iso,
                "shapeID": f"{number:08d}B12345678",
                "shapeGroup": iso3,
                "shapeType": level,
            },
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for number, (area, iso, ring) in enumerate(areas)
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    document = {"type": "FeatureCollection", "crs": crs, "features": features}
    return {
        f"/api/{iso3}/{level}/": json.dumps(answer).encode(),
        f"{path}/{name}": json.dumps(document).encode(),
    }
