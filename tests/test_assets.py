"""The script that gets the browser files."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def assets() -> ModuleType:
    spec = importlib.util.spec_from_file_location("assets", ROOT / "data" / "build" / "assets.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["assets"] = module
    spec.loader.exec_module(module)
    return module


def one(assets: ModuleType, content: bytes, **changes: str) -> object:
    entry = {
        "name": "a.js",
        "package": "a",
        "version": "1.0.0",
        "path": "dist/a.js",
        "cdn": "https://cdn.example/a.js",
        "sha256": hashlib.sha256(content).hexdigest(),
        "licence": "MIT",
    }
    return assets.Asset(**(entry | changes))


def test_every_entry_is_pinned(assets: ModuleType) -> None:
    entries = assets.read_manifest()
    assert entries
    for entry in entries:
        assert entry.version in entry.cdn
        assert entry.cdn.startswith("https://")
        assert len(entry.sha256) == 64
        assert entry.licence


def test_what_is_there_and_right_is_not_wanted(assets: ModuleType, tmp_path: Path) -> None:
    asset = one(assets, b"good")
    assert assets.missing([asset], tmp_path) == [asset]
    (tmp_path / "a.js").write_bytes(b"bad")
    assert assets.missing([asset], tmp_path) == [asset]
    (tmp_path / "a.js").write_bytes(b"good")
    assert assets.missing([asset], tmp_path) == []


def test_npm_first_then_the_address(
    assets: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asset = one(assets, b"good")
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "a.js").write_bytes(b"good")
    monkeypatch.setattr(assets, "unpack", lambda *_: tmp_path)
    monkeypatch.setattr(assets, "download", lambda _: pytest.fail("the address was asked"))
    assert assets.fetch([asset]) == {"a.js": b"good"}
    monkeypatch.setattr(assets, "unpack", lambda *_: None)
    monkeypatch.setattr(assets, "download", lambda _: b"good")
    assert assets.fetch([asset]) == {"a.js": b"good"}


def test_a_wrong_file_is_refused(assets: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    asset = one(assets, b"good")
    monkeypatch.setattr(assets, "unpack", lambda *_: None)
    monkeypatch.setattr(assets, "download", lambda _: b"evil")
    with pytest.raises(assets.AssetError, match="is not the file pinned"):
        assets.fetch([asset])


def test_no_network_is_said_in_a_sentence(
    assets: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> bytes:
        raise OSError("no route")

    monkeypatch.setattr(assets, "unpack", lambda *_: None)
    monkeypatch.setattr(assets, "download", refuse)
    with pytest.raises(assets.AssetError, match="neither npm nor https://cdn"):
        assets.fetch([one(assets, b"good")])


def test_only_https(assets: ModuleType) -> None:
    with pytest.raises(assets.AssetError, match="https"):
        assets.download(one(assets, b"", cdn="http://cdn.example/a.js"))
