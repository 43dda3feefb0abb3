# Everything that people and CI do with a checkout; needs only make and Python 3.11 or newer.
# The set-up steps leave stamps, so that they run again only when what they depend on changes.

VENV ?= .venv
OUT ?= out
BIN := $(VENV)/bin
PYTHON ?= $(firstword $(foreach candidate,python3.11 python3.12 python3.13 python3, \
	$(shell $(candidate) -c 'import sys; sys.version_info >= (3, 11) and print("$(candidate)")' 2>/dev/null)))
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
SETTINGS := pyproject.toml constraints.txt
SUDO := $(shell test "$$(id -u)" = 0 || command -v sudo)
APT := $(SUDO) apt-get --quiet --yes
INSTALL := $(APT) update && $(APT) install --no-install-recommends

.PHONY: demo test lint format docs assets tables bench wheel clean distclean
.DELETE_ON_ERROR:

demo: $(VENV)/.run assets  ## Build the sample map and print where it is.
	$(BIN)/presence-mapper demo --out $(OUT)/demo

test: $(VENV)/.dev $(VENV)/.chromium $(VENV)/.gdal $(VENV)/.postgis assets  ## Run every test.
	$(BIN)/python -m pytest

lint: $(VENV)/.dev  ## Check style and types.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/.dev  ## Lay the code out and mend what can be mended.
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

docs: $(VENV)/.dev  ## Build the documentation into docs/_build/html; a warning is an error.
	$(BIN)/sphinx-build --fail-on-warning --keep-going --fresh-env --quiet docs docs/_build/html

assets: data/assets/.complete  ## Get the browser's files (Leaflet ...) once, checked by hash.

tables: $(VENV)/.dev  ## Make the data tables again from their named sources.
	$(BIN)/python data/build/boundaries.py
	$(BIN)/python data/build/gazetteer.py

bench: $(VENV)/.dev assets  ## Time and memory, as medians.
	$(BIN)/python tests/benchmarks/process.py
	$(BIN)/python tests/benchmarks/map_page.py
	$(BIN)/python tests/benchmarks/claims.py

wheel: $(VENV)/.dev assets  ## Build dist/*.whl.
	$(BIN)/python -m build --wheel

clean:  ## Remove what the commands above wrote, but not the set-up.
	rm -rf $(OUT) build dist docs/_build .pytest_cache .mypy_cache .ruff_cache .hypothesis htmlcov .coverage
	find geo maps tests data -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean  ## Remove the set-up too.
	rm -rf $(VENV) data/assets

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(SETTINGS) | $(BIN)/python
	$(PIP) --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.dev: $(SETTINGS) | $(BIN)/python
	$(PIP) --constraint constraints.txt --editable '.[dev]'
	@touch $@ $(VENV)/.run

# A map is also made without the assets (with CDN links), so a failure here ends nothing.
data/assets/.complete: data/sources/assets.toml data/build/assets.py | $(VENV)/.run
	@if $(BIN)/python data/build/assets.py; then touch $@; \
	else echo "The browser's files could not be fetched; maps will link to a CDN." >&2; fi

# An installed Chromium, else Playwright's own, else the system's package.
$(VENV)/.chromium: | $(VENV)/.dev
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null \
	|| command -v google-chrome >/dev/null \
	|| $(BIN)/playwright install chromium \
	|| { $(INSTALL) chromium; }
	@touch $@

# GDAL's own programs, with which tests open the files that the program writes.
$(VENV)/.gdal: | $(VENV)/.dev
	@command -v ogr2ogr >/dev/null \
	|| { $(INSTALL) gdal-bin; } \
	|| echo "ogr2ogr is not to be had: the tests that open the files with GDAL will be skipped." >&2
	@touch $@

# PostgreSQL with PostGIS, of which the tests start a server of their own.
$(VENV)/.postgis: | $(VENV)/.dev
	@ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 \
	|| { $(INSTALL) postgresql-postgis; } \
	|| echo "PostGIS is not to be had: the tests that write to a database will be skipped." >&2
	@touch $@
