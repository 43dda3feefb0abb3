"""Nominatim, Photon and GeoNames on 127.0.0.1: their own formats, and faults when asked for."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

Params = dict[str, list[str]]


@dataclass(frozen=True)
class Spot:
    """A place that a fake service knows; ``osm`` is its tag, ``fcode`` GeoNames' code."""

    name: str
    latitude: float
    longitude: float
    country: str = "af"
    osm: tuple[str, str] = ("place", "village")
    unit: str = "village"
    fcode: str = "PPL"
    number: int = 4711
    names: tuple[str, ...] = ()

    def answers_to(self, words: str) -> bool:
        names = (self.name, self.name.split()[0], *self.names)
        return words.casefold() in {name.casefold() for name in names}


#: Invented villages at real places: in Nangarhar, Helmand, Kunar, and on the border at Torkham.
ZERAK = Spot("Zerak", 34.21, 70.61, number=1, names=("زیرک", "Zeerak"))
ZERAK_HELMAND = Spot("Zerak", 31.9, 64.6, number=2)
SPEENKALA = Spot("Speenkala", 34.8, 71.1, number=3)
GULDARA_DISTRICT = Spot(
    "Tangibala District", 34.3, 70.2, "af", ("boundary", "administrative"), "county", "ADM2", 4
)
SHOP = Spot("Zarmast", 34.3, 70.4, "af", ("shop", "supermarket"), "house", "RET", 5)
FAR_TWINS = (Spot("Karizak", 34.1, 70.2, number=6), Spot("Karizak", 34.45, 70.75, number=7))
BORDER = Spot("Towrgat", 34.125, 71.11, "af", number=8)
LAND = Spot("Nowhereland", 33.9, 67.7, "af", ("boundary", "administrative"), "country", "PCLI", 9)
PROVINCE = Spot(
    "Newprovince", 34.3, 70.3, "af", ("boundary", "administrative"), "state", "ADM1", 10
)
RIVER = Spot("Zarobo", 34.3, 70.4, "af", ("waterway", "river"), "river", "STM", 11)
SPOTS = (
    ZERAK,
    ZERAK_HELMAND,
    SPEENKALA,
    GULDARA_DISTRICT,
    SHOP,
    *FAR_TWINS,
    BORDER,
    LAND,
    PROVINCE,
    RIVER,
)


def nominatim(params: Params) -> Any:
    words, codes = params["q"][0], params.get("countrycodes", [""])[0].split(",")
    found = [s for s in SPOTS if s.answers_to(words) and codes in ([""], [s.country])]
    if params.get("bounded") == ["1"]:
        west, south, east, north = map(float, params["viewbox"][0].split(","))
        found = [s for s in found if west <= s.longitude <= east and south <= s.latitude <= north]
    return [_nominatim(spot) for spot in found]


def _nominatim(spot: Spot) -> dict[str, Any]:
    key, value = spot.osm
    return {
        "place_id": 100000 + spot.number,
        "licence": "Data © OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright",
        "osm_type": "node",
        "osm_id": spot.number,
        "lat": f"{spot.latitude:.7f}",
        "lon": f"{spot.longitude:.7f}",
        "class": key,
        "type": value,
        "place_rank": 19,
        "importance": 0.13,
        "addresstype": spot.unit,
        "name": spot.name,
        "display_name": f"{spot.name}, Afghanistan",
        "address": {spot.unit: spot.name, "country": "Afghanistan", "country_code": spot.country},
        "namedetails": {"name": spot.name, **{f"name:{n}": n for n in spot.names}},
        "boundingbox": ["34.1", "34.3", "70.5", "70.7"],
    }


def photon(params: Params) -> Any:
    found = [s for s in SPOTS if s.answers_to(params["q"][0])]
    if "bbox" in params:
        west, south, east, north = map(float, params["bbox"][0].split(","))
        found = [s for s in found if west <= s.longitude <= east and south <= s.latitude <= north]
    features = [_photon(spot) for spot in found]
    return {"features": features, "type": "FeatureCollection"}


def _photon(spot: Spot) -> dict[str, Any]:
    kinds = {"village": "city", "house": "house", "river": "other"}
    return {
        "geometry": {"coordinates": [spot.longitude, spot.latitude], "type": "Point"},
        "type": "Feature",
        "properties": {
            "osm_type": "N",
            "osm_id": spot.number,
            "osm_key": spot.osm[0],
            "osm_value": spot.osm[1],
            "type": kinds.get(spot.unit, spot.unit),
            "countrycode": spot.country.upper(),
            "country": "Afghanistan",
            "name": spot.name,
        },
    }


def geonames(params: Params) -> Any:
    if "username" not in params:
        return geonames_error(10, "Please add a username to each call.")
    codes = params.get("country")
    found = [
        s
        for s in SPOTS
        if s.answers_to(params["q"][0]) and (codes is None or s.country.upper() in codes)
    ]
    return {"totalResultsCount": len(found), "geonames": [_geonames(spot) for spot in found]}


def _geonames(spot: Spot) -> dict[str, Any]:
    groups = {"PPL": "P", "ADM2": "A", "ADM1": "A", "PCLI": "A", "STM": "H"}
    return {
        "adminCode1": "18",
        "lng": str(spot.longitude),
        "geonameId": 7000000 + spot.number,
        "toponymName": spot.name,
        "countryId": "1149361",
        "fcl": groups.get(spot.fcode, "S"),
        "population": 0,
        "countryCode": spot.country.upper(),
        "name": spot.name,
        "fclName": "city, village,...",
        "adminCodes1": {"ISO3166_2": "NAN"},
        "countryName": "Afghanistan",
        "fcodeName": {"RET": "shop", "STM": "stream"}.get(spot.fcode, "populated place"),
        "adminName1": "Nangarhar",
        "lat": str(spot.latitude),
        "fcode": spot.fcode,
    }


def geonames_error(code: int, message: str) -> Any:
    return {"status": {"message": message, "value": code}}


PATHS: dict[str, Callable[[Params], Any]] = {
    "/search": nominatim,
    "/api": photon,
    "/searchJSON": geonames,
}


@dataclass
class Asked:
    """One request as it came in."""

    path: str
    params: Params
    agent: str
    at: float


@dataclass
class FakeService:
    """A server that answers as all three services, by path.

    ``faults`` are answers to give before the right ones: a status, a text as the body, or
    ``cut`` and ``hang``.
    """

    asked: list[Asked] = field(default_factory=list)
    faults: list[int | str] = field(default_factory=list)
    always: int | str | None = None

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def names(self) -> list[str]:
        """The toponyms asked for, in order."""
        return [one.params["q"][0] for one in self.asked]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                params = parse_qs(parts.query)
                agent = self.headers["User-Agent"]
                service.asked.append(Asked(parts.path, params, agent, time.monotonic()))
                fault = service.faults.pop(0) if service.faults else service.always
                if fault == "cut":
                    self.connection.close()
                elif fault == "hang":
                    time.sleep(0.6)
                elif isinstance(fault, int):
                    self._send(fault, "<html><body>No\n</body></html>")
                else:
                    body = fault if fault is not None else json.dumps(PATHS[parts.path](params))
                    self._send(200, body)

            def _send(self, status: int, body: str) -> None:
                data = body.encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                """Stay quiet."""

        return Handler
