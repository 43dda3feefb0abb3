"""A boundary file of the user's own, as a build takes it: chosen, opened, recorded, told of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo import fetched
from geo.errors import UsageError
from maps.inputs import file_sum

if TYPE_CHECKING:
    from pathlib import Path

    from geopandas import GeoDataFrame

    from geo.boundaries import Boundaries


@dataclass(frozen=True, slots=True)
class Areas:
    """A boundary file and its columns.

    Attributes
    ----------
    path
        Anything that GDAL reads, or GeoParquet.
    name_column, code_column
        The columns with the areas' names and codes; without codes the names stand in.
    """

    path: Path
    name_column: str
    code_column: str | None = None

    @classmethod
    def chosen(
        cls, path: Path | None, name_column: str | None, code_column: str | None
    ) -> Areas | None:
        """Return what the options say, None where they name no file.

        A path that is no file may be the name of fetched boundaries (``boundaries-AF-ADM2``).

        Raises
        ------
        UsageError
            Where a file has no column of names, or a column no file.
        """
        if path is None:
            if name_column or code_column:
                raise UsageError("--name-column and --code-column go with --boundaries FILE")
            return None
        if not path.exists() and (table := fetched.find(str(path))):
            return cls(
                table.folder / fetched.AREAS, name_column or "shapeName", code_column or "shapeID"
            )
        if name_column is None:
            raise UsageError(f"{path}: name the column of the areas' names with --name-column")
        return cls(path, name_column, code_column)

    def open(self) -> Boundaries:
        """Read the areas.

        Raises
        ------
        BoundaryError
            Where the file cannot be read or used.
        """
        from geo.boundaries import Boundaries  # noqa: PLC0415 - pandas takes half a second

        return Boundaries.from_file(
            self.path, name_column=self.name_column, code_column=self.code_column
        )

    def notes(self, claims: GeoDataFrame, boundaries: Boundaries) -> list[tuple[str, str]]:
        """Return what was mended in the file, and which claims are in none of its areas."""
        from geo.areas import in_areas  # noqa: PLC0415 - pandas takes half a second to import

        _, notes = in_areas(claims, boundaries)
        return [(self.path.name, text) for text in (*boundaries.notes, *notes)]

    def record(self) -> dict[str, str | None]:
        """Return the file as ``run.json`` names it."""
        columns = {"name_column": self.name_column, "code_column": self.code_column}
        return {**file_sum(self.path), **columns}
