"""The house rules that can be read off the source: floors, third parties, sizes, names."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# The house, from the ground up: a module imports only from floors below its own.
HOUSE: tuple[tuple[str, str], ...] = (
    ("foundations", "geo.cache geo.errors geo.text geo.progress maps.safe maps.style"),
    ("values", "geo.records geo.moment_patterns geo.cover geo.own_boundaries geo.sounds"),
    ("", "geo.online.settings"),
    ("", "geo.spellings geo.files.raw geo.online.cache geo.online.answers"),
    (
        "their helpers",
        "geo.importance geo.entries geo.grammar.words geo.tables geo.schema geo.moments",
    ),
    ("tables that were fetched", "geo.fetched geo.online.services"),
    ("", "geo.download"),
    ("", "geo.geoboundaries"),
    ("", "geo.files.wrapping geo.files.quiet geo.files.decoding"),
    ("editable rules and stores", "geo.grammar.lexicon geo.actors geo.places geo.boundaries"),
    ("", "geo.place_tables"),
    ("", "geo.boilerplate_rules geo.dates geo.frames geo.syndication maps.tiles maps.credits"),
    ("", "geo.layered geo.districts"),
    ("files to texts", "geo.files.inputs geo.files.markup geo.boilerplate geo.files.published"),
    ("a review, read", "geo.stamps"),
    ("", "geo.files.headlines geo.files.page_files geo.files.print_files geo.files.record_files"),
    ("", "geo.files.text_files geo.review_files"),
    ("documents", "geo.review_rows geo.documents"),
    ("mentions", "geo.countries geo.context geo.actor_mentions geo.grammar.items"),
    ("", "geo.ordinary geo.same_places geo.villages geo.online.asker geo.unlisted"),
    ("", "geo.geonames geo.asking"),
    ("", "geo.fetching"),
    ("", "geo.territories geo.grammar.verbs geo.grammar.governors geo.stand_ins"),
    ("", "geo.namesakes geo.place_mentions geo.grammar.clauses"),
    ("", "geo.short_names geo.grammar.syntax geo.grammar.spots geo.grammar.wholes geo.evidence"),
    ("", "geo.spans"),
    ("", "geo.grammar.prepositions"),
    ("", "geo.grammar.roads"),
    ("resolved places", "geo.resolve geo.grammar.roles geo.discourse geo.narrowing geo.leaders"),
    ("ties", "geo.phrases geo.grammar.triggers geo.bare_subjects geo.pronouns"),
    ("", "geo.anaphora geo.grammar.holders geo.grammar.passives"),
    ("", "geo.gazetteer geo.grammar.allies geo.grammar.voice geo.review_places"),
    ("", "geo.grammar.attacks geo.grammar.bystanders geo.grammar.contrasts geo.grammar.untied"),
    ("a review, applied", "geo.grammar.relations geo.grammar.refusals geo.review"),
    ("", "geo.grammar.farther geo.online.chain"),
    ("", "geo.grammar.subjects"),
    ("", "geo.grammar.links"),
    ("stance", "geo.grammar.polarity geo.grammar.deeds geo.identity"),
    ("", "geo.grammar.times"),
    ("claims", "geo.grammar.stance geo.telling"),
    ("", "geo.borrowing geo.contests geo.units"),
    ("", "geo.readings"),
    ("", "geo.claims"),
    ("areas", "geo.areas"),
    ("areas", "geo.areas"),
    ("presence", "geo.presence geo.evaluation"),
    ("the composition", "geo.pipeline geo.geoparse"),
    ("", "geo.baseline geo.scale geo.explain"),
    ("layers", "maps.arguments maps.inputs maps.geometry maps.evidence maps.offline maps.regions"),
    ("", "maps.layers maps.panels"),
    ("the page and the files", "maps.render maps.multiples maps.export maps.lookup maps.own_areas"),
    ("", "maps.explaining maps.judging maps.reviewing maps.qgis maps.kml"),
    ("", "maps.flat maps.geopackage"),
    ("", "maps.formats maps.postgis"),
    ("a build", "maps.options maps.build maps.geoparsing"),
    ("the commands", "maps.data_commands"),
    ("", "maps.cli"),
)
FLOORS = {name: floor for floor, (_, names) in enumerate(HOUSE) for name in names.split()}
# Third parties that only these may import.
ONLY_IN = {
    "folium": {"maps"},
    "branca": {"maps"},
    "jinja2": {"maps"},
    "matplotlib": {"maps"},
    "typer": {"maps.cli", "maps.data_commands", "maps.options"},
    "sqlalchemy": {"maps.postgis"},
    "geoalchemy2": {"maps.postgis"},
    "dask": {"geo.scale"},
    "geopy": {"geo.gazetteer", "geo.online.services", "geo.online.chain", "maps.lookup"},
    "pooch": {"geo.download"},
    "requests": {"geo.download"},
    "filelock": {"geo.fetched"},
    "platformdirs": {"geo.cache"},
    "rich": {"geo.progress", "maps.explaining"},
}
LONGEST_MODULE = 400


def modules() -> dict[str, Path]:
    found = {}
    for package in ("geo", "maps"):
        for path in sorted((ROOT / package).glob("**/*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if parts[-1] != "__init__":  # the packages only say where a name is found
                found[".".join(parts)] = path
    return found


MODULES = modules()


def imports(path: Path, *, while_running: bool = True) -> set[str]:
    """Return the modules that a file imports, without those for type checking only."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found: set[str] = set()
    skipped: set[ast.AST] = set()
    if while_running:
        for node in ast.walk(tree):
            if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
                skipped.update(inner for part in node.body for inner in ast.walk(part))
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: a relative import"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                found.add(full if full in MODULES else node.module)
    return found


def test_every_module_has_its_floor() -> None:
    assert set(MODULES) <= set(FLOORS)


@pytest.mark.parametrize("name", sorted(MODULES))
def test_a_module_imports_only_from_a_lower_floor(name: str) -> None:
    used = imports(MODULES[name]) & FLOORS.keys() - {name}
    upward = {other for other in used if FLOORS[other] >= FLOORS[name]}
    assert not upward


@pytest.mark.parametrize("name", [name for name in sorted(MODULES) if name.startswith("geo")])
def test_geo_never_imports_maps(name: str) -> None:
    used = imports(MODULES[name], while_running=False)
    assert not {other for other in used if other.split(".")[0] == "maps"}


@pytest.mark.parametrize("name", sorted(MODULES))
def test_third_parties_stay_where_they_belong(name: str) -> None:
    used = {other.split(".")[0] for other in imports(MODULES[name])}
    for party, homes in ONLY_IN.items():
        if party in used:
            assert homes & {name, name.split(".", maxsplit=1)[0]}, f"{name} imports {party}"


def test_no_circle_even_for_types_among_running_imports() -> None:
    edges = {name: imports(path) & MODULES.keys() - {name} for name, path in MODULES.items()}
    done: set[str] = set()
    while ready := {name for name in edges.keys() - done if edges[name] <= done}:
        done |= ready
    assert done == edges.keys(), f"in a circle: {sorted(edges.keys() - done)}"


@pytest.mark.parametrize("name", sorted(MODULES))
def test_no_module_is_too_long(name: str) -> None:
    lines = len(MODULES[name].read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_MODULE


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_no_file_names_a_registry_or_a_lock() -> None:
    hosts = re.compile(
        rb"pypi" + rb"\.org|pythonhosted" + rb"\.org|registry\.npmjs" + rb"|deb\.debian" + rb"\.org"
    )
    for path in tracked():
        if path.is_file():
            assert not hosts.search(path.read_bytes()), path


def test_every_exception_to_a_check_says_why() -> None:
    bare = []
    noqa, ignore = "# " + "noqa", "# type: " + "ignore"
    for path in (one for one in tracked() if one.suffix == ".py" and one.is_file()):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            said = [line.partition(noqa)[2].partition(" - ")[2]] if noqa in line else []
            if ignore in line:
                said.append(line.partition(ignore)[2].partition("# ")[2])
            if any(len(why.split()) < 2 for why in said):
                bare.append(f"{path}:{number}")
    assert not bare


def test_importing_geo_loads_nothing_heavy() -> None:
    code = "import sys, geo; print([m for m in ('pandas', 'numpy', 'shapely') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_finding_claims_loads_no_geocoder() -> None:
    code = "import sys, geo.pipeline, geo.claims; geo.claims.Extractor.load();"
    code += "print([m for m in ('geopy', 'requests') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_is_there() -> None:
    import geo  # noqa: PLC0415 - what is tested is the import itself
    import maps  # noqa: PLC0415 - what is tested is the import itself

    for package in (geo, maps):
        for name in package.__all__:
            assert getattr(package, name) is not None
            assert name in dir(package)
        with pytest.raises(AttributeError):
            _ = package.no_such_name


def test_a_function_is_not_hidden_by_its_module() -> None:
    code = (
        "import geo.presence, geo.resolve, geo.pipeline, geo;"
        "assert callable(geo.presence) and callable(geo.resolve)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
