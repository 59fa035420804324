# Two commands do everything: `make demo` and `make test`.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA ?= data
PORT ?= 8000
# Some images forbid Python to keep what it compiled; then each process compiles 2,500 files anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test suite lint bench clean

# uv installs in seconds; where it cannot reach the package index that pip is set up for, pip does it.
$(VENV)/.runtime: requirements/runtime.lock requirements/tools.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Wanli needs Python 3.11 or newer.")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/tools.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements/runtime.lock \
	  || $(BIN)/pip install -q --require-hashes -r requirements/runtime.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps -e . || $(BIN)/pip install -q --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements/dev.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements/dev.lock \
	  || $(BIN)/pip install -q --require-hashes -r requirements/dev.lock
	@touch $@

demo: $(VENV)/.runtime
	@$(BIN)/wanli --data $(DATA) demo --port $(PORT)

# At once: mypy, from nothing, would keep one core waiting for half a minute.
test: $(VENV)/.dev
	@$(MAKE) --no-print-directory -j 2 lint suite

suite: $(VENV)/.dev
	@tools/need-chromium
	@$(BIN)/pytest -n 2 --dist worksteal

lint: $(VENV)/.dev
	@$(BIN)/ruff check src tests tools conftest.py
	@$(BIN)/ruff format --check src tests tools conftest.py
	@$(BIN)/lint-imports
	@$(BIN)/mypy src/wanli

# The other products that ours are measured against.
$(VENV)/.bench: $(VENV)/.dev requirements/bench.lock
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements/bench.lock \
	  || $(BIN)/pip install -q --require-hashes -r requirements/bench.lock
	@touch $@

bench: $(VENV)/.bench
	@$(BIN)/python -m tests.benches

clean:
	rm -rf build $(VENV)
