# make demo and make test need nothing but Python 3.11+ and make: they set everything up themselves.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8765

.PHONY: help demo test check format lint types bench lock browser screenshots clean

help:
	@echo "make demo         the whole product in a local Slack, in your browser"
	@echo "make test         every test"
	@echo "make check        format, lint, types and every test, as continuous integration does"
	@echo "make screenshots  pictures of every message, modal and Home into screenshots/"
	@echo "make bench        benchmarks, as ratios against references"
	@echo "make lock         pin the dependencies again"

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Flipside needs Python 3.11 or newer; say which with: make PYTHON=/path/to/python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock | $(VENV)/bin/python
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/.run

demo: $(VENV)/.run
	$(PY) -m bot demo --port $(PORT)

test: $(VENV)/.dev browser
	$(PY) -m pytest -n auto --dist worksteal --ignore=tests/browser
	$(PY) -m pytest tests/browser  # apart: Playwright's event loop stays in its process

check: export FLIPSIDE_BROWSER = required
check: $(VENV)/.dev format lint types test

format: $(VENV)/.dev
	$(VENV)/bin/ruff format --check .

lint: $(VENV)/.dev
	$(VENV)/bin/ruff check .

types: $(VENV)/.dev
	$(VENV)/bin/mypy

bench: $(VENV)/.dev
	$(PY) -m benchmarks

browser: $(VENV)/.dev
	@$(PY) -m tests.browser.setup

screenshots: $(VENV)/.dev browser
	$(PY) -m tests.browser.screenshots

lock: $(VENV)/.dev
	$(VENV)/bin/uv pip compile --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --no-annotate --upgrade --quiet pyproject.toml -o requirements.lock
	$(VENV)/bin/uv pip compile --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header --no-annotate --upgrade --quiet pyproject.toml --group dev -o requirements-dev.lock

clean:
	rm -rf $(VENV)
