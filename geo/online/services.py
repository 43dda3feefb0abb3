"""geopy's geocoders of the online services, with manners: a pause, retries, a cache."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from geopy.adapters import URLLibAdapter
from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderParseError,
    GeocoderQuotaExceeded,
    GeocoderRateLimited,
    GeopyError,
)
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import GeoNames, Nominatim, Photon

from geo.errors import ServiceError
from geo.online.cache import AnswerCache, cache_key
from geo.online.settings import PROGRAM, Service

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geopy.geocoders.base import Geocoder

    from geo.online.settings import Online, Question

Box = tuple[float, float, float, float]
"""South, west, north, east in degrees (WGS 84)."""

_MOST = 10  # answers that are looked at
_LANGUAGE = "en"
_LONGEST_REASON = 120
# What no second try mends: wrong credentials, a ban, a quota that is used up.
_FINAL = (GeocoderAuthenticationFailure, GeocoderInsufficientPrivileges, GeocoderQuotaExceeded)
# What geopy's parsers let through where an answer has another form than the service's own.
UNREADABLE = (GeopyError, ValueError, KeyError, TypeError, AttributeError, IndexError)


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer of a service: degrees (WGS 84), and what else it says, in its own words."""

    latitude: float
    longitude: float
    raw: Mapping[str, Any]


class Client:
    """One service, asked through geopy.

    Parameters
    ----------
    online
        Which, and how.
    """

    def __init__(self, online: Online) -> None:
        logging.getLogger("geopy").addHandler(logging.NullHandler())  # faults are told once, by us
        self._online = online
        self._service = Service(online.service)
        self._geocoder = _geocoder(online)
        self._limited = RateLimiter(
            self._once,
            min_delay_seconds=online.gap,
            max_retries=online.retries,
            error_wait_seconds=online.wait,
            swallow_exceptions=False,
        )
        self.cache = AnswerCache(online.cache_file, online.expiry_days)

    def replies(self, question: Question, box: Box | None) -> list[Reply]:
        """Return what the service answers, in its own order, from the cache where it is there.

        Parameters
        ----------
        question
            The name and the countries that it may lie in.
        box
            Where the provinces of the question lie, or None where it names none.

        Raises
        ------
        ServiceError
            Where the service does not answer, or not in its own form.
        """
        options = _OPTIONS[self._service](question, box)
        where = f"{self._online.scheme}://{self._online.domain}"
        key = cache_key(self._service, where, question.name, options)
        known = self.cache.get(key)
        if known is None:
            known = [
                [one.latitude, one.longitude, one.raw] for one in self._asked(question, options)
            ]
            self.cache.put(key, known)
        return [Reply(*one) for one in known]

    def _asked(self, question: Question, options: Mapping[str, Any]) -> list[Reply]:
        try:
            found = self._limited(question.name, exactly_one=False, **options)
            return [
                Reply(one.latitude, one.longitude, one.raw)
                for one in found or []
                if one is not None
            ]
        except ServiceError:
            raise
        except UNREADABLE as error:
            raise ServiceError(self._online.service, _reason(error)) from error

    def _once(self, *arguments: Any, **options: Any) -> Any:
        try:
            return self._geocoder.geocode(*arguments, **options)
        except _FINAL as error:
            if isinstance(error, GeocoderRateLimited):
                raise
            raise ServiceError(self._online.service, _reason(error), final=True) from error


def _reason(error: Exception) -> str:
    """Return what went wrong in a few plain words; a service's own may be a page of HTML."""
    if not isinstance(error, GeopyError) or isinstance(error, GeocoderParseError):
        return "its answer has not the form of this service"
    words = " ".join(str(error).split())
    shown = "".join(c for c in words if c.isprintable())
    return shown[:_LONGEST_REASON] or type(error).__name__


def _geocoder(online: Online) -> Geocoder:
    contact = f" ({online.contact})" if online.contact else ""
    common = {
        "timeout": online.timeout,
        "user_agent": f"{PROGRAM}/{version(PROGRAM)}{contact}",
        "scheme": online.scheme,
        "domain": online.domain,
        "adapter_factory": URLLibAdapter,
    }
    if online.service == Service.NOMINATIM:
        return Nominatim(**common)
    if online.service == Service.PHOTON:
        return Photon(**common)
    return GeoNames(online.username, **common)


def _nominatim(question: Question, box: Box | None) -> dict[str, Any]:
    options: dict[str, Any] = {
        "country_codes": [code.lower() for code in question.countries],
        "limit": _MOST,
        "language": _LANGUAGE,
        "namedetails": True,
        "addressdetails": True,
    }
    return options | ({"viewbox": _corners(box), "bounded": True} if box else {})


def _photon(_: Question, box: Box | None) -> dict[str, Any]:
    return {"limit": _MOST, "language": _LANGUAGE} | ({"bbox": _corners(box)} if box else {})


def _geonames(question: Question, _: Box | None) -> dict[str, Any]:
    return {"country": list(question.countries)}


def _corners(box: Box) -> list[list[float]]:
    south, west, north, east = box
    return [[south, west], [north, east]]


_OPTIONS: Mapping[Service, Callable[[Question, Box | None], dict[str, Any]]] = {
    Service.NOMINATIM: _nominatim,
    Service.PHOTON: _photon,
    Service.GEONAMES: _geonames,
}
