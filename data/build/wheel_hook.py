"""Hatchling's build hook: puts tables, sources, sample and browser files into the wheel."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDERS = {
    "data/tables": "geo/tables",
    "data/sources": "geo/sources",
    "data/sample": "geo/sample",
    "data/assets": "maps/assets",
}


class TablesHook(BuildHookInterface):  # type: ignore[type-arg]  # hatchling has no stubs for it
    """Adds the data folders to a wheel; an editable install reads them in the checkout."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Register the folders with the build, the browser files fetched if they can be."""
        if version != "standard":
            return
        root = Path(self.root)
        if not (root / "data/assets").is_dir():
            self._fetch_assets(root)
        for source, target in FOLDERS.items():
            if (root / source).is_dir():
                build_data["force_include"][str(root / source)] = target

    def _fetch_assets(self, root: Path) -> None:
        script = root / "data/build/assets.py"
        if not script.is_file() or subprocess.run([sys.executable, script], check=False).returncode:  # noqa: S603 - our own script
            self.app.display_warning(
                "the browser files could not be fetched: this wheel's maps will link to a CDN"
            )
