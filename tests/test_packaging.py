"""The wheel, installed outside the checkout, does what the checkout does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DATA = {"geo/tables/": "data/tables", "geo/sources/": "data/sources", "geo/sample/": "data/sample"}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment of its own; only its dependencies are shared."""
    folder = tmp_path_factory.mktemp("env")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    command = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--no-deps",
        "--no-index",
    ]
    subprocess.run([*command, "--quiet", wheel], check=True)
    (site,) = folder.glob("lib/python*/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "bin" / "presence-mapper"


def run(program: Path, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [program, *arguments], cwd=cwd, env=clean, capture_output=True, text=True, check=False
    )


def test_the_wheel_carries_the_data(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for inside, folder in DATA.items():
        wanted = {
            inside + path.relative_to(ROOT / folder).as_posix()
            for path in (ROOT / folder).rglob("*")
            if path.is_file()
        }
        assert wanted
        assert wanted <= set(names)
    assert "maps/assets/leaflet.js" in names
    assert "geo/py.typed" in names
    assert not [name for name in names if name.startswith(("tests/", "data/"))]


def test_an_installed_program_reads_its_own_tables(program: Path, tmp_path: Path) -> None:
    done = run(program, "data", "list", "--json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    manifest = tomllib.loads((ROOT / "data/tables/manifest.toml").read_text(encoding="utf-8"))
    assert json.loads(done.stdout) == manifest["table"]
    python = program.with_name("python")
    where = run(python, "-c", "import geo, maps; print(geo.__file__, maps.__file__)", cwd=tmp_path)
    assert [str(program.parent.parent) in path for path in where.stdout.split()] == [True, True]


def test_an_installed_program_makes_maps(program: Path, tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text(
        "Officials said on Monday that ETIM has camps in Balkh and Badakhshan.", encoding="utf-8"
    )
    done = run(program, "build", "news.txt", "--out", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    record = json.loads((tmp_path / "out/run.json").read_text(encoding="utf-8"))
    assert record["counts"]["provinces"] == 2
    assert record["options"]["assets"] == "inline"
    done = run(program, "demo", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    page = tmp_path / done.stdout.splitlines()[-1]
    assert "<script src=" not in page.read_text(encoding="utf-8")
