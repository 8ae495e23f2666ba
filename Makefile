# `make demo` runs the main job, `make test` passes the tests; both set up .venv first and leave a working one alone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.qualcode-ready
EQUIPPED := $(VENV)/.qualcode-equipped

# Tests of the app mostly wait for the screen, so that there is room for two on a core.
WORKERS := $(shell $(PYTHON) -c 'import os; print(2 * (os.cpu_count() or 1))')

.PHONY: demo test check tests benchmarks clean

demo: $(READY)
	$(BIN)/qualcode demo

test: $(EQUIPPED)
	$(MAKE) -j2 check tests

tests: $(EQUIPPED)
	$(BIN)/pytest -n $(WORKERS) --dist worksteal --cov=qualcode --cov-report=term:skip-covered --cov-fail-under=90

check: $(EQUIPPED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy

benchmarks: $(EQUIPPED)
	for measured in benchmarks/bench_*.py; do PYTHONPATH=. $(BIN)/python $$measured || exit 1; done

$(READY): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

# With everything optional, and what tests and checks need.
$(EQUIPPED): $(READY)
	$(BIN)/python -m pip install --quiet --editable ".[all]" --group dev
	touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
