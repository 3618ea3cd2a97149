# The front door. Everything is made inside this folder: packages in .venv, caches in .cache.
PYTHON ?= python3
export PYTHON
export XDG_CACHE_HOME := $(CURDIR)/.cache
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo test lint format bench clean

help:  ## what can be made
	@sed -n 's/^\([a-z]*\):[^#]*## */  make \1\t/p' Makefile

demo: .venv/.ready  ## decide the example requests under both policies
	@$(BIN)/python scripts/demo.py

test: lint  ## everything that must hold: style, types, the house, the tests
	$(BIN)/pytest -n 2

lint: .venv/.ready-to-test  ## style, types and the import contracts alone
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --no-cache

format: .venv/.ready-to-test  ## put the code in its usual shape
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: .venv/.ready-to-bench  ## measure, beside the engine people would use instead (writes docs/benchmarks.md)
	$(BIN)/python -m bench

clean:  ## remove what was made
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build

.venv/.ready: pyproject.toml uv.lock scripts/environment
	@scripts/environment --no-dev
	@touch $@

# WITH='--group engines' adds the packages of the engines that tests run beside the embedded one.
.venv/.ready-to-test: pyproject.toml uv.lock scripts/environment
	@scripts/environment $(WITH)
	@touch $@ .venv/.ready

.venv/.ready-to-bench: pyproject.toml uv.lock scripts/environment
	@scripts/environment --group bench
	@touch $@ .venv/.ready .venv/.ready-to-test
