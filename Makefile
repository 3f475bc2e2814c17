# The one door: `make help` lists what there is.
PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MADE := .make
NPM = $(shell command -v npm 2>/dev/null || echo $(BIN)/npm)
DEMO_ENV = DEMO=1 PORT=$(PORT) FLASK_APP=wsgi
TESTS ?= tests

.DEFAULT_GOAL := help
.PHONY: help run test drills check content bench assets lock format browser clean

help: ## list what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

run: $(MADE)/runtime $(MADE)/assets ## set everything up and serve the demo organisation on port 8000 (PORT= for another)
	@mkdir -p instance
	@$(DEMO_ENV) $(BIN)/flask demo prepare
	@echo "Waymark is at http://127.0.0.1:$(PORT) – stop it with Ctrl+C"
	@$(DEMO_ENV) $(BIN)/gunicorn --bind 127.0.0.1:$(PORT) wsgi:app

test: $(MADE)/dev $(MADE)/assets browser ## run every test, on SQLite and on PostgreSQL, browser tests included
	@bash tests/run $(TESTS)

drills: $(MADE)/dev $(MADE)/assets ## kill, fill up, lock and cut off everything for a quarter of an hour, and see that nothing is lost
	$(BIN)/python -m pytest tests/durability --drills -q -n 0 --database sqlite
	$(BIN)/python -m pytest tests/durability --drills -q -n 0 --database postgresql

check: $(MADE)/dev $(MADE)/assets ## what CI checks besides the tests: format, lint, types, layers, templates, content
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint app --lint --quiet
	@mkdir -p instance
	@$(DEMO_ENV) $(BIN)/flask content check

content: $(MADE)/runtime $(MADE)/assets ## check the modules, tests and programmes
	@mkdir -p instance
	@$(DEMO_ENV) $(BIN)/flask content check

bench: $(MADE)/dev $(MADE)/assets ## measure pages, the journey, certificates and downloads beside their limits
	$(BIN)/python -m bench

assets: ## build the pages' styles, scripts and fonts again
	@rm -f $(MADE)/assets
	@$(MAKE) --no-print-directory $(MADE)/assets

format: $(MADE)/dev ## put the code into its standard form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(MADE)/dev ## choose the newest versions that fit pyproject.toml, and write them down with their hashes
	$(BIN)/uv pip compile -q --upgrade --generate-hashes --universal --no-emit-index-url --python-version 3.11 --custom-compile-command "make lock" pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --upgrade --generate-hashes --universal --no-emit-index-url --python-version 3.11 --custom-compile-command "make lock" pyproject.toml --group dev --extra notify -o requirements-dev.txt
	$(BIN)/uv pip compile -q --upgrade --generate-hashes --universal --no-emit-index-url --python-version 3.11 --custom-compile-command "make lock" pyproject.toml --extra notify -c requirements.txt -o requirements-notify.txt

clean: ## remove everything that was made, the demo's database included
	rm -rf $(VENV) $(MADE) node_modules app/static instance .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .bench

$(MADE)/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Waymark needs Python 3.11 or newer; this is $$($(PYTHON) --version)."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv is missing. On Debian and Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	@echo "Making a Python environment in $(VENV) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@mkdir -p $(MADE) && touch $@

$(MADE)/runtime: requirements.txt | $(MADE)/venv
	@echo "Installing what Waymark runs on (a minute the first time) …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(MADE)/dev: requirements-dev.txt $(MADE)/runtime
	@echo "Installing what tests and checks need …"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(MADE)/npm: package-lock.json .npmrc $(MADE)/runtime
	@command -v npm >/dev/null || { echo "There is no npm here; installing one into $(VENV) …"; $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.txt; }
	@echo "Fetching styles and fonts …"
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(NPM) ci --silent
	@touch $@

$(MADE)/assets: $(MADE)/npm app/cli/assets.py $(wildcard app/web/frontend/*)
	@mkdir -p instance
	@$(DEMO_ENV) $(BIN)/flask assets build
	@touch $@

browser:
	@bash tests/install_browser
