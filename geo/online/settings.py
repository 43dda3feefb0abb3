"""Which online service is asked, how, and what a question to it says.

What leaves the machine is what a :class:`Question` holds and nothing else: the toponym, and the
country and the province that it should lie in (as a country's code and a box of degrees). No
sentence, no actor, no title, no file name.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from geo.cache import folder
from geo.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from geo.records import PlaceKind, Resolution

PROGRAM = "presence-mapper"
EXPIRY_DAYS = 90.0
NEGATIVE_DAYS = 7.0
# One request a second is the most that Nominatim's usage policy allows
# (https://operations.osmfoundation.org/policies/nominatim/); the others are treated alike.
_PAUSE = 1.0
_LEAST_WAIT, _PAUSES_AFTER_FAULT = 0.5, 5


class Service(StrEnum):
    """A service that geopy knows and that needs no contract."""

    NOMINATIM = "nominatim"
    PHOTON = "photon"
    GEONAMES = "geonames"


_URLS = {
    Service.NOMINATIM: "https://nominatim.openstreetmap.org",
    Service.PHOTON: "https://photon.komoot.io",
    Service.GEONAMES: "https://secure.geonames.org",
}
_OSM = "\N{COPYRIGHT SIGN} OpenStreetMap contributors, ODbL 1.0, https://osm.org/copyright"
_ATTRIBUTIONS = {
    Service.NOMINATIM: f"Places found by Nominatim: {_OSM}",
    Service.PHOTON: f"Places found by Photon: {_OSM}",
    Service.GEONAMES: "Places found by GeoNames, https://www.geonames.org, CC BY 4.0",
}


def attribution(source: str) -> str | None:
    """Return the line that answers of a service have to be shown with; None for other sources."""
    return _ATTRIBUTIONS[Service(source)] if source in set(Service) else None


@dataclass(frozen=True, slots=True)
class Online:
    """An online service, and how it is asked.

    Attributes
    ----------
    service
        ``nominatim``, ``photon`` or ``geonames``.
    contact
        An e-mail address or a page, sent in the user agent: the services ask for one.
    username
        The account that GeoNames wants.
    url
        A server of one's own, ``http://127.0.0.1:8080``; the public one where None.
    cache
        The SQLite file with the answers so far; in the user's cache folder where None.
    expiry_days
        How long an answer is kept. That a name is unknown is kept 7 days at most.
    timeout
        Seconds to wait for an answer.
    pause
        Least seconds between two requests of this process; 1 where None, 0 for one's own server.
    retries
        How often a request that failed is made again.

    Raises
    ------
    UsageError
        Where a value cannot be used.
    """

    service: str
    contact: str | None = None
    username: str | None = None
    url: str | None = None
    cache: Path | None = None
    expiry_days: float = EXPIRY_DAYS
    timeout: float = 10.0
    pause: float | None = None
    retries: int = 2

    def __post_init__(self) -> None:
        """Refuse what no request can be made with."""
        if self.service not in set(Service):
            known = ", ".join(Service)
            raise UsageError(f"{self.service!r} is no online service; there are {known}")
        if self.service == Service.GEONAMES and not self.username:
            raise UsageError(
                "GeoNames asks for a user name: register at https://www.geonames.org/login, "
                "then give it with --geonames-user or Online(username=...)"
            )
        if self.contact is not None and not (self.contact.isascii() and self.contact.isprintable()):
            raise UsageError(f"contact {self.contact!r}: an address in plain ASCII is needed")
        if self.url is not None and not _is_server(self.url):
            raise UsageError(f"{self.url!r} is no address of a server: write http://HOST:PORT")
        if self.expiry_days < 0 or self.timeout <= 0 or self.retries < 0 or (self.pause or 0) < 0:
            raise UsageError("days, seconds and retries of an online service cannot be negative")

    @property
    def scheme(self) -> str:
        """``http`` or ``https``."""
        return urlsplit(self.url or _URLS[Service(self.service)]).scheme

    @property
    def domain(self) -> str:
        """Host, port and path, as geopy takes them."""
        parts = urlsplit(self.url or _URLS[Service(self.service)])
        return f"{parts.netloc}{parts.path}".rstrip("/")

    @property
    def gap(self) -> float:
        """Least seconds between two requests."""
        if self.pause is not None:
            return self.pause
        return _PAUSE if self.url is None else 0.0

    @property
    def wait(self) -> float:
        """Seconds before a request that failed is made again."""
        return max(_LEAST_WAIT, _PAUSES_AFTER_FAULT * self.gap)

    @property
    def cache_file(self) -> Path:
        """Where the answers are kept."""
        if self.cache is not None:
            return self.cache
        return folder("answers") / "geocodes.sqlite"


def online(service: Online | str) -> Online:
    """Return settings from settings or the mere name of a service."""
    return Online(service) if isinstance(service, str) else service


def _is_server(url: str) -> bool:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return False
    plain = url.isascii() and url.isprintable() and not (parts.query or parts.fragment)
    return plain and parts.scheme in {"http", "https"} and bool(parts.hostname)


@dataclass(frozen=True, slots=True)
class Question:
    """All that a service is told.

    Attributes
    ----------
    name
        The toponym as written.
    countries
        ISO 3166-1 alpha-2 codes of the countries that the context allows; none where it allows
        any, which no document does.
    provinces
        ISO 3166-2 codes of the provinces that it allows; none where any of a country may be.
    kind
        What the text calls the place, which is not told; it only ranks the answers.
    """

    name: str
    countries: tuple[str, ...]
    provinces: tuple[str, ...] = ()
    kind: PlaceKind | None = None


class Asks(Protocol):
    """What answers questions (:class:`geo.online.asking.Asker`)."""

    def ask(self, question: Question) -> Resolution:
        """Return a place, or a resolution without one."""
