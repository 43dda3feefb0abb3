"""Points, codes and dates -> provinces, on the shipped boundaries."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pycountry
import pytest
import shapely

from geo.boundaries import TOLERANCE_KM, Boundaries, How
from geo.errors import TableError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

CORE = ("AF", "PK", "TJ", "UZ", "TM", "IR", "KG", "KZ", "CN", "IN", "SY", "IQ", "TR")
# In ISO 3166-2, but countries of their own in ISO 3166-1, or a region made of governorates.
NOT_DRAWN = {"CN-HK", "CN-MO", "CN-TW", "IQ-KR"}

# name, latitude, longitude, province
TOWNS = [
    ("Kabul", 34.526, 69.178, "AF-KAB"),
    ("Kandahar", 31.613, 65.711, "AF-KAN"),
    ("Spin Boldak", 31.006, 66.397, "AF-KAN"),
    ("Herat", 34.348, 62.200, "AF-HER"),
    ("Islam Qala", 34.670, 61.070, "AF-HER"),
    ("Mazar-i-Sharif", 36.709, 67.111, "AF-BAL"),
    ("Hairatan", 37.218, 67.418, "AF-BAL"),
    ("Kunduz", 36.729, 68.857, "AF-KDZ"),
    ("Faizabad", 37.117, 70.580, "AF-BDS"),
    ("Ishkashim", 36.685, 71.570, "AF-BDS"),
    ("Taloqan", 36.736, 69.535, "AF-TAK"),
    ("Pul-i-Khumri", 35.945, 68.715, "AF-BGL"),
    ("Jalalabad", 34.430, 70.453, "AF-NAN"),
    ("Achin", 34.125, 70.708, "AF-NAN"),
    ("Asadabad", 34.873, 71.147, "AF-KNR"),
    ("Parun", 35.421, 70.923, "AF-NUR"),
    ("Khost", 33.340, 69.920, "AF-KHO"),
    ("Gardez", 33.597, 69.226, "AF-PIA"),
    ("Sharana", 33.176, 68.731, "AF-PKA"),
    ("Ghazni", 33.549, 68.423, "AF-GHA"),
    ("Lashkar Gah", 31.594, 64.371, "AF-HEL"),
    ("Zaranj", 30.960, 61.861, "AF-NIM"),
    ("Farah", 32.374, 62.116, "AF-FRA"),
    ("Maymana", 35.921, 64.784, "AF-FYB"),
    ("Nili", 33.722, 66.130, "AF-DAY"),
    ("Tarinkot", 32.627, 65.873, "AF-URU"),
    ("Bazarak", 35.313, 69.515, "AF-PAN"),
    ("Charikar", 35.013, 69.171, "AF-PAR"),
    ("Qalat", 32.106, 66.905, "AF-ZAB"),
    ("Peshawar", 34.008, 71.579, "PK-KP"),
    ("Wana", 32.299, 69.571, "PK-KP"),
    ("Miran Shah", 33.000, 70.070, "PK-KP"),
    ("Landi Kotal", 34.098, 71.145, "PK-KP"),
    ("Parachinar", 33.899, 70.101, "PK-KP"),
    ("Mingora", 34.775, 72.362, "PK-KP"),
    ("Chitral", 35.851, 71.787, "PK-KP"),
    ("Dera Ismail Khan", 31.831, 70.902, "PK-KP"),
    ("Quetta", 30.184, 66.999, "PK-BA"),
    ("Chaman", 30.921, 66.448, "PK-BA"),
    ("Taftan", 28.970, 61.590, "PK-BA"),
    ("Gwadar", 25.122, 62.325, "PK-BA"),
    ("Turbat", 26.001, 63.044, "PK-BA"),
    ("Zhob", 31.341, 69.449, "PK-BA"),
    ("Karachi", 24.861, 67.010, "PK-SD"),
    ("Lahore", 31.550, 74.344, "PK-PB"),
    ("Rawalpindi", 33.573, 73.039, "PK-PB"),
    ("Islamabad", 33.721, 73.043, "PK-IS"),
    ("Muzaffarabad", 34.370, 73.471, "PK-JK"),
    ("Gilgit", 35.919, 74.308, "PK-GB"),
    ("Skardu", 35.298, 75.633, "PK-GB"),
    ("Dushanbe", 38.536, 68.780, "TJ-DU"),
    ("Khorog", 37.490, 71.553, "TJ-GB"),
    ("Bokhtar", 37.836, 68.780, "TJ-KT"),
    ("Khujand", 40.283, 69.622, "TJ-SU"),
    ("Tursunzoda", 38.512, 68.231, "TJ-RA"),
    ("Termez", 37.224, 67.278, "UZ-SU"),
    ("Andijan", 40.782, 72.344, "UZ-AN"),
    ("Namangan", 41.000, 71.673, "UZ-NG"),
    ("Tashkent", 41.311, 69.280, "UZ-TK"),
    ("Samarkand", 39.654, 66.960, "UZ-SA"),
    ("Nukus", 42.453, 59.610, "UZ-QR"),
    ("Ashgabat", 37.950, 58.383, "TM-S"),
    ("Serhetabat", 35.280, 62.344, "TM-M"),
    ("Turkmenabat", 39.073, 63.579, "TM-L"),
    ("Turkmenbashi", 40.022, 52.955, "TM-B"),
    ("Zahedan", 29.496, 60.863, "IR-11"),
    ("Zabol", 31.029, 61.501, "IR-11"),
    ("Chabahar", 25.292, 60.643, "IR-11"),
    ("Kerman", 30.283, 57.079, "IR-08"),
    ("Mashhad", 36.298, 59.606, "IR-09"),
    ("Birjand", 32.866, 59.221, "IR-29"),
    ("Tehran", 35.694, 51.421, "IR-23"),
    ("Karaj", 35.835, 50.992, "IR-30"),
    ("Batken", 40.063, 70.819, "KG-B"),
    ("Bishkek", 42.870, 74.590, "KG-GB"),
    ("Osh", 40.528, 72.799, "KG-GO"),
    ("Uzgen", 40.770, 73.301, "KG-O"),
    ("Jalal-Abad", 40.933, 73.000, "KG-J"),
    ("Karakol", 42.491, 78.394, "KG-Y"),
    ("Almaty", 43.250, 76.950, "KZ-75"),
    ("Astana", 51.180, 71.446, "KZ-71"),
    ("Shymkent", 42.300, 69.600, "KZ-79"),
    ("Aktobe", 50.280, 57.207, "KZ-15"),
    ("Semey", 50.411, 80.227, "KZ-10"),
    ("Oskemen", 49.971, 82.606, "KZ-63"),
    ("Taldykorgan", 45.015, 78.374, "KZ-33"),
    ("Zhezkazgan", 47.799, 67.714, "KZ-62"),
    ("Kashgar", 39.471, 75.990, "CN-XJ"),
    ("Urumqi", 43.801, 87.600, "CN-XJ"),
    ("Hotan", 37.112, 79.922, "CN-XJ"),
    ("Beijing", 39.907, 116.397, "CN-BJ"),
    ("Kunming", 25.039, 102.718, "CN-YN"),
    ("Lhasa", 29.650, 91.100, "CN-XZ"),
    ("Srinagar", 34.084, 74.797, "IN-JK"),
    ("Jammu", 32.736, 74.870, "IN-JK"),
    ("Pulwama", 33.871, 74.894, "IN-JK"),
    ("Kishtwar", 33.312, 75.767, "IN-JK"),
    ("Sonamarg", 34.305, 75.290, "IN-JK"),
    ("Leh", 34.164, 77.585, "IN-LA"),
    ("Kargil", 34.557, 76.126, "IN-LA"),
    ("Padum", 33.466, 76.885, "IN-LA"),
    ("Drass", 34.430, 75.760, "IN-LA"),
    ("Delhi", 28.653, 77.231, "IN-DL"),
    ("Hyderabad", 17.384, 78.456, "IN-TS"),
    ("Warangal", 17.978, 79.594, "IN-TS"),
    ("Vijayawada", 16.508, 80.648, "IN-AP"),
    ("Kurnool", 15.829, 78.037, "IN-AP"),
    ("Amritsar", 31.634, 74.872, "IN-PB"),
    ("Kolkata", 22.563, 88.363, "IN-WB"),
    ("Shimla", 31.105, 77.171, "IN-HP"),
    ("Ahmedabad", 23.026, 72.587, "IN-GJ"),
    ("Chandigarh", 30.736, 76.788, "IN-CH"),
    ("Idlib", 35.931, 36.634, "SY-ID"),
    ("Jisr al-Shughur", 35.813, 36.317, "SY-ID"),
    ("Latakia", 35.531, 35.791, "SY-LA"),
    ("Aleppo", 36.202, 37.161, "SY-HL"),
    ("Damascus", 33.510, 36.291, "SY-DI"),
    ("Douma", 33.572, 36.402, "SY-RD"),
    ("Raqqa", 35.953, 39.008, "SY-RA"),
    ("Deir ez-Zor", 35.336, 40.141, "SY-DY"),
    ("Mosul", 36.335, 43.119, "IQ-NI"),
    ("Erbil", 36.191, 44.009, "IQ-AR"),
    ("Kirkuk", 35.468, 44.392, "IQ-KI"),
    ("Baghdad", 33.341, 44.401, "IQ-BG"),
    ("Basra", 30.508, 47.783, "IQ-BA"),
    ("Istanbul", 41.014, 28.950, "TR-34"),
    ("Ankara", 39.920, 32.854, "TR-06"),
    ("Gaziantep", 37.059, 37.379, "TR-27"),
    ("Diyarbakir", 37.914, 40.231, "TR-21"),
    ("Hakkari", 37.574, 43.741, "TR-30"),
    ("Saint Petersburg", 59.939, 30.314, "RU-SPE"),
    ("Kharkiv", 49.981, 36.253, "UA-63"),
    ("Simferopol", 44.953, 34.102, "UA-43"),
    ("Asmara", 15.334, 38.933, "ER-MA"),
]
# Crossings stand on the line itself: either side will do, outside of both is wrong.
CROSSINGS = [
    ("Torkham", 34.124, 71.092, {"AF-NAN", "PK-KP"}),
    ("Friendship Gate", 30.958, 66.452, {"AF-KAN", "PK-BA"}),
    ("Ghulam Khan", 33.141, 70.050, {"AF-KHO", "PK-KP"}),
    ("Mirjaveh", 29.017, 61.450, {"IR-11", "PK-BA"}),
    ("Wagah", 31.604, 74.573, {"PK-PB", "IN-PB"}),
    ("Panji Poyon", 37.199, 68.600, {"TJ-KT", "AF-KDZ"}),
]


@pytest.fixture(scope="module")
def today() -> Boundaries:
    return Boundaries.load(as_of=date(2025, 6, 1))


@pytest.fixture(scope="module")
def of_2016() -> Boundaries:
    return Boundaries.load(as_of=date(2016, 6, 1))


@pytest.mark.parametrize(("name", "latitude", "longitude", "code"), TOWNS)
def test_a_town_lies_in_its_province(
    today: Boundaries, name: str, latitude: float, longitude: float, code: str
) -> None:
    found = today.locate(latitude, longitude)
    assert found is not None, name
    assert found.admin1_code == code
    assert found.country_iso2 == code[:2]


@pytest.mark.parametrize(("name", "latitude", "longitude", "codes"), CROSSINGS)
def test_a_crossing_lies_on_one_side(
    today: Boundaries, name: str, latitude: float, longitude: float, codes: set[str]
) -> None:
    found = today.locate(latitude, longitude)
    assert found is not None, name
    assert found.admin1_code in codes


def test_the_core_has_every_code_of_iso_and_a_name(today: Boundaries) -> None:
    core = today.frame[today.frame["country_iso2"].isin(CORE)]
    assert core["admin1_name"].str.len().gt(1).all()
    for country in CORE:
        codes = core.loc[core["country_iso2"] == country, "admin1_code"]
        wanted = {s.code for s in pycountry.subdivisions.get(country_code=country)} - NOT_DRAWN
        assert set(codes) == wanted
        assert not codes.duplicated().any()


def test_afghanistan_has_34_provinces_with_names_of_their_own(today: Boundaries) -> None:
    names = today.frame.loc[today.frame["country_iso2"] == "AF", "admin1_name"]
    assert len(names) == names.nunique() == 34
    assert {"Daykundi", "Panjshir", "Herat", "Helmand", "Paktia", "Sar-e Pol"} <= set(names)


def test_every_unit_of_the_world_can_be_used(today: Boundaries) -> None:
    frame = today.frame
    assert frame.crs == "EPSG:4326"
    assert frame.geometry.is_valid.all()
    assert not frame.geometry.is_empty.any()
    assert not frame["unit_id"].duplicated().any()
    assert not frame["admin1_code"].dropna().duplicated().any()
    assert frame["admin1_name"].notna().all()
    assert len(frame) > 4000
    inside = shapely.points(frame["inside_longitude"], frame["inside_latitude"])
    assert frame.geometry.contains(gpd.GeoSeries(inside, frame.index, crs=frame.crs)).all()


def test_nine_in_ten_units_have_a_code_where_iso_has_any(today: Boundaries) -> None:
    divided = {s.country_code for s in pycountry.subdivisions}
    units = today.frame[today.frame["country_iso2"].isin(divided)]
    assert units["admin1_code"].notna().mean() > 0.9


def test_codes_are_codes_of_their_country(today: Boundaries) -> None:
    coded = today.frame.dropna(subset="admin1_code")
    assert (coded["admin1_code"].str[:2] == coded["country_iso2"]).all()


@pytest.mark.parametrize("day", [date(1990, 1, 1), date(2016, 1, 1), date(2021, 8, 15)])
def test_the_core_is_covered_once_on_every_day(today: Boundaries, day: date) -> None:
    def areas(boundaries: Boundaries, country: str) -> tuple[float, float]:
        chosen = boundaries.frame["country_iso2"] == country
        shapes = boundaries.frame.geometry[chosen].to_numpy()
        return shapely.area(shapes).sum(), shapely.union_all(shapes).area

    then = Boundaries.load(as_of=day)
    for country in ("PK", "IN", "KZ"):
        total, covered = areas(then, country)
        assert total == pytest.approx(covered, rel=1e-5)
        assert covered == pytest.approx(areas(today, country)[1], rel=1e-4)


class TestDates:
    def test_north_waziristan_was_tribal_areas_and_is_khyber_pakhtunkhwa(
        self, today: Boundaries, of_2016: Boundaries
    ) -> None:
        then, now = of_2016.locate(33.0, 70.07), today.locate(33.0, 70.07)
        assert then is not None
        assert now is not None
        assert (then.admin1_code, then.admin1_name) == (
            "PK-TA",
            "Federally Administered Tribal Areas",
        )
        assert now.admin1_code == "PK-KP"

    @pytest.mark.parametrize(
        ("day", "code"), [(date(2018, 5, 30), "PK-TA"), (date(2018, 5, 31), "PK-KP")]
    )
    def test_the_first_day_counts_and_the_last_does_not(self, day: date, code: str) -> None:
        found = Boundaries.load(as_of=day).locate(33.0, 70.07)
        assert found is not None
        assert found.admin1_code == code

    def test_leh_was_jammu_and_kashmir(self, of_2016: Boundaries) -> None:
        found = of_2016.locate(34.164, 77.585)
        assert found is not None
        assert found.admin1_code == "IN-JK"

    def test_today_is_the_default(self) -> None:
        boundaries = Boundaries.load()
        assert boundaries.by_code("PK-TA") == boundaries.by_code("PK-KP")
        assert "PK-TA" not in set(boundaries.frame["admin1_code"])


class TestCodes:
    @pytest.mark.parametrize(
        ("code", "wanted"),
        [
            ("AF-KAB", "AF-KAB"),
            ("PK-TA", "PK-KP"),
            ("PK-NW", "PK-KP"),
            ("PK-NA", "PK-GB"),
            ("IN-TG", "IN-TS"),
            ("IN-DD", "IN-DH"),
            ("IN-OR", "IN-OD"),
            ("CN-65", "CN-XJ"),
            ("KZ-ALA", "KZ-75"),
        ],
    )
    def test_other_and_former_codes_lead_to_today(
        self, today: Boundaries, code: str, wanted: str
    ) -> None:
        unit = today.by_code(code)
        assert unit is not None
        assert unit.admin1_code == wanted

    def test_a_code_of_later_leads_to_what_was_there(self, of_2016: Boundaries) -> None:
        unit = of_2016.by_code("IN-LA")
        assert unit is not None
        assert unit.admin1_code == "IN-JK"

    def test_an_unknown_code_is_none(self, today: Boundaries) -> None:
        assert today.by_code("XX-1") is None
        assert today.shape("XX-1") is None
        assert today.inside_point("XX-1") is None

    def test_shape_and_inside_point_belong_together(self, today: Boundaries) -> None:
        shape, place = today.shape("AF-BDS"), today.inside_point("AF-BDS")
        assert shape is not None
        assert place is not None
        latitude, longitude = place
        assert shape.contains(shapely.Point(longitude, latitude))

    def test_every_own_code_finds_itself(self, today: Boundaries) -> None:
        for code in today.frame["admin1_code"].dropna():
            unit = today.by_code(code)
            assert unit is not None
            assert unit.admin1_code == code


class TestPoints:
    def test_inside(self, today: Boundaries) -> None:
        found = today.locate(34.526, 69.178)
        assert found is not None
        assert (found.how, found.distance_km) == (How.INSIDE, 0.0)
        assert (found.admin1_name, found.unit.country_name) == ("Kabul", "Afghanistan")

    def test_a_point_on_a_shared_border_has_one_province(self, today: Boundaries) -> None:
        kabul, logar = today.shape("AF-KAB"), today.shape("AF-LOG")
        assert kabul is not None
        shared = shapely.get_coordinates(shapely.intersection(kabul, logar))[0]
        found = today.locate(shared[1], shared[0])
        assert found is not None
        assert found.how == How.BORDER
        assert found.admin1_code in {"AF-KAB", "AF-LOG"}
        backwards = Boundaries(
            today.frame.iloc[::-1].reset_index(drop=True), today.former, today.as_of
        )
        assert backwards.locate(shared[1], shared[0]) == found

    def test_off_the_coast_the_nearest_within_the_tolerance(self, today: Boundaries) -> None:
        found = today.locate(24.77, 66.93)
        assert found is not None
        assert found.how == How.NEAREST
        assert found.admin1_code == "PK-SD"
        assert 0 < found.distance_km <= TOLERANCE_KM
        assert today.locate(24.77, 66.93, tolerance_km=0.1) is None

    def test_the_distance_is_in_kilometres(self, today: Boundaries) -> None:
        # Along a parallel in the north a degree is half as long as at the equator.
        square = gpd.GeoDataFrame(
            {
                "unit_id": ["A"],
                "admin1_code": [None],
                "admin1_name": ["A"],
                "country_iso2": [None],
                "country_name": [None],
                "other_codes": [""],
            },
            geometry=[shapely.box(10, 59, 11, 61)],
            crs="EPSG:4326",
        )
        alone = Boundaries(square, today.former.iloc[:0], today.as_of)
        east = alone.locate(60.0, 11.1)
        north = alone.locate(61.05, 10.5)
        assert east is not None
        assert north is not None
        assert east.distance_km == pytest.approx(0.1 * 111.195 * 0.5, rel=1e-3)
        assert north.distance_km == pytest.approx(0.05 * 111.195, rel=1e-3)

    @pytest.mark.parametrize(
        ("latitude", "longitude"), [(15.0, 65.0), (0.0, -30.0), (90.0, 0.0), (-90.0, 180.0)]
    )
    def test_the_open_sea_and_the_poles_have_none(
        self, today: Boundaries, latitude: float, longitude: float
    ) -> None:
        assert today.locate(latitude, longitude) is None

    @pytest.mark.parametrize(
        ("latitude", "longitude"),
        [
            (float("nan"), 69.0),
            (34.0, float("nan")),
            (float("inf"), 69.0),
            (95.0, 69.0),
            (34.0, 181.0),
        ],
    )
    def test_what_is_no_coordinate_is_refused(
        self, today: Boundaries, latitude: float, longitude: float
    ) -> None:
        with pytest.raises(UsageError, match="no place on Earth"):
            today.locate(latitude, longitude)

    def test_siachen_belongs_to_no_country(self, today: Boundaries) -> None:
        found = today.locate(35.3, 77.0)
        assert found is not None
        assert (found.admin1_name, found.admin1_code, found.country_iso2) == (
            "Siachen Glacier",
            None,
            None,
        )


class TestJoin:
    def test_it_agrees_with_locate_and_keeps_the_index(self, today: Boundaries) -> None:
        points = gpd.GeoSeries.from_xy(
            [town[2] for town in TOWNS],
            [town[1] for town in TOWNS],
            index=[town[0] for town in TOWNS],
            crs="EPSG:4326",
        )
        joined = today.join(points)
        assert list(joined.index) == [town[0] for town in TOWNS]
        assert list(joined["admin1_code"]) == [town[3] for town in TOWNS]
        for name, latitude, longitude, _ in TOWNS:
            found = today.locate(latitude, longitude)
            assert found is not None
            assert joined.loc[name, "how"] is found.how
            assert isinstance(found.how, How)
            assert joined.loc[name, "distance_km"] == found.distance_km

    def test_sea_empty_and_missing_points_have_none(self, today: Boundaries) -> None:
        points = gpd.GeoSeries(
            [shapely.Point(65, 15), shapely.Point(), None, shapely.Point(69.178, 34.526)],
            index=[7, 7, 8, 9],
            crs="EPSG:4326",
        )
        joined = today.join(points)
        assert list(joined.index) == [7, 7, 8, 9]
        assert joined["admin1_code"].isna().tolist() == [True, True, True, False]
        assert joined["how"].isna().tolist() == [True, True, True, False]
        assert np.isnan(joined["distance_km"].to_numpy()).tolist() == [True, True, True, False]

    def test_another_crs_is_transformed_and_none_refused(self, today: Boundaries) -> None:
        degrees = gpd.GeoSeries([shapely.Point(69.178, 34.526)], crs="EPSG:4326")
        assert today.join(degrees.to_crs("EPSG:3857"))["admin1_code"].tolist() == ["AF-KAB"]
        with pytest.raises(UsageError, match="no CRS"):
            today.join(degrees.set_crs(None, allow_override=True))

    def test_no_points_give_no_rows(self, today: Boundaries) -> None:
        joined = today.join(gpd.GeoSeries([], crs="EPSG:4326"))
        assert joined.empty
        assert "admin1_code" in joined


class TestOtherTables:
    def test_every_country_has_an_outline(self, today: Boundaries) -> None:
        outlines = today.countries
        assert outlines.crs == "EPSG:4326"
        assert outlines.geometry.is_valid.all()
        assert set(outlines["country_iso2"]) == set(today.frame["country_iso2"].dropna())
        assert outlines["country_name"].notna().all()

    def test_outlines_stay_near_the_provinces(self, today: Boundaries) -> None:
        for country in CORE:
            units = today.frame.geometry[today.frame["country_iso2"] == country].to_numpy()
            outline = today.countries.set_index("country_iso2").loc[country, "geometry"]
            assert outline.area == pytest.approx(shapely.area(units).sum(), rel=0.01)

    def test_disputed_lines_are_named(self, today: Boundaries) -> None:
        lines = today.disputed
        assert lines.crs == "EPSG:4326"
        assert set(lines.geom_type) <= {"LineString", "MultiLineString"}
        assert {"Indian claim", "Pakistani claim"} <= set(lines["name"])


class TestFiles:
    def test_a_missing_file_is_a_table_error(self, tmp_path: Path) -> None:
        with pytest.raises(TableError, match=r"gone\.parquet"):
            Boundaries.load(tmp_path / "gone.parquet")

    def test_a_damaged_file_is_a_table_error(self, tmp_path: Path) -> None:
        damaged = tmp_path / "damaged.parquet"
        damaged.write_bytes(b"PAR1 but no more")
        with pytest.raises(TableError, match=r"damaged\.parquet"):
            Boundaries.load(damaged)

    def test_a_parquet_of_something_else_is_a_table_error(self, tmp_path: Path) -> None:
        other = tmp_path / "other.parquet"
        pd.DataFrame({"a": [1]}).to_parquet(other)
        with pytest.raises(TableError, match=r"other\.parquet"):
            Boundaries.load(other)


def test_opening_is_quick() -> None:
    Boundaries.load()  # the first reading loads pyarrow's own parts
    start = time.perf_counter()
    Boundaries.load().locate(34.526, 69.178)
    assert time.perf_counter() - start < 1.0  # 0.1 s here; a loaded machine is slower
