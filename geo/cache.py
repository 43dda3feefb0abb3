"""Where what was fetched from the network lies: a folder of the user's, outside the program."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER_VARIABLE = "PRESENCE_MAPPER_CACHE"
"""Environment variable with a folder to use instead of the user's cache."""


def folder(name: str) -> Path:
    """Return the folder for one kind of data (``tables``, ``answers``), whether it exists or not.

    It lies in the user's cache, or in the folder that :data:`FOLDER_VARIABLE` names.
    """
    chosen = os.environ.get(FOLDER_VARIABLE)
    if chosen:
        return Path(chosen).expanduser() / name
    from platformdirs import user_cache_path  # noqa: PLC0415 - not where a folder is named

    return user_cache_path("presence-mapper", appauthor=False) / name
