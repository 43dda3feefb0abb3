"""Which group a name is, where that depends on the place and the date."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from geo.grammar.spots import Role
from geo.records import Relation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.grammar.links import Link
    from geo.records import ActorMention, Place

_GOVERNS = re.compile(
    r"(?:['\u2019]s)? (?:(?:acting|caretaker|central|current|de facto|defen[cs]e|education|finance|"
    r"foreign|health|information|interim|interior|justice|local|new|own|provincial) )?"
    r"(?:administration|authorities|government|regime|rulers|ministry|ministries)\b"
)
_OFFICE = re.compile(
    r"\b(?:Commission|Court|Department|Directorate|Embassy|Ministry|Office)\b[\w ]{0,30} of the $"
)
_COUNCIL = re.compile(r"\b(?:Quetta|leadership) (?:council|[Ss]hura) of the (?:Afghan )?$")
_OFFICE_BEFORE = 60  # characters
_COUNCIL_BEFORE = 40  # characters
TAKEOVER = date(2021, 9, 1)  # the last foreign troops have left: the Taliban rule Afghanistan
_KHORASAN = frozenset(["AF", "PK"])  # where Islamic State is its Khorasan Province
_IRANIAN_JUNDALLAH = frozenset(["IR", "PK"])


def actor_at(
    actor_id: str, mention: ActorMention, place: Place, link: Link, *, rules: bool, names_ttp: bool
) -> str | None:
    """Return the id that a claim carries, or None where the name makes no claim there.

    Parameters
    ----------
    actor_id, mention
        One of the ids of a mention, and the mention.
    place, link
        Where the claim is, and how the sentence ties the two.
    rules
        True from the Taliban's takeover on: as rulers they make no claim where they govern.
    names_ttp
        True where the text names the Pakistani Taliban, whom "Taliban" then means in Pakistan.
    """
    country = place.country_iso2
    if actor_id == "islamic-state" and country in _KHORASAN:
        return "iskp"
    shared = mention.how == "weak" or "jundallah-iran" in mention.actor_ids
    if shared and not _fits(actor_id, mention.actor_ids, country):
        return None
    if actor_id != "taliban":
        return actor_id
    if country == "AF" and rules:
        takes = link.relation is Relation.CONTROL and link.role.role is Role.OBJECT
        return actor_id if takes else None
    return "ttp" if country == "PK" and mention.how == "weak" and names_ttp else actor_id


def governs(text: str, mention: ActorMention) -> bool:
    """Tell whether a name is that of a government: "the Taliban authorities"."""
    return _GOVERNS.match(text, mention.end) is not None or is_office(text, mention)


def is_office(text: str, mention: ActorMention) -> bool:
    """Tell whether a name only says whose office acts: "the Directorate of the Islamic Emirate"."""
    before = max(0, mention.start - _OFFICE_BEFORE)
    owned = text.endswith(" of the ", before, mention.start)
    return owned and _OFFICE.search(text, before, mention.start) is not None


def is_afghan(text: str, mention: ActorMention) -> bool:
    """Tell whether "the Taliban" are those of Afghanistan: "the Quetta council of the Taliban"."""
    before = max(0, mention.start - _COUNCIL_BEFORE)
    owned = text.endswith((" of the ", " of the Afghan "), before, mention.start)
    return owned and _COUNCIL.search(text, before, mention.start) is not None


def meant_in(mention: ActorMention, countries: Sequence[str]) -> ActorMention:
    """Return a mention with the one group that its name means in the country named last.

    Parameters
    ----------
    mention
        Of one group or several that share a name (Daesh, Jundullah).
    countries
        ISO 3166-1 alpha-2 codes of the places so far, the latest first.
    """
    ids = mention.actor_ids
    if mention.how != "weak" or len(ids) == 1 or not countries:
        return mention
    fitting = tuple(i for i in ids if _fits(i, ids, countries[0]))
    return replace(mention, actor_ids=fitting) if fitting else mention


def _fits(actor_id: str, ids: tuple[str, ...], country: str | None) -> bool:
    """Tell whether a name of several groups means this one in a country (Daesh, Jundullah)."""
    if {"iskp", "islamic-state"} <= set(ids):
        return actor_id == ("iskp" if country in _KHORASAN else "islamic-state")
    if "jundallah-iran" in ids and len(ids) > 1:
        return (actor_id == "jundallah-iran") == (country in _IRANIAN_JUNDALLAH)
    if "jaish-al-adl" in ids and len(ids) > 1:
        return (actor_id == "jaish-al-adl") == (country == "IR")
    return len(ids) == 1  # "the Lashkar" of a text that names none in full may be any
