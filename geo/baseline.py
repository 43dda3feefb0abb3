"""The extractor to beat: every actor with every place of its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.records import Claim, Polarity, Relation, TimeStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.readings import Reader, Reading
    from geo.records import ActorMention, Document, Place, PlaceMention, Resolution


class AllPairs:
    """Claims from names alone, without grammar; for measuring what the grammar adds.

    Parameters
    ----------
    reader
        Finds the mentions and resolves the places, as it does for the real extractor.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def extract(self, document: Document) -> list[Claim]:
        """Return a claim for each actor and each resolved place of each sentence."""
        claims: list[Claim] = []
        for reading in self._reader.read(document):
            for actor_id, actor, place in _pairs(reading):
                number = f"{document.document_id}:{len(claims)}"
                claims.append(self._claim(document, reading, (number, actor_id, actor), place))
        return claims

    def _claim(
        self,
        document: Document,
        reading: Reading,
        who: tuple[str, str, ActorMention],
        where: tuple[PlaceMention, Resolution, Place],
    ) -> Claim:
        claim_id, actor_id, actor = who
        mention, resolution, place = where
        start, end = reading.sentence.start, reading.sentence.end
        return Claim(
            claim_id=claim_id,
            actor_id=actor_id,
            actor_name=self._reader.registry.name(actor_id),
            actor_surface=actor.surface,
            place_surface=mention.surface,
            place_name=place.name,
            geonameid=place.geonameid,
            country_iso2=place.country_iso2 or "",
            admin1_code=place.admin1_code,
            admin1_name=place.admin1_name,
            where_prec=resolution.where_prec,
            latitude=place.latitude,
            longitude=place.longitude,
            geocode_score=resolution.score,
            relation=Relation.PRESENCE,
            polarity=Polarity.ASSERTED,
            time_status=TimeStatus.CURRENT,
            attributed_to=None,
            event_start=None,
            event_end=None,
            published=document.published,
            confidence=1.0,
            quote=reading.unit.text[start:end],
            quote_start=start if reading.unit.is_body else None,
            quote_end=end if reading.unit.is_body else None,
            document_id=document.document_id,
            title=document.title,
            publisher=document.publisher,
            url=document.url,
        )


def _pairs(
    reading: Reading,
) -> Iterator[tuple[str, ActorMention, tuple[PlaceMention, Resolution, Place]]]:
    for actor in reading.actors:
        for mention, resolution in zip(reading.places, reading.resolutions, strict=True):
            place = resolution.place
            if place is not None and place.country_iso2:
                for actor_id in actor.actor_ids:
                    yield actor_id, actor, (mention, resolution, place)
