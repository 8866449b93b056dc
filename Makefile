# Any make since 3.81, a POSIX shell, and Python 3.11 or newer with its venv module.

PORT ?= 8000
PYTHON ?= python3.14 python3.13 python3.12 python3.11 python3
UV ?= uv

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
define INSTALL
@echo 'Installing $(1) ...'
@$(PIP) install --quiet --no-compile --require-hashes --requirement $(1)
@$(PIP) install --quiet --no-compile --no-deps --no-build-isolation --editable .
endef
COMPILE := $(UV) pip compile pyproject.toml --group build --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links --quiet

# Every core, a file of tests at a time.
PYTEST := $(BIN)/python -m pytest --numprocesses=auto --dist=loadfile --quiet

# With the byte-code cache switched off every start takes a second longer.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install demo test quick long check clauses bench lock clean

help:
	@echo 'make demo     start the demo office on one URL (PORT=8000)'
	@echo 'make test     format, lint, types, imports and all tests'
	@echo 'make quick    the tests without browser and programs of their own: a minute'
	@echo 'make long     many seeds and many kills: ten minutes'
	@echo 'make check    format, lint, types and imports alone: seconds'
	@echo 'make clauses  which clauses of the rule documents the tests prove'
	@echo 'make bench    messages a second, and the cost of looking things up and of a tick'
	@echo 'make install  the environment alone (PYTHON=python3.12 picks another Python)'
	@echo 'make lock     renew the locks with uv (UPGRADE=1 takes newer versions)'
	@echo 'make clean    remove the environment and everything made'

install: .venv/ready-to-test

demo: .venv/ready-to-run
	@$(BIN)/shouwen demo --port $(PORT)

test: check
	@$(PYTEST)

quick: .venv/ready-to-test
	@$(PYTEST) -m 'not browser and not process and not long'

# Whole walks and kills with many seeds; then whatever is tried with made-up input, many times over.
long: .venv/ready-to-test
	@$(PYTEST) -m long
	@$(PYTEST) -m hypothesis --hypothesis-profile=long

check: .venv/ready-to-test
	@$(BIN)/ruff format --check --quiet . || { echo 'Run $(BIN)/ruff format .'; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

clauses: .venv/ready-to-test
	@$(BIN)/python -m tests.clauses

bench: .venv/ready-to-run
	@$(BIN)/shouwen bench dialogs
	@$(BIN)/shouwen bench reads
	@$(BIN)/shouwen bench sweep

# Made once, and again when a lock has changed.
.venv/made: requirements.lock requirements-dev.lock
	@for python in $(PYTHON); do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  found=$$python; \
	  "$$python" -c 'import ensurepip, venv' 2>/dev/null || continue; \
	  "$$python" -m venv --clear .venv && touch $@ && exit 0; exit 1; \
	done; \
	if [ -n "$$found" ]; then \
	  echo "$$found lacks its venv module: install it (apt-get install python3-venv), then make again."; \
	else \
	  echo 'No Python 3.11 or newer here: install one with its venv module, then make again.'; \
	fi >&2; exit 1

.venv/ready-to-run: .venv/made
	$(call INSTALL,requirements.lock)
	@touch $@

.venv/ready-to-test: .venv/made
	$(call INSTALL,requirements-dev.lock)
	@touch .venv/ready-to-run $@

lock:
	@command -v $(UV) >/dev/null || { echo 'make lock needs uv: python3 -m pip install uv'; exit 1; }
	@$(COMPILE) $(if $(UPGRADE),--upgrade) --output-file requirements.lock
	@$(COMPILE) $(if $(UPGRADE),--upgrade) --group dev --constraints requirements.lock \
		--output-file requirements-dev.lock

clean:
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@rm -rf artifacts build dist
	@find bot adapters storage tests -name __pycache__ -type d -prune -exec rm -rf {} +
