"""One suite of behaviour that every online service passes, as geopy has it for its geocoders."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any, ClassVar

import fake_services
import pytest
from fake_services import ZERAK, FakeService, geonames_error
from fakes import LOCATION_KEYS
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from geo.boundaries import Boundaries
from geo.errors import UsageError
from geo.online.chain import Chain
from geo.online.settings import Online, attribution

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BOUNDARIES = Boundaries.load()


@pytest.fixture
def server() -> Iterator[FakeService]:
    with FakeService() as running:
        yield running


@pytest.fixture(autouse=True)
def _boundaries_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Open the boundaries once for all the chains."""
    monkeypatch.setattr(Boundaries, "load", lambda: BOUNDARIES)


class Behaviour:
    """What holds of a chain whatever the service behind it; a subclass names that."""

    service: ClassVar[str]
    path: ClassVar[str]
    owner: ClassVar[str] = "OpenStreetMap"
    geonameid: ClassVar[int | None] = None
    told: ClassVar[frozenset[str]]

    @pytest.fixture
    def settings(self, server: FakeService, tmp_path: Path) -> dict[str, Any]:
        return {
            "service": self.service,
            "url": server.url,
            "username": "desk",
            "contact": "desk@example.org",
            "cache": tmp_path / "answers.sqlite",
            "timeout": 5.0,
            "retries": 0,
        }

    @pytest.fixture
    def chain(self, settings: dict[str, Any]) -> Chain:
        return Chain(Online(**settings))

    def wrong_answer(self, name: str = "Zerak") -> str:
        """Return the answer for another village, in the service's own form."""
        answer = fake_services.PATHS[self.path]({"q": [name], "username": ["desk"]})
        return json.dumps(answer)

    def one(self, chain: Chain, query: str, **filters: object) -> dict[str, Any]:
        found = chain.geocode(query, **filters)  # type: ignore[arg-type] # as a caller may
        assert isinstance(found, Location), query
        raw: dict[str, Any] = found.raw
        return raw

    def test_it_is_a_geocoder_that_a_rate_limiter_takes(self, chain: Chain) -> None:
        assert isinstance(chain, Geocoder)
        limited = RateLimiter(chain.geocode, min_delay_seconds=0)
        assert limited("Zerak, Nangarhar").raw["source"] == self.service

    def test_the_gazetteer_comes_first(self, chain: Chain, server: FakeService) -> None:
        for query in ("Kabul", "Ladha, South Waziristan", "near Hilalkhel village of Chaharmang"):
            assert self.one(chain, query)["source"] == "gazetteer"
        assert chain.reverse((34.5, 69.2)) is not None
        assert server.asked == []

    @pytest.mark.parametrize(
        ("query", "province"),
        [
            ("Zerak, Nangarhar", "AF-NAN"),
            ("Zerak village, Nangarhar", "AF-NAN"),
            ("the village of Zerak in Helmand", "AF-HEL"),
            ("Zerak, Achin district, Nangarhar", "AF-NAN"),
        ],
    )
    def test_what_an_answer_says(self, chain: Chain, query: str, province: str) -> None:
        raw = self.one(chain, query)
        assert set(raw) >= LOCATION_KEYS | {"is_area", "attribution"}
        assert (raw["name"], raw["country_iso2"]) == ("Zerak", "AF")
        assert raw["admin1_code"] == province
        assert (raw["feature_code"], raw["where_prec"], raw["is_area"]) == ("PPL", 1, False)
        assert raw["source"] == self.service
        assert self.owner in raw["attribution"]
        assert (raw["geonameid"] is None) == (self.geonameid is None)
        assert 0.4 <= raw["score"] <= 0.6

    def test_around_a_place_is_less_precise(self, chain: Chain) -> None:
        assert self.one(chain, "near Zerak, Nangarhar")["where_prec"] == 2

    @pytest.mark.parametrize(
        ("query", "feature", "where_prec", "pinned"),
        [
            ("Tangibala district of Nangarhar", "ADM2", 3, True),
            ("Newprovince", "ADM1", 4, False),
            ("Zarobo, Nangarhar", "STM", 5, True),
            ("Nowhereland", "PCLI", 6, False),
        ],
    )
    def test_areas_are_marked_and_the_widest_have_no_pin(
        self, chain: Chain, query: str, feature: str, where_prec: int, *, pinned: bool
    ) -> None:
        raw = self.one(chain, query)
        assert (raw["feature_code"], raw["where_prec"]) == (feature, where_prec)
        assert raw["is_area"]
        assert (raw["latitude"] is not None) == pinned
        assert (raw["admin1_code"] is None) == (feature == "PCLI")

    def test_an_answer_outside_the_province_is_refused_and_said(self, chain: Chain) -> None:
        found = self.one(chain, "Speenkala, Helmand")
        assert (found["name"], found["source"]) == ("Helmand", "gazetteer")
        assert chain.asker.record()["answers"] == 0
        rejected = dict(chain.asker.rejected)
        # Nominatim and Photon are told the box of the province and keep to it themselves.
        assert rejected.get("Speenkala", "lies elsewhere: Kunar, AF").endswith(
            "lies elsewhere: Kunar, AF"
        )

    def test_an_answer_outside_the_country_is_refused_and_said(
        self, chain: Chain, server: FakeService
    ) -> None:
        server.faults = [self.wrong_answer()]
        assert chain.geocode("Zerak", country_codes="TR") is None
        assert dict(chain.asker.rejected)["Zerak"].startswith("the answer lies elsewhere: ")

    def test_an_answer_by_another_name_is_refused_and_said(
        self, chain: Chain, server: FakeService
    ) -> None:
        server.faults = [self.wrong_answer()]
        assert chain.geocode("Kokarang", country_codes="AF") is None
        assert chain.asker.rejected == [("Kokarang", "the answer has another name: Zerak")]

    def test_a_shop_is_no_place(self, chain: Chain) -> None:
        assert self.one(chain, "Zarmast, Nangarhar")["source"] == "gazetteer"
        assert "something else" in dict(chain.asker.rejected)["Zarmast"]

    def test_a_village_on_the_border_stays_on_its_side(self, chain: Chain) -> None:
        over = BOUNDARIES.locate(fake_services.BORDER.latitude, fake_services.BORDER.longitude)
        assert over is not None
        assert over.country_iso2 == "PK"  # as the borders at 1:10m have it
        assert self.one(chain, "Towrgat, Nangarhar")["admin1_code"] == "AF-NAN"

    def test_another_spelling_is_believed_in_its_province_alone(
        self, chain: Chain, server: FakeService
    ) -> None:
        server.faults = [self.wrong_answer("Speenkala")] * 2
        inside = self.one(chain, "Speenkara, Kunar")
        anywhere = self.one(chain, "Speenkara", country_codes="AF")
        assert inside["name"] == anywhere["name"] == "Speenkala"
        assert anywhere["score"] < 0.4 <= inside["score"] < 0.5

    def test_namesakes_in_two_provinces_are_unsure(self, chain: Chain) -> None:
        found = chain.geocode("Zerak", exactly_one=False, country_codes="AF")
        assert isinstance(found, list)
        assert {one.raw["admin1_code"] for one in found} == {"AF-NAN", "AF-HEL"}
        scores = [one.raw["score"] for one in found]
        assert scores == sorted(scores, reverse=True)
        assert sum(scores) <= 0.6

    def test_namesakes_far_apart_in_one_province_leave_the_province(self, chain: Chain) -> None:
        raw = self.one(chain, "Karizak, Nangarhar")
        assert (raw["where_prec"], raw["latitude"]) == (4, None)
        assert raw["admin1_code"] == "AF-NAN"

    def test_a_viewbox_holds(self, chain: Chain) -> None:
        south = [(29.0, 60.0), (33.0, 66.0)]
        raw = self.one(chain, "Zerak", country_codes="AF", viewbox=south)
        assert raw["admin1_code"] == "AF-HEL"

    def test_nothing_is_told_but_the_name_and_where_it_should_lie(
        self, chain: Chain, server: FakeService
    ) -> None:
        chain.geocode("the besieged village of Zerak in Nangarhar", country_codes="AF")
        (asked,) = server.asked
        assert asked.path == self.path
        assert asked.params["q"] == ["Zerak"]
        assert set(asked.params) == self.told
        assert asked.agent.startswith("presence-mapper/")
        assert asked.agent.endswith("(desk@example.org)")

    def test_a_name_is_asked_for_once_and_an_unknown_one_too(
        self, chain: Chain, settings: dict[str, Any], server: FakeService
    ) -> None:
        for again in (chain, chain, Chain(Online(**settings))):
            assert self.one(again, "Zerak, Nangarhar")["source"] == self.service
            assert again.geocode("Qwertzuk, Nangarhar").raw["name"] == "Nangarhar"  # type: ignore[union-attr] # found just before
        assert server.names == ["Zerak", "Qwertzuk"]

    def test_another_server_or_country_is_another_question(
        self, chain: Chain, settings: dict[str, Any], server: FakeService
    ) -> None:
        chain.geocode("Zerak", country_codes="AF")
        chain.geocode("Zerak", country_codes=["AF", "PK"])
        moved = settings | {"url": server.url.replace("127.0.0.1", "localhost")}
        Chain(Online(**moved)).geocode("Zerak", country_codes="AF")
        least = 2 if self.service == "photon" else 3  # Photon is told no country
        assert len(server.asked) >= least

    @pytest.mark.parametrize("fault", [500, 429, 503, "{not json", "[[]]", '"text"', "cut"])
    def test_a_fault_costs_the_answer_and_is_told(
        self, chain: Chain, server: FakeService, fault: int | str
    ) -> None:
        server.faults = [fault]
        assert self.one(chain, "Zerak, Nangarhar")["source"] == "gazetteer"
        assert len(chain.asker.faults) == 1
        assert len(chain.asker.faults[0]) < 200
        assert "\n" not in chain.asker.faults[0]
        assert self.one(chain, "Zerak, Helmand")["source"] == self.service

    def test_a_server_that_is_slow_is_not_waited_for(
        self, settings: dict[str, Any], server: FakeService
    ) -> None:
        server.faults = ["hang"]
        chain = Chain(Online(**settings | {"timeout": 0.2}))
        assert self.one(chain, "Zerak, Nangarhar")["source"] == "gazetteer"
        assert "timed out" in chain.asker.faults[0].lower()

    def test_a_server_that_is_not_there_costs_nothing_but_a_note(
        self, settings: dict[str, Any]
    ) -> None:
        chain = Chain(Online(**settings | {"url": "http://127.0.0.1:1"}))
        assert self.one(chain, "Zerak, Nangarhar")["source"] == "gazetteer"
        assert len(chain.asker.faults) == 1

    def test_a_request_that_failed_is_made_again(
        self, settings: dict[str, Any], server: FakeService
    ) -> None:
        server.faults = [503, 429]
        chain = Chain(Online(**settings | {"retries": 2}))
        assert self.one(chain, "Zerak, Nangarhar")["source"] == self.service
        assert len(server.asked) == 3
        assert chain.asker.faults == ()
        waits = [b.at - a.at for a, b in itertools.pairwise(server.asked)]
        assert min(waits) >= 0.5

    def test_a_service_that_keeps_failing_is_left_alone(
        self, chain: Chain, server: FakeService
    ) -> None:
        server.always = 500
        for name in ("Boranga", "Coranga", "Doranga", "Eranga", "Foranga"):
            assert chain.geocode(f"{name}, Nangarhar") is not None
        assert server.names == ["Boranga", "Coranga", "Doranga"]
        assert chain.asker.faults[-1].endswith("left alone for the rest of this run")

    @pytest.mark.parametrize("status", [401, 403])
    def test_a_refusal_is_taken_at_once(
        self, settings: dict[str, Any], server: FakeService, status: int
    ) -> None:
        server.always = status
        chain = Chain(Online(**settings | {"retries": 2}))
        for name in ("Boranga", "Coranga"):
            assert chain.geocode(f"{name}, Nangarhar") is not None
        assert len(server.asked) == 1
        assert "left alone" in chain.asker.faults[0]

    def test_words_of_a_service_are_cut_and_cleaned(
        self, chain: Chain, server: FakeService, settings: dict[str, Any]
    ) -> None:
        odd = "Zerak\\ud800\\u202e\\n" + "x" * 5000
        server.faults = [self.wrong_answer().replace('"Zerak"', f'"{odd}"')]
        assert self.one(chain, "Kokarang, Nangarhar")["source"] == "gazetteer"
        ((_, reason),) = chain.asker.rejected
        assert reason.startswith("the answer has another name: Zerakx")
        assert len(reason) < 300
        assert reason.isprintable()
        assert json.dumps(chain.asker.record(), ensure_ascii=False).encode()
        again = Chain(Online(**settings))  # from the file of answers
        assert self.one(again, "Kokarang, Nangarhar")["source"] == "gazetteer"
        assert len(server.asked) == 1

    def test_a_fault_is_not_kept_as_an_answer(
        self, chain: Chain, settings: dict[str, Any], server: FakeService
    ) -> None:
        server.faults = [500]
        assert self.one(chain, "Zerak, Nangarhar")["source"] == "gazetteer"
        assert self.one(Chain(Online(**settings)), "Zerak, Nangarhar")["source"] == self.service

    def test_requests_keep_their_distance(
        self, settings: dict[str, Any], server: FakeService
    ) -> None:
        chain = Chain(Online(**settings | {"pause": 0.3}))
        for name in ("Boranga", "Coranga", "Doranga"):
            chain.geocode(f"{name}, Nangarhar")
        assert (
            min(b.at - a.at for a, b in itertools.pairwise(server.asked)) >= 0.2
        )  # less the way to the server
        assert len(server.asked) == 3


class TestNominatim(Behaviour):
    service = "nominatim"
    path = "/search"
    told = frozenset(
        "q format limit viewbox bounded countrycodes addressdetails namedetails "
        "accept-language".split()
    )

    def test_a_name_in_another_script_or_spelling_will_do(self, chain: Chain) -> None:
        for name in ZERAK.names:
            assert self.one(chain, f"{name}, Nangarhar")["name"] == "Zerak"

    def test_the_public_server_is_asked_once_a_second_at_most(self) -> None:
        assert Online("nominatim").gap == 1.0
        assert Online("nominatim", url="http://127.0.0.1:8080").gap == 0.0


class TestPhoton(Behaviour):
    service = "photon"
    path = "/api"
    told = frozenset("q limit lang bbox".split())


class TestGeoNames(Behaviour):
    service = "geonames"
    path = "/searchJSON"
    owner = "GeoNames"
    geonameid = 7000001
    told = frozenset("q username country".split())

    def test_a_user_name_is_needed(self) -> None:
        with pytest.raises(UsageError, match="--geonames-user"):
            Online("geonames")

    @pytest.mark.parametrize(
        ("code", "message"),
        [
            (10, "user does not exist."),
            (18, "the daily limit of 20000 credits"),
            (19, "the hourly"),
        ],
    )
    def test_an_account_that_is_refused_or_used_up_ends_the_asking(
        self, chain: Chain, server: FakeService, code: int, message: str
    ) -> None:
        server.always = json.dumps(geonames_error(code, message))
        for name in ("Boranga", "Coranga"):
            chain.geocode(f"{name}, Nangarhar")
        assert len(server.asked) == 1
        assert chain.asker.faults[0].startswith(message[:10])


@pytest.mark.parametrize(
    "wrong",
    [
        {"service": "google"},
        {"url": "ftp://127.0.0.1"},
        {"url": "127.0.0.1:8080"},
        {"url": "http://127.0.0.1:99999"},
        {"contact": "a\r\nX-Header: b"},
        {"expiry_days": -1},
        {"timeout": 0},
        {"retries": -1},
    ],
)
def test_settings_that_cannot_be_used_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        Online(**{"service": "nominatim", **wrong})


def test_a_server_under_a_path_keeps_it() -> None:
    own = Online("nominatim", url="https://maps.example.org:8443/nominatim/")
    assert (own.scheme, own.domain) == ("https", "maps.example.org:8443/nominatim")


def test_only_services_are_owed_an_attribution() -> None:
    assert attribution("gazetteer") is None
    assert "ODbL" in str(attribution("photon"))
    assert "CC BY" in str(attribution("geonames"))
