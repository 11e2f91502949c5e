# Two commands on a fresh machine: `make demo` and `make test`. `make help` lists the rest.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check -q
ARGS   ?=
PYTEST ?=

.DEFAULT_GOAL := help
.PHONY: help install install-dev demo test lint format types rooms check bench fuzz texts constraints clean

help: ## this list
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(VENV)/.installed ## the application and its pinned dependencies in .venv

$(VENV)/.installed: constraints.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r constraints.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

install-dev: $(VENV)/.installed-dev ## the same, with what tests and checks need

# One go: what is pinned for development holds all that is pinned for the application. Compiled when it is used.
$(VENV)/.installed-dev: constraints-dev.txt constraints.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --no-compile --require-hashes -r constraints-dev.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	@touch $(VENV)/.installed $@

demo: install ## plays the relay and stays up; ARGS=--once plays it and leaves
	$(BIN)/stafett demo $(ARGS)

test: $(VENV)/.installed-dev ## the tests; PYTEST="tests/mail -n 0" picks some
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(PYTEST)

lint: $(VENV)/.installed-dev ## ruff
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.installed-dev ## ruff mends what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.installed-dev ## mypy, strict
	$(BIN)/mypy

rooms: $(VENV)/.installed-dev ## who may import whom
	$(BIN)/lint-imports --no-cache

check: lint types rooms ## everything but the tests

bench: $(VENV)/.installed-dev ## what is measured, side by side
	$(BIN)/python -m benchmarks $(ARGS)

FUZZ ?= mail --minutes 60

fuzz: $(VENV)/.installed-dev ## damages mails until one breaks a promise; FUZZ="machine --minutes 5". Linux only
	$(PIP) install "atheris>=3"
	$(BIN)/python -m fuzz $(FUZZ)

LOCALES := templates/locales
DATED   := ^"(Project-Id|Report-Msgid|POT-Creation|PO-Revision|Last-Trans|Language-Team|Generated)

texts: $(VENV)/.installed-dev ## gathers what people see, for its translation (docs/texts.md)
	$(BIN)/pybabel -q extract -F babel.cfg -c Translators: --no-wrap --add-location=file --sort-by-file \
	  --header-comment="# What Stafett says, in English. Gathered by make texts." -o $(VENV)/texts.pot templates
	grep -v -E '$(DATED)|^#, fuzzy' $(VENV)/texts.pot > $(LOCALES)/stafett.pot && rm $(VENV)/texts.pot
	$(BIN)/pybabel -q update -D stafett -i $(LOCALES)/stafett.pot -d $(LOCALES) --no-wrap \
	  --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	for po in $(LOCALES)/*/LC_MESSAGES/stafett.po; do \
	  grep -v -E '$(DATED)' $$po > $$po.new && mv $$po.new $$po || exit 1; done

constraints: ## pins anew: names, versions, hashes and no index (needs uv)
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate -q -o constraints.txt
	uv pip compile pyproject.toml --group dev -c constraints.txt --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate -q -o constraints-dev.txt

clean: ## forgets .venv and caches
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
