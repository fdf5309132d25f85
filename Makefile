# Every target sets up what it needs. `make demo` and `make test` are all a newcomer has to know.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready-$(shell cat pyproject.toml constraints.txt src/zenhire/engines/models/registry.toml | cksum | cut -d' ' -f1)
AUDIO ?= examples/interview.ogg

.PHONY: help setup demo serve test check fix bench eval trial clean

help:
	@echo "make setup   environment and models        make demo    score a recording, match a CV"
	@echo "make serve   run the platform here         make test    check, then every test"
	@echo "make check   format, lint, types, layers   make fix     format and mend what can be mended"
	@echo "make bench   NAME=speech                   make eval    NAME=speech DATA=folder"
	@echo "make trial   NAME=kill                     what the platform survives; NAME=fuzz needs ARGS='--data folder'"

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt src/zenhire/engines/models/registry.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up (once): packages and model weights"
	@PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--editable . --requirement requirements-dev.txt
	@$(BIN)/zenhire models pull --default
	@rm -f $(VENV)/.ready-*
	@touch $@

demo: setup
	@$(BIN)/python -m scripts.demo "$(AUDIO)"

serve: setup
	$(BIN)/zenhire serve

test: check
	$(BIN)/python -m pytest

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup
	$(BIN)/python -m bench $(or $(NAME),speech)

eval: setup
	$(BIN)/python -m evals $(NAME) --data $(DATA)

trial: setup
	$(BIN)/python -m trials $(NAME) $(ARGS)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
