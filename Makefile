# Everything a person does here, in one word each. `make` alone explains them.

PYTHON ?= python3
PORT ?= 8000
DATA_DIR ?= $(CURDIR)/var
SERVE ?= 1
PROCESSES ?= auto
VENV := .venv
BIN := $(VENV)/bin
# rooms whose tests know no database, and what only a phone's screens show: once is enough
SCREENS := looks places pocket questions senses update
PURE := house pwa reports scoring shopper_forms $(SCREENS:%=browser/phone/test_%.py)

export DATA_DIR PORT

.DEFAULT_GOAL := help
.PHONY: help install demo run test test-postgresql soak test-webkit check fmt lint types floors migrations bench lock clean

help: ## what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  settings: PORT=8000  DATA_DIR=var  SERVE=1 (demo: 0 ends after the work)"

install: $(VENV)/installed ## make .venv with exactly the locked packages

$(VENV)/installed: requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed, this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

demo: install ## build a believable client, do the whole job, print where scores and PDFs are, serve it
	@$(BIN)/python manage.py demo --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve,)

run: install ## serve what DATA_DIR holds at http://127.0.0.1:PORT
	@$(BIN)/python manage.py prepare
	@exec $(BIN)/gunicorn --config deploy/gunicorn.conf.py --bind 127.0.0.1:$(PORT) backend.config.wsgi

test: install ## all tests that need no server (and those on PostgreSQL when TEST_DATABASE_URL is set)
	@$(BIN)/python -m pytest -q -n $(PROCESSES)
	@if [ -n "$$TEST_DATABASE_URL" ]; then $(MAKE) --no-print-directory test-postgresql; \
	 elif [ -n "$$DEMAND" ]; then echo "TEST_DATABASE_URL is demanded here and missing"; exit 1; \
	 else echo "SKIPPED: the same tests on PostgreSQL (set TEST_DATABASE_URL to run them)"; fi

test-postgresql: install ## the tests that touch the database, on PostgreSQL at TEST_DATABASE_URL
	@SCHEMA_EXAMPLES=3 DATABASE_URL="$$TEST_DATABASE_URL" $(BIN)/python -m pytest -q -n $(PROCESSES) -m "not sqlite_only" $(PURE:%=--ignore=tests/%)

soak: install ## 200 visits with 5 photos over a bad line, the server killed (VISITS PHOTOS KILLS SEED)
	@$(BIN)/python -m tests.faults.soak

test-webkit: install ## the phone form in WebKitGTK (needs webkit2gtk-driver and xvfb of Debian)
	@$(BIN)/python -m tests.browser.phone.webkit

check: lint types floors migrations test ## the one gate: format, lint, types, floors, migrations, docs, tests

fmt: install ## format and mend what a tool can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

lint: install
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: install
	@$(BIN)/mypy .

floors: install
	@$(BIN)/lint-imports

migrations: install
	@$(BIN)/python manage.py makemigrations --check --dry-run

bench: install ## every benchmark: medians and ratios to the raw limit
	@for name in scoring gaps gap_queries portal report photos pack intake; do $(BIN)/python -m benchmarks.$$name || exit 1; done

bench-%: install ## one benchmark, as in bench-intake
	@$(BIN)/python -m benchmarks.$*

lock: ## write requirements.lock anew from pyproject.toml (needs uv)
	@uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --all-extras --generate-hashes --no-header --no-annotate --output-file requirements.lock

clean: ## remove what the tools made; the data folder stays
	@rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
