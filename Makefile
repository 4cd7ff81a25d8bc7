# Everything that a person runs here. `make help` lists it.
PYTHON ?= python3
UV_VERSION := 0.13.9
BIN := .venv/bin
JOBS ?= 2
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: help setup demo serve test check test-postgres test-browser tour real bench-search bench-web bench-filing fuzz check-open-data lock format clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 18

setup: .venv/installed portal/static/built/installed ## install everything into this folder

.venv/installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	touch $@

portal/static/built/installed: package-lock.json .venv/installed $(wildcard portal/static/src/* portal/static/src/*/*)
	PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --silent
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python portal/static/build.py
	touch $@

demo: setup ## the portal with an invented world, on loopback
	$(BIN)/portal demo

serve: setup ## the portal with your own settings: web and worker
	$(BIN)/portal serve

test: setup check ## style, types, contracts and the whole suite on SQLite
	$(BIN)/python -m pytest -n $(JOBS) -m "not browser and not real"

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

test-postgres: setup ## the suite on PostgreSQL, at TEST_DATABASE_URL
	$(BIN)/python -m pytest -n $(JOBS) -m "not browser and not real" tests/statements tests/portal tests/migrations tests/journeys

test-browser: setup ## the journeys in Chromium with axe
	$(BIN)/python -m pytest -m "browser and not real"

tour: setup ## the main job in Chromium, with what came out, into docs/tour/
	$(BIN)/python -m tools.tour

real: setup ## the main job on outside data: make real DATA=DIR
	PYTHONPATH=. $(BIN)/python tools/real_run.py "$(DATA)"
	REAL_DATA="$(DATA)" $(BIN)/python -m pytest -m real

.venv-datasette/installed:
	$(PYTHON) -m venv .venv-datasette
	.venv-datasette/bin/python -m pip install --quiet --disable-pip-version-check datasette==0.65.5
	touch $@

bench-search: setup .venv-datasette/installed ## our search beside Datasette: make bench-search DATA=DIR
	$(BIN)/python -m benchmarks.search "$(DATA)" --peer .venv-datasette/bin/python

bench-web: setup ## readers a second over 100,000 statements: make bench-web DATA=DIR
	$(BIN)/python -m benchmarks.web "$(DATA)"

bench-filing: setup ## a month's end: 3,000 filings in an hour through the real processes; FILINGS=300 for a part of it
	$(BIN)/python -m benchmarks.filing_peak --filings $(or $(FILINGS),3000)

fuzz: setup ## nasty values in every public parameter and address, 40 turns; TURNS=200 for more
	FUZZ_TURNS=$(or $(TURNS),40) $(BIN)/python -m pytest -q -n $(JOBS) tests/portal/register/test_nasty_values.py

.venv-open-data/installed:
	$(PYTHON) -m venv .venv-open-data
	.venv-open-data/bin/python -m pip install --quiet --disable-pip-version-check frictionless==5.21.0 rdflib==7.6.0 feedparser==6.0.14
	touch $@

check-open-data: setup .venv-open-data/installed ## what is open, put before outside validators
	$(BIN)/python -m pytest -q tests/portal/register/test_open_data.py

lock: ## renew requirements.lock from requirements.in
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements.in -o requirements.lock

format: setup ## lay the code out
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## remove what was installed and built; keeps var/
	rm -rf .venv node_modules portal/static/built .mypy_cache .ruff_cache .pytest_cache
