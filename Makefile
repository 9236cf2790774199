# `make` lists the targets. PORT, ODNOS_DATA and DATABASE_URL are honoured by all of them.

PYTHON ?= python3
DEMO ?= 1
BIN := .venv/bin
export PYTHONUNBUFFERED := 1
unexport PYTHONDONTWRITEBYTECODE  # tests start hundreds of processes: each would compile everything again
.DEFAULT_GOAL := help
.PHONY: help ready run test test-sqlite test-postgres test-access test-scale check docs bench format translations lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-14s %s\n", $$1, $$2}'

ready: ## make the environment, the pages' assets and the translations
	@$(PYTHON) tools/ready.py

run: ## start Odnos with its demo company (DEMO=0: empty)
	@$(PYTHON) tools/ready.py
	@exec $(BIN)/odnos serve $(if $(filter-out 0 no false,$(DEMO)),--demo)

test: ## install what the tests need and run everything, on SQLite and on PostgreSQL
	@$(PYTHON) tools/ready.py dev
	@$(BIN)/python tools/test.py

test-sqlite: ## run the tests on SQLite alone
	@$(PYTHON) tools/ready.py dev
	@$(BIN)/pytest --db=sqlite

test-postgres: ## run the tests on PostgreSQL alone
	@$(PYTHON) tools/ready.py dev
	@$(BIN)/pytest --db=postgres

check: ## format, lint, types, import direction, migrations, translations, docs
	@$(PYTHON) tools/ready.py dev
	@$(BIN)/python tools/check.py

docs: ## write the reference pages anew from the registry
	@$(PYTHON) tools/ready.py dev
	@$(BIN)/python tools/docs.py

bench: ## fill a large base and measure it over HTTP
	@$(PYTHON) tools/ready.py dev
	@$(BIN)/python -m bench

format: ## put the code into the house's format
	@$(PYTHON) tools/ready.py dev
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix-only -q .

translations: ## bring the catalogues in step with the code, and tell what is to be translated
	@$(PYTHON) tools/ready.py dev
	@$(BIN)/python tools/translations.py extract
	@$(BIN)/python tools/translations.py --check

lock: ## write the requirements anew from pyproject.toml
	@sh tools/lock.sh

test-access: ## take away one access check after another, and demand that a test notices each time
	@$(PYTHON) tools/ready.py dev
	@$(BIN)/python -m tools.mutation

test-scale: ## ask the real engine of ClickHouse the same questions as DuckDB and PostgreSQL
	@$(PYTHON) tools/ready.py dev
	@$(BIN)/pytest tests/scale tests/analytics/store/test_postgresql.py tests/analytics/reports/test_engines.py tests/analytics/analyses/test_engines.py

clean: ## remove what was made here, but never the data
	rm -rf .venv .tools ui/node_modules odnos/web/static/build .pytest_cache .mypy_cache .ruff_cache .hypothesis
