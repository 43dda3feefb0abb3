"""Hatchling's build hook: puts tables, sources and sample into the wheel, inside ``geo``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = {"data/tables": "geo/tables", "data/sources": "geo/sources", "data/sample": "geo/sample"}


class TablesHook(BuildHookInterface):  # type: ignore[type-arg]
    """Adds the data folders to a wheel; an editable install reads them in the checkout."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Register the folders with the build."""
        if version != "standard":
            return
        for source, target in FOLDERS.items():
            build_data["force_include"][str(Path(self.root) / source)] = target
