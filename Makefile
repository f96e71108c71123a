# Everything a person or CI does with a checkout. Needs Python 3.11 or newer, and make.
# Where your Python has another name:  make demo PYTHON=python3.12

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# Containers often forbid it; without bytecode each program that a test starts compiles ours anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help

help: ## Show this list.
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## Install everything into .venv, from the hash-checked lock.

$(READY): requirements/dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "portal-audit needs Python 3.11 or newer; this is %d.%d. Try: make $(MAKECMDGOALS) PYTHON=python3.12" % sys.version_info[:2])'
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "This Python cannot make virtual environments. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY) ## Audit the sample province on loopback and show the report.
	$(BIN)/portal-audit demo

# Two workers more than there are processors: tests wait for servers that never answer, for programs
# to start and for browsers. What goes together and starts first: tests/groups.py.
WORKERS = $(shell $(PYTHON) -c 'import os; print(2 + (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()))')
PARALLEL = -n $(WORKERS) --dist loadscope --no-loadscope-reorder

# Tests start hundreds of processes: without bytecode, each compiles all it imports anew, and so does
# each worker with the tests themselves.
unexport PYTHONDONTWRITEBYTECODE

test: $(READY) ## Run all tests.
	$(BIN)/pytest $(PARALLEL)

coverage: $(READY) ## Run all tests, and print which lines of the program they ran.
	@mkdir -p build
	$(BIN)/python -m slipcover -m pytest $(PARALLEL)

# Slowest first, child processes included: what to look at when the suite has become slow.
test-costs: $(READY) ## Run all tests, and print what takes most time.
	$(BIN)/pytest $(PARALLEL) -p tests.costs

new-check: $(READY) ## Write the files of a new check: make new-check NAME=headers.foo
	$(BIN)/python tools/new_check.py $(NAME)

lint: $(READY) ## Check style and formatting.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY) ## Check types.
	$(BIN)/mypy

wheel: $(READY) ## Build the wheel and see that it holds everything, once, under one name.
	rm -rf dist
	$(BIN)/python -m hatchling build -t wheel -d dist
	$(BIN)/python tests/packaging/wheel_contents.py dist/*.whl

OBSERVATORY := tests/oracles/observatory
OBSERVATORY_PACKAGE := $(OBSERVATORY)/node_modules/@mdn/mdn-http-observatory

# Its install scripts download lists that the rules can do without: two small files stand in for them.
oracle-observatory: ## Install the MDN HTTP Observatory for the comparison (needs Node and npm).
	cd $(OBSERVATORY) && npm ci --ignore-scripts --no-fund --no-audit --loglevel=error
	mkdir -p $(OBSERVATORY_PACKAGE)/conf
	echo '{}' > $(OBSERVATORY_PACKAGE)/conf/hsts-preload.json
	echo '["test","vn","com","org"]' > $(OBSERVATORY_PACKAGE)/conf/tld-list.json

SECTXT := tests/oracles/sectxt

# In an environment of its own: the product does not depend on it.
oracle-sectxt: ## Install sectxt for the comparison of security.txt.
	$(PYTHON) -m venv $(SECTXT)/.venv
	$(SECTXT)/.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(SECTXT)/requirements.lock

oracle-axe: ## Install axe-core, which judges whether pages can be used by everybody (needs npm).
	cd tests/oracles/axe && npm ci --ignore-scripts --no-fund --no-audit --loglevel=error

oracles: $(READY) oracle-observatory oracle-sectxt oracle-axe ## Compare with programs that are not ours (sslscan, nmap, sslyze, Observatory).
	OBSERVATORY_CASES=10000 SECTXT_CASES=3000 TLS_GRID=all $(BIN)/pytest -m oracle -rs

lock: $(READY) ## Write the hash-checked locks anew.
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet -o requirements/run.lock
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet -o requirements/dev.lock

screenshots: $(READY) ## Take the pictures in docs/screenshots anew (needs Chromium).
	@mkdir -p build/screenshots
	$(BIN)/portal-audit demo --out build/screenshots/report --store sqlite:///build/screenshots/demo.sqlite --quiet
	$(BIN)/python docs/screenshots/take.py build/screenshots/report

accuracy: $(READY) ## Measure how well portals are read, and write docs/accuracy.md.
	$(BIN)/python -m tests.corpus.measure

accuracy-real: $(READY) ## Measure on saved pages of real portals, where they are at hand.
	$(BIN)/python -m tests.corpus.real

bench: $(READY) ## Measure how fast portals are audited, and write docs/performance.md (needs nginx).
	$(BIN)/python -m benchmarks.audit --portals 20 --repeat 3 --write

.PHONY: bench-country
bench-country: $(READY) ## Measure portals far away, silent ones, a thousand of them, and workers (needs nginx and PostgreSQL).
	$(BIN)/python -m benchmarks.far_away --rtt 60
	$(BIN)/python -m benchmarks.no_answer
	$(BIN)/python -m benchmarks.whole_country --portals 1000
	$(BIN)/python -m benchmarks.workers --portals 200

.PHONY: bench-peers
# In an environment of its own: the product does not depend on it.
bench-peers: $(READY) oracle-observatory ## Measure other programs beside ours (installs Scrapy and the Observatory).
	$(PYTHON) -m venv benchmarks/peers/.venv
	benchmarks/peers/.venv/bin/python -m pip install --quiet --disable-pip-version-check "scrapy==2.19.*"
	$(BIN)/python -m benchmarks.audit --portals 100 --processes 2 --peers

schema: $(READY) ## Write docs/run.schema.json anew.
	$(BIN)/python -c 'from portal_audit.output import record; print(record.json_schema(), end="")' > docs/run.schema.json

# Each generator writes pages that a test compares with the program.
docs: $(READY) ## Write the generated pages of docs/ anew.
	$(BIN)/python -m tests.docs.catalogue
	$(BIN)/python -m tests.docs.generate

clean: ## Remove what was built; the store and reports stay.
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis

.PHONY: help setup demo test test-costs lint types wheel oracle-observatory oracle-sectxt oracle-axe oracles accuracy accuracy-real lock screenshots schema docs clean new-check coverage bench
