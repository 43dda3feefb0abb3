"""What makes a claim, what makes none, and what it says."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import TYPE_CHECKING

import pytest
from claimkit import UMBRELLA, claims, facts, where

from geo import tables
from geo.claims import Extractor
from geo.grammar.lexicon import Lexicon
from geo.records import Document

if TYPE_CHECKING:
    from pathlib import Path


def test_lists_multiply_and_around_is_near() -> None:
    found = claims(UMBRELLA)
    provinces = ["AF-BAL", "AF-BDS", "AF-BGL", "AF-KAB"]
    expected = sorted(product(["etim", "etlf", "tip"], provinces))
    assert sorted((c.actor_id, c.admin1_code) for c in found) == expected
    assert {(c.admin1_code, c.where_prec) for c in found} == {
        *((code, 4) for code in provinces[:3]),
        ("AF-KAB", 2),
    }
    assert {(str(c.relation), str(c.polarity), str(c.time_status)) for c in found} == {
        ("presence", "asserted", "current")
    }


@pytest.mark.parametrize(
    "words",
    ["around Jalalabad", "near Jalalabad", "on the outskirts of Jalalabad", "close to Jalalabad"],
)
def test_words_of_nearness_lower_the_precision_to_two(words: str) -> None:
    (claim,) = claims(f"The TTP keeps a training camp {words}.")
    assert (claim.admin1_code, claim.where_prec) == ("AF-NAN", 2)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Diplomats from Pakistan and Iran met in Kabul to discuss the TTP.", id="talks"
        ),
        pytest.param("Islamabad accused the TTP of gathering strength.", id="capital accuses"),
        pytest.param(
            "Kabul has twice warned the TTP against talking to reporters.", id="capital acts"
        ),
        pytest.param("Beijing's concerns about ETIM are growing.", id="capital's concerns"),
        pytest.param("The Afghan Taliban praised the TTP.", id="a people"),
        pytest.param(
            "A professor at Kabul University wrote a book about ISKP.", id="an institution"
        ),
        pytest.param(
            "The Balochistan Liberation Army published a statement.", id="a place in a group's name"
        ),
        pytest.param(
            "Islamic State Khorasan Province released a video.", id="a province in a group's name"
        ),
        pytest.param("The Kabul Accord says nothing about the TTP.", id="a treaty's name"),
        pytest.param("A village elder in Kunar said the TTP was weak.", id="where somebody speaks"),
        pytest.param("A TTP member was jailed in Karachi.", id="jail"),
        pytest.param("Three BLA men stood trial in Quetta.", id="trial"),
        pytest.param(
            "BLA gunmen stopped a bus on the highway between Quetta and Karachi.", id="route"
        ),
        pytest.param("ISKP vowed to topple the government in Dushanbe.", id="aim of an intention"),
        pytest.param("China and Russia have designated the ETIM.", id="countries that designate"),
        pytest.param("Unknown gunmen killed a teacher in Quetta.", id="unnamed attackers"),
        pytest.param("The Taliban killed four policemen in Ghazni.", id="rulers where they rule"),
        pytest.param("Husain Haqqani lives in Washington.", id="a person with a group's name"),
        pytest.param("A former fighter of the TTP sells fruit in Multan.", id="a former fighter"),
        pytest.param("The SSP of police was posted to Quetta.", id="a rank like an acronym"),
        pytest.param(
            "SSP Irfan Bahadur told reporters so. The SSP was killed in Karachi on Monday.",
            id="a rank that somebody holds",
        ),
        pytest.param("If the BLA had a base in Nimroz, Iran would complain.", id="a condition"),
        pytest.param("Leave a TIP at the desk in Kabul.", id="a plain word"),
    ],
)
def test_no_claim(text: str) -> None:
    assert claims(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "ETLF claimed an attack on Chinese engineers in Tajikistan.",
            {("etlf", "TJ")},
            id="the target's origin is no place of it",
        ),
        pytest.param(
            "The victims of the ISKP attack in Kerman were Afghans and Indians.",
            {("iskp", "IR-08")},
            id="nor is the victims' nationality",
        ),
        pytest.param(
            "Police in Tank said the TTP had opened fire on a checkpoint in Kulachi.",
            {("ttp", "PK-KP")},
            id="the speaker's seat stays out",
        ),
        pytest.param(
            "Pakistan's army said the TTP had killed six soldiers in Bannu.",
            {("ttp", "PK-KP")},
            id="an owner's country stays out",
        ),
        pytest.param(
            "The TTP has bases in Kunar, and the BLA has bases in Nimroz.",
            {("ttp", "AF-KNR"), ("bla", "AF-NIM")},
            id="two clauses do not mix",
        ),
        pytest.param(
            "The ISKP and the TTP have camps in Nangarhar and Kunar, respectively.",
            {("iskp", "AF-NAN"), ("ttp", "AF-KNR")},
            id="respectively",
        ),
        pytest.param(
            "The TTP fired rockets from Kunar at a post in Bajaur.",
            {("ttp", "AF-KNR"), ("ttp", "PK-KP")},
            id="where an attack came from and what it hit",
        ),
        pytest.param(
            "KABUL (Agency) - The ISKP attacked a bus in Herat.",
            {("iskp", "AF-HER")},
            id="a dateline is no place of it",
        ),
        pytest.param(
            "QUETTA, March 3 - The BLA blew up a pylon near Turbat, Kech.",
            {("bla", "PK-BA")},
            id="nor is one with a date",
        ),
        pytest.param(
            "The ISKP killed an imam from Kunduz in Kabul.",
            {("iskp", "AF-KAB")},
            id="nor is a victim's home",
        ),
        pytest.param(
            "The TTP, which has camps in Kunar, attacked Bannu.",
            {("ttp", "AF-KNR"), ("ttp", "PK-KP")},
            id="relative clause",
        ),
        pytest.param(
            "- Kech: BLF, BLA", {("blf", "PK-BA"), ("bla", "PK-BA")}, id="a row of a list"
        ),
        pytest.param("BLA attack in Gwadar", {("bla", "PK-BA")}, id="a headline"),
    ],
)
def test_where(text: str, expected: set[tuple[str, str]]) -> None:
    assert where(text) == expected


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("The TTP is based in Afghanistan.", "AF"),
        ("The ISKP operates on Afghan soil.", "AF"),
        ("Afghanistan hosts the TTP.", "AF"),
        ("The ETLF attacked a convoy in Tajikistan.", "TJ"),
    ],
)
def test_a_country_alone_has_no_province_and_no_point(text: str, country: str) -> None:
    (claim,) = claims(text)
    assert (claim.country_iso2, claim.where_prec) == (country, 6)
    assert (claim.admin1_code, claim.admin1_name) == (None, None)
    assert (claim.latitude, claim.longitude) == (None, None)


def test_a_province_has_no_point_and_a_town_has() -> None:
    (province,) = claims("The TTP has camps in Kunar.")
    (town,) = claims("The TTP has a camp in Peshawar.")
    assert (province.where_prec, province.latitude, province.longitude) == (4, None, None)
    assert town.where_prec == 1
    assert town.latitude == pytest.approx(34.0, abs=0.1)
    assert town.longitude == pytest.approx(71.5, abs=0.1)


def test_regions_across_provinces_have_no_province_and_those_inside_one_keep_it() -> None:
    (across,) = claims("The TTP has a presence in Loya Paktia.")
    (inside,) = claims("The TTP has a base in Waziristan.")
    assert (across.country_iso2, across.admin1_code, across.where_prec) == ("AF", None, 5)
    assert (inside.admin1_code, inside.where_prec) == ("PK-KP", 5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ISKP has a cell in Tirah valley, Khyber district, Khyber Pakhtunkhwa.", ("PK-KP", 2)),
        ("ISKP has a cell in Achin district, Nangarhar, Afghanistan.", ("AF-NAN", 3)),
        ("The BLA has a camp in Panjgur, Balochistan.", ("PK-BA", 3)),
        ("The TTP shot a man in Peshawar, Khyber Pakhtunkhwa, Pakistan.", ("PK-KP", 1)),
    ],
)
def test_a_place_and_what_contains_it_are_one_claim(text: str, expected: tuple[str, int]) -> None:
    (claim,) = claims(text)
    assert (claim.admin1_code, claim.where_prec) == expected


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        pytest.param("The TTP has camps in Kunar.", {"presence"}, id="camps"),
        pytest.param("The BLF claimed the blast in Turbat.", {"attack"}, id="claimed blast"),
        pytest.param("The BLA killed five soldiers in Kech.", {"attack"}, id="killed"),
        pytest.param("Two ISKP members were arrested in Herat.", {"operation"}, id="arrested"),
        pytest.param("A drone killed a TTP commander in Kunar.", {"operation"}, id="leader killed"),
        pytest.param(
            "The army raided a TTP hideout in Tank.", {"operation", "presence"}, id="base raided"
        ),
        pytest.param(
            "The chief of Jaish al-Adl lives in Saravan.", {"presence"}, id="leader lives"
        ),
        pytest.param(
            "The TTP leader Noor Wali Mehsud was seen in Kabul.", {"presence"}, id="leader seen"
        ),
        pytest.param("The TTP has controlled Mir Ali since 2023.", {"control"}, id="controls"),
        pytest.param("The ISKP took hold in Nangarhar.", {"presence"}, id="took hold"),
        pytest.param(
            "The NRF ambushed a Taliban patrol in Panjshir.", {"attack"}, id="another's patrol"
        ),
        pytest.param("TTP chiefs met in Khost to choose a leader.", {"other"}, id="own meeting"),
        pytest.param(
            "JMM, whose founders come from Zahedan, has a new leadership.", {"other"}, id="origin"
        ),
        pytest.param("The TTP raises money in Karachi.", {"other"}, id="money"),
        pytest.param(
            "The TTP's founder was born in South Waziristan.", {"other"}, id="founder's birth"
        ),
    ],
)
def test_relation(text: str, relations: set[str]) -> None:
    assert {relation for _, _, relation in facts(text, "relation")} == relations


def test_a_clash_is_an_attack_of_each() -> None:
    found = facts("The TTP clashed with ISKP in Bajaur.", "relation")
    assert found == {("ttp", "PK-KP", "attack"), ("iskp", "PK-KP", "attack")}


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The TTP has camps in Kunar.", "asserted"),
        ("The TTP reportedly has camps in Kunar.", "hedged"),
        ("The TTP may have camps in Kunar.", "hedged"),
        ("The TTP is suspected of running camps in Kunar.", "hedged"),
        ("According to intelligence assessments, the TTP has camps in Kunar.", "hedged"),
        ("Kabul denies that the TTP operates from Kunar.", "denied"),
        ("There is no evidence that the TTP has bases in Kunar.", "denied"),
        ("The TTP does not have camps in Kunar.", "denied"),
        ("No TTP fighters remain in Kunar.", "denied"),
        ("Kabul has not denied that the TTP has camps in Kunar.", "asserted"),
        ("The TTP never left Kunar.", "asserted"),
        ("It is not true that the TTP has camps in Kunar.", "denied"),
        ("Rumours that the TTP had taken Kunar were false.", "denied"),
        ("The TTP lacks any foothold in Kunar.", "denied"),
        ("The TTP has yet to establish itself in Kunar.", "denied"),
        ("The TTP failed to gain a foothold in Kunar.", "denied"),
        ("It is wrong to say the TTP is in Kunar.", "denied"),
    ],
)
def test_polarity(text: str, polarity: str) -> None:
    assert facts(text, "polarity") == {("ttp", "AF-KNR", polarity)}


def test_a_contesting_voice_makes_a_second_claim() -> None:
    text = "A UN report says ISKP has cells in Kunar. Kabul denies that ISKP has cells in Kunar."
    assert facts(text, "polarity") == {
        ("iskp", "AF-KNR", "hedged"),
        ("iskp", "AF-KNR", "denied"),
    }


def test_a_contested_claim_is_hedged_and_the_contest_denied() -> None:
    text = "ISKP has fighters in Kunar, a UN report says, but the Taliban deny it."
    assert facts(text, "polarity") == {
        ("iskp", "AF-KNR", "hedged"),
        ("iskp", "AF-KNR", "denied"),
    }


def test_an_exception_is_denied_and_the_rule_stands() -> None:
    text = "The TTP has cells in every province of Afghanistan except Panjshir."
    assert facts(text, "polarity") == {("ttp", "AF-PAN", "denied"), ("ttp", "AF", "asserted")}


@pytest.mark.parametrize(
    "text",
    [
        "The BLA is active in Kech and Gwadar but not in Herat.",
        "The BLA is active in Kech, though not in Herat.",
        "The BLA is active in Kech, but not elsewhere, and certainly not in Herat.",
    ],
)
def test_a_place_left_out_of_a_list_is_denied(text: str) -> None:
    found = facts(text, "polarity")
    assert ("bla", "PK-BA", "asserted") in found
    assert {one for one in found if one[1] == "AF-HER"} == {("bla", "AF-HER", "denied")}


def test_what_another_place_was_like_ties_no_group_to_it() -> None:
    assert where("Herat was quiet while the ISKP regrouped in Badghis.") == {("iskp", "AF-BDG")}


def test_not_only_is_no_denial() -> None:
    text = "Not only in Kunar but also in Khost, the TTP has camps."
    assert facts(text, "polarity") == {
        ("ttp", "AF-KNR", "asserted"),
        ("ttp", "AF-KHO", "asserted"),
    }


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Officials reject claims that the TTP has camps in Khost.", "Officials"),
        ("A UN report says that the TTP has camps in Khost.", "A UN report"),
        ("The claim that the TTP has camps in Khost is baseless.", None),
    ],
)
def test_the_speaker_is_a_noun_phrase_or_none(text: str, speaker: str | None) -> None:
    assert [claim.attributed_to for claim in claims(text)] == [speaker]


def test_who_denies_an_attack_is_denied_it_where_it_was() -> None:
    text = "Unknown gunmen killed a teacher in Quetta. The BLA denied involvement."
    assert facts(text, "polarity") <= {("bla", "PK-BA", "denied")}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The IMU has bases in Badakhshan.", "current"),
        ("In the 1990s the IMU had bases in Badakhshan.", "historical"),
        ("The IMU had bases in Badakhshan until 2001.", "historical"),
        ("The IMU used to run a camp in Badakhshan.", "historical"),
        ("The IMU has had bases in Badakhshan since 2019.", "current"),
        ("The IMU threatens to bomb a bridge in Badakhshan.", "planned"),
        ("The IMU plans to attack a garrison in Badakhshan.", "planned"),
    ],
)
def test_time_status(text: str, status: str) -> None:
    assert facts(text, "time_status") == {("imu", "AF-BDS", status)}


def test_movement_leaves_one_place_and_enters_the_other() -> None:
    found = facts("The TTP moved from Kunar to Paktika.", "time_status")
    assert found == {("ttp", "AF-KNR", "historical"), ("ttp", "AF-PKA", "current")}


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("The TTP has controlled Mir Ali since 2023.", date(2023, 1, 1), None),
        ("The TTP had camps in Kunar until 2014.", None, date(2014, 12, 31)),
        ("The TTP has camps in Kunar.", None, None),
    ],
)
def test_event_dates(text: str, start: date | None, end: date | None) -> None:
    (claim,) = claims(text)
    assert (claim.event_start, claim.event_end) == (start, end)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ambassador Sadiq said the TTP has camps in Kunar.", "Ambassador Sadiq"),
        ("The UN report states that the TTP has camps in Kunar.", "The UN report"),
        ("The TTP will attack Bannu, a spokesman said.", "a spokesman"),
        ("According to intelligence reports, the TTP has camps in Kunar.", "intelligence reports"),
        ("The TTP fired rockets at a post in Kunar.", None),
        ("The TTP has camps in Kunar.", None),
    ],
)
def test_speaker(text: str, speaker: str | None) -> None:
    (claim,) = claims(text)
    assert claim.attributed_to == speaker


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The ISKP holds a valley in Nangarhar. The group has also recruited in Kunar.",
            {("iskp", "AF-NAN"), ("iskp", "AF-KNR")},
            id="the group",
        ),
        pytest.param(
            "The BLA killed soldiers in Kech. Its fighters ambushed a convoy near Hub.",
            {("bla", "PK-BA")},
            id="its fighters",
        ),
        pytest.param(
            "Farmers sell melons. The group has camps in Kunar.", set(), id="nobody named before"
        ),
    ],
)
def test_stand_ins_for_an_actor(text: str, expected: set[tuple[str, str]]) -> None:
    assert where(text) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2015, 10, 1), {("taliban", "AF-HEL")}),
        (date(2021, 8, 14), {("taliban", "AF-HEL")}),
        (date(2021, 8, 31), {("taliban", "AF-HEL")}),
        (date(2021, 9, 1), set()),
        (None, set()),
    ],
)
def test_the_taliban_make_claims_until_they_rule(
    day: date | None, expected: set[tuple[str, str]]
) -> None:
    assert where("Taliban fighters ambushed a convoy in Helmand.", published=day) == expected


def test_the_taliban_outside_afghanistan_or_taking_a_place_still_do() -> None:
    assert where("The Taliban run a training camp in Quetta.") == {("taliban", "PK-BA")}
    found = facts("The Taliban captured Kunduz city.", "relation")
    assert found == {("taliban", "AF-KDZ", "control")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Islamic State fighters attacked a mosque in Kabul.", {("iskp", "AF-KAB")}),
        ("ISIS gunmen attacked a bus in Quetta.", {("iskp", "PK-BA")}),
        ("Daesh militants killed two farmers in Nangarhar.", {("iskp", "AF-NAN")}),
        ("Daesh militants killed two farmers in Deir ez-Zor.", {("islamic-state", "SY-DY")}),
        ("Islamic State fighters attacked a convoy in Raqqa.", {("islamic-state", "SY-RA")}),
    ],
)
def test_islamic_state_by_country(text: str, expected: set[tuple[str, str]]) -> None:
    assert where(text) == expected


def test_taliban_in_pakistans_insurgency_are_the_ttp_where_the_text_says_so() -> None:
    text = "The TTP is back. Taliban gunmen killed two policemen in Tank."
    assert where(text) == {("ttp", "PK-KP")}


def test_groups_that_no_registry_has_go_by_their_name() -> None:
    text = "The Sindhudesh Revolutionary Army (SRA) bombed a bank in Karachi. SRA has cells there."
    assert where(text) == {("unlisted:Sindhudesh Revolutionary Army", "PK-SD")}
    assert {c.actor_name for c in claims(text)} == {"Sindhudesh Revolutionary Army"}


@pytest.mark.parametrize(
    ("text", "stray"),
    [
        (
            (
                "TTP men attacked a post near the Malang area, police in Dera Ismail Khan said. "
                "Tank and Bannu were calm."
            ),
            "ID",  # the one Malang of the gazetteer is a city in Indonesia
        ),
        (
            "LeT workers were caught in Hajin, Bandipora. Srinagar and Kupwara were calm.",
            "SY",  # Hajin lies in Syria, too
        ),
    ],
)
def test_a_namesake_far_from_all_else_makes_no_claim(text: str, stray: str) -> None:
    assert stray not in {claim.country_iso2 for claim in claims(text)}


def test_a_town_across_the_border_is_not_far() -> None:
    text = "ISKP fired rockets at Termez from Hairatan. Mazar-e Sharif and Kabul were calm."
    assert ("iskp", "UZ-SU") in where(text)


@pytest.mark.parametrize(
    "opening",
    [
        "BLF: Statement on the fighting\n\n",
        "Foreign Relations Committee, Balochistan Liberation Front\n\n",
    ],
)
def test_we_are_the_group_whose_statement_it_is(opening: str) -> None:
    text = opening + "The enemy lies. Our fighters attacked a convoy in Awaran."
    assert where(text) == {("blf", "PK-BA")}


def test_deeds_without_a_name_are_those_of_the_group_whose_statement_it_is() -> None:
    text = "BLF media office: summary of operations\n\nTwo posts in Awaran were hit by rockets. "
    assert where(text + "The BLF thanks its friends.") == {("blf", "PK-BA")}
    assert facts(text + "The BLF thanks its friends.", "relation") == {("blf", "PK-BA", "attack")}
    unsigned = text.partition("\n\n")[2] + "The BLF thanks its friends."
    assert where(unsigned) == set(), "nobody signs"


def test_we_are_nobody_in_a_statement_about_a_group() -> None:
    text = "Army: Statement on the BLF\n\nThe enemy lies. Our soldiers attacked a camp in Awaran."
    assert where(text) == set()


@pytest.mark.parametrize(
    "sentence",
    [
        "Training sites were set up in Khost.",
        "According to one Member State, several cells were active in Khost.",
        "A small network survives in Khost.",
    ],
)
def test_camps_and_cells_are_those_of_the_group_of_the_paragraph(sentence: str) -> None:
    assert where(f"The TTP has received support. {sentence}") == {("ttp", "AF-KHO")}
    assert where(f"The TTP has received support.\n\n{sentence}") == set(), "another paragraph"
    assert where(f"The TTP fights ISKP. {sentence}") == set(), "of which of the two?"


def test_gunmen_without_a_name_are_nobodys() -> None:
    assert where("The TTP has received support. Gunmen were killed in Khost.") == set()


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("The Taliban fought the army in Mingora.", {("ttp", "PK-KP")}),
        ("The Taliban of the Afghan south fought in Mingora.", {("taliban", "PK-KP")}),
        ("The Taliban's leaders live in Quetta.", {("taliban", "PK-BA")}),
    ],
)
def test_the_taliban_in_pakistan_are_its_own_where_no_afghan_is_named(
    text: str, groups: set[tuple[str, str]]
) -> None:
    assert where(text) == groups


def test_an_undated_text_of_earlier_years_is_of_a_movement() -> None:
    text = "Since the peace of 2016 the Taliban have held Waygal."
    assert where(text, published=None) == {("taliban", "AF-NUR")}
    assert where(text.replace("2016", "2022"), published=None) == set()


def test_what_happens_between_two_places_of_one_province_happens_in_it() -> None:
    assert where("Jaish al-Adl killed guards on a bus between Khash and Zahedan.") == {
        ("jaish-al-adl", "IR-11")
    }
    assert where("Jaish al-Adl killed guards on a bus between Kerman and Zahedan.") == set()


def test_a_report_that_the_next_sentence_takes_back_is_hedged_and_denied() -> None:
    text = "The TTP trains in Kunar, an officer said. Kabul's spokesman called the report baseless."
    hedged, denied = claims(text)
    assert (hedged.polarity, denied.polarity) == ("hedged", "denied")
    assert denied.quote == "Kabul's spokesman called the report baseless."
    assert denied.attributed_to == "Kabul's spokesman"
    assert text[denied.quote_start : denied.quote_end] == denied.quote
    assert hedged.quote == "The TTP trains in Kunar, an officer said."
    assert len({hedged.claim_id, denied.claim_id}) == len((hedged, denied))


@pytest.mark.parametrize(
    "after",
    [
        "A guard denied them entry to the town.",
        "The officer rejected a claim for damages.",
        "Kabul did not deny the report.",
        "\n\nKabul has denied that prices rose.",
    ],
)
def test_a_denial_of_something_else_takes_nothing_back(after: str) -> None:
    (made,) = claims("The TTP trains in Kunar. " + after)
    assert made.polarity == "asserted"


def test_a_word_added_to_the_lexicon_takes_a_report_back(tmp_path: Path) -> None:
    shipped = tables.source("lexicon.toml").read_text("utf-8")
    own = tmp_path / "lexicon.toml"
    own.write_text(shipped.replace("\nfalse; untrue;", "\nposhcock; false; untrue;"), "utf-8")
    text = "The TTP trains in Kunar. Kabul called the report poshcock."
    reader = Extractor.load(lexicon=Lexicon.load(own))
    assert {str(c.polarity) for c in reader.extract(Document("d", text))} == {"hedged", "denied"}
    assert {str(c.polarity) for c in claims(text)} == {"asserted"}
