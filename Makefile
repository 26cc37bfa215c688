# Everything a person does with a checkout. Needs Python 3.11 or newer, and make.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help install run test check lint format types contracts translations pictures bench clean

PYTHON ?= python3
VENV ?= .venv
# One more than there are processors; each has a PostgreSQL of its own.
JOBS ?= $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); echo $$((n < 8 ? n + 1 : 8)))
TESTS ?= tests

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --constraint constraints.txt
CODE := $(wildcard domain application projections web rules bench tests tools)
EXTRACT := $(BIN)/pybabel -q extract --mapping web/translations/babel.cfg --no-location \
	--keyword=_l --keyword=_lp:1c,2 --keyword=_n:1,2 --keyword=_p:1c,2
# Parts of the pages that have a catalogue of their own.
PARTS := $(patsubst web/%/translations,%,$(wildcard web/*/translations))
UPDATE := $(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
RECIPE := setup.cfg pyproject.toml constraints.txt

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

install: $(VENV)/.runtime ## make the environment and install the service into it, editable

run: $(VENV)/.runtime ## start the service on http://127.0.0.1:8000, with demo data the first time
	$(BIN)/linkage demo --if-empty
	$(BIN)/linkage migrate
	$(BIN)/linkage signer init --if-missing
	$(BIN)/linkage checkpoint trust signer
	$(BIN)/linkage signer run & signer=$$!; trap "kill $$signer" EXIT INT TERM; $(BIN)/linkage serve

test: $(VENV)/.tools ## run the tests on both databases and in a browser (TESTS=path, JOBS=n)
	$(BIN)/pytest -n $(JOBS) --dist worksteal $(if $(EVERYWHERE),--everywhere) $(TESTS)

check: lint types contracts test ## everything that must hold: lint, types, layers, tests

lint: $(VENV)/.tools ## ruff: rules and layout
	$(BIN)/ruff check
	$(BIN)/ruff format --check

format: $(VENV)/.tools ## let ruff mend what it can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

types: $(VENV)/.tools ## mypy, strict
	$(BIN)/mypy $(CODE)

contracts: $(VENV)/.tools ## import-linter: which layer may import what
	$(BIN)/lint-imports

translations: $(VENV)/.tools ## take new sentences into the catalogues and compile them
	@mkdir -p build
	$(EXTRACT) --ignore-dirs '.* _* $(PARTS)' --output build/web.pot web
	$(UPDATE) --input-file build/web.pot --output-dir web/translations
	$(BIN)/pybabel -q compile --directory web/translations
	for part in $(PARTS); do \
		$(EXTRACT) --output build/$$part.pot web/$$part && \
		$(UPDATE) --input-file build/$$part.pot --output-dir web/$$part/translations && \
		$(BIN)/pybabel -q compile --directory web/$$part/translations || exit 1; \
	done

pictures: $(VENV)/.tools ## take the pictures of help and README anew, from the pages as they are
	PICTURES=docs/pictures $(BIN)/pytest -q tests/system/test_help_pictures.py

bench: $(VENV)/.tools ## measure, and print each figure with its limit
	$(BIN)/python -m bench

clean: ## remove what can be made again; the service's data stays
	rm -rf build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -not -path './.venv*' -prune -exec rm -rf {} +
	rm -rf $(VENV)

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=/path/to/python3")'
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: $(VENV)/.made $(RECIPE)
	@echo 'Installing the service into $(VENV) …'
	@$(PIP) --editable .
	@touch $@

$(VENV)/.tools: $(VENV)/.made $(RECIPE)
	@echo 'Installing the service and its tools into $(VENV) …'
	@$(PIP) --editable '.[test,check]'
	@touch $@ $(VENV)/.runtime
