"""Gets the browser files that a map page inlines: once, checked, into ``data/assets/``.

Which files, and what they must hash to, stands in ``data/sources/assets.toml``. A file comes
from the npm client where there is one (so the user's own npm settings hold), else from its
CDN address. Nothing is fetched where a right file is already there::

    python data/build/assets.py
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import urllib.request
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent
MANIFEST = DATA / "sources" / "assets.toml"
TARGET = DATA / "assets"
_TIMEOUT_SECONDS = 60


class AssetError(OSError):
    """A file that cannot be had, or is not the one that was pinned."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of the manifest; ``path`` is its path inside the npm package."""

    name: str
    package: str
    version: str
    path: str
    cdn: str
    sha256: str
    licence: str

    @property
    def spec(self) -> str:
        """The package as the npm client names it."""
        return f"{self.package}@{self.version}"


def read_manifest(path: Path = MANIFEST) -> list[Asset]:
    """Return the entries of the manifest."""
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["asset"]
    return [Asset(**entry) for entry in entries]


def is_right(content: bytes, asset: Asset) -> bool:
    """Say whether content is the pinned file."""
    return hashlib.sha256(content).hexdigest() == asset.sha256


def missing(assets: list[Asset], target: Path = TARGET) -> list[Asset]:
    """Return the assets that are not there yet, or not as pinned."""
    return [a for a in assets if not _present(target / a.name, a)]


def _present(path: Path, asset: Asset) -> bool:
    return path.is_file() and is_right(path.read_bytes(), asset)


def unpack(spec: str, folder: Path) -> Path | None:
    """Get a package with the npm client and return the folder it lies in, or None."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    try:
        subprocess.run(  # noqa: S603 - the client the user has, with a pinned name
            [npm, "pack", spec, "--silent", "--pack-destination", str(folder)],
            check=True,
            capture_output=True,
            timeout=_TIMEOUT_SECONDS * 2,
        )
    except (subprocess.SubprocessError, OSError):
        return None
    inside = folder / "unpacked"
    for archive in sorted(folder.glob("*.tgz")):
        with tarfile.open(archive) as tar:
            tar.extractall(inside, filter="data")
    return inside / "package"


def download(asset: Asset) -> bytes:
    """Get one file from its CDN address."""
    if not asset.cdn.startswith("https://"):
        raise AssetError(f"{asset.name}: the address in assets.toml must start with https://")
    with urllib.request.urlopen(asset.cdn, timeout=_TIMEOUT_SECONDS) as answer:  # noqa: S310 - https, checked above
        content: bytes = answer.read()
    return content


def fetch(wanted: list[Asset]) -> dict[str, bytes]:
    """Return the content of each wanted asset by its name, checked.

    Raises
    ------
    AssetError
        Where a file can be had neither way, or is not the pinned one.
    """
    found: dict[str, bytes] = {}
    for spec in sorted({asset.spec for asset in wanted}):
        with tempfile.TemporaryDirectory() as folder:
            package = unpack(spec, Path(folder))
            for asset in (a for a in wanted if a.spec == spec):
                found[asset.name] = _content(asset, package)
    return found


def _content(asset: Asset, package: Path | None) -> bytes:
    local = package / asset.path if package else None
    if local is not None and local.is_file() and is_right(content := local.read_bytes(), asset):
        return content
    try:
        content = download(asset)
    except OSError as error:
        raise AssetError(f"{asset.name}: neither npm nor {asset.cdn} gave it ({error})") from error
    if not is_right(content, asset):
        raise AssetError(f"{asset.name}: {asset.cdn} is not the file pinned in assets.toml")
    return content


def main() -> int:
    """Get what is missing; 0 when all is there."""
    wanted = missing(read_manifest())
    if not wanted:
        print("browser files: all there")
        return 0
    try:
        found = fetch(wanted)
    except AssetError as error:
        print(f"browser files: {error}", file=sys.stderr)
        return 1
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, content in found.items():
        part = TARGET / f".{name}.part"
        part.write_bytes(content)
        part.replace(TARGET / name)
        print(f"browser files: {name}, {len(content):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
