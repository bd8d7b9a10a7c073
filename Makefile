# Everything a person needs, from a machine with Python 3.11+, make and git.
# A second run of anything does only what has changed.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
DEMO_HOME ?= var/demo
PORT ?= 8000
WORKERS ?= auto

# A lock without registry addresses installs from wherever the machine's own settings point.
export npm_config_omit_lockfile_registry_resolved := true
export PIP_NO_INPUT := 1

.PHONY: help
help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: $(VENV)/.portal  ## Make .venv with the locked packages and the portal command

.PHONY: demo
demo: setup  ## Serve a made-up practice on http://localhost:8000 (PORT=… moves it)
	@PORTAL_HOME=$(DEMO_HOME) PORTAL_PORT=$(PORT) exec $(BIN)/portal demo

.PHONY: test
test: $(VENV)/.tests check  ## Lint, types, import rules and every test, in a browser too
	@$(BIN)/python -m tests.machine
	@PORTAL_MODE=demo $(BIN)/python -m portal.build
	@$(BIN)/pytest -n $(WORKERS) --dist loadgroup

.PHONY: check
check: $(VENV)/.tests  ## Format, lint, types and import rules only
	@$(BIN)/ruff format --check --quiet . || { echo "Run: .venv/bin/ruff format ."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo > $(VENV)/imports.log || { cat $(VENV)/imports.log; exit 1; }

.PHONY: dev
dev: $(VENV)/.tests  ## Serve the demo and start again whenever a source changes
	@PORTAL_HOME=$(DEMO_HOME) PORTAL_PORT=$(PORT) \
		$(BIN)/watchfiles --filter python "$(BIN)/portal demo" portal rxconfig.py

.PHONY: bench
bench: $(VENV)/.tests  ## Measure what must be fast; prints JSON lines, each with its floor
	@$(BIN)/python -m tests.bench

.PHONY: words
words: $(VENV)/.portal  ## Collect every visible text into portal/locale/portal.pot, and bring catalogues up to date
	@mkdir -p portal/locale
	@$(BIN)/pybabel -q extract -k N_ -k t -k nt:1,2 --no-location --omit-header -o portal/locale/portal.pot portal
	@if ls portal/locale/*/LC_MESSAGES/portal.po >/dev/null 2>&1; then \
		$(BIN)/pybabel -q update -D portal -i portal/locale/portal.pot -d portal/locale; \
		$(BIN)/pybabel -q compile -D portal -d portal/locale; \
	fi

.PHONY: lock
lock: $(VENV)/.portal  ## Choose versions again for both lists of locked packages
	@$(PIP) install uv
	@$(BIN)/uv pip compile -q --universal --no-emit-index-url --no-header --generate-hashes --no-strip-extras --upgrade \
		pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile -q --universal --no-emit-index-url --no-header --generate-hashes --no-strip-extras --upgrade \
		--extra dev -c requirements.txt pyproject.toml -o tests/requirements.txt

.PHONY: clean
clean:  ## Remove what can be made again; your data under var/ stays
	rm -rf $(VENV) .web .states .mypy_cache .ruff_cache .import_linter_cache .hypothesis

# --- how the above is made ---

$(VENV)/bin/python:
	@for python in python3.11 python3.12 python3.13 python3; do \
		if $$python -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			exec $$python -m venv $(VENV); \
		fi; \
	done; \
	echo "Python 3.11 or newer with venv is needed. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1

$(VENV)/.locked: requirements.txt | $(VENV)/bin/python
	@echo "Installing locked packages…"
	@$(PIP) install --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.portal: $(VENV)/.locked Makefile
	@printf '#!%s\nimport sys\n\nsys.path.insert(0, "%s")\n\nfrom portal.cli import main\n\nmain()\n' \
		"$(CURDIR)/$(BIN)/python" "$(CURDIR)" > $(BIN)/portal
	@chmod +x $(BIN)/portal
	@$(BIN)/python -m portal.integrations.pdf.machine
	@touch $@

$(VENV)/.tests: tests/requirements.txt $(VENV)/.portal
	@echo "Installing locked packages for the tests…"
	@$(PIP) install --require-hashes -r tests/requirements.txt
	@touch $@
