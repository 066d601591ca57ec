# 回响 Huixiang: everything that can be done here. `make` tells. Needs Python >= 3.11 and make, nothing else.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.PHONY: help run test check lock build bench clean

SAMPLE ?= 1
VENV ?= .venv
TESTS ?= tests
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)

BIN := $(VENV)/bin
PARTS := pyproject.toml hatch_build.py dashboards/package-lock.json $(wildcard nlp/divisions.py)
INSTALL = requirements/install $(BIN)/python

help:  ## 列出可做的事 what can be done here
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  变量 variables: SAMPLE=1|0  PORT=8600  DATA=var  TESTS=tests  VENV=.venv  PYTHON=python3"

run: $(VENV)/.run  ## 启动；SAMPLE=1 带示例世界（默认），SAMPLE=0 用真实信息源 start, with or without the sample world
	@exec $(BIN)/huixiang up $(if $(PORT),--port $(PORT)) $(if $(DATA),--data $(DATA)) $(if $(filter 0,$(SAMPLE)),,--sample)

test: $(VENV)/.dev  ## 全部测试 every test (TESTS=tests/response for one room)
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(TESTS)

check: $(VENV)/.dev  ## 格式、类型、分层、许可、规则、演练，再加全部测试 all checks, then every test
	@echo "── ruff format";    $(BIN)/ruff format --check .
	@echo "── ruff check";     $(BIN)/ruff check .
	@echo "── mypy";           $(BIN)/mypy .
	@echo "── lint-imports";   $(BIN)/lint-imports
	@echo "── licences";       $(BIN)/python -m pytest -q tests/test_licences.py
	@echo "── huixiang check"; $(BIN)/huixiang check
	@echo "── huixiang rehearse"; $(BIN)/huixiang rehearse
	@echo "── tests";          $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(TESTS)

build: $(VENV)/.dev  ## 打包 a wheel in dist/
	@echo "── wheel"; $(BIN)/python -m pip wheel -q --no-deps --no-build-isolation --wheel-dir dist . && ls -l dist

bench: $(VENV)/.dev  ## 基准测试 the benchmarks
	@for file in benchmarks/*.py; do echo "── $$file"; $(BIN)/python $$file; done

lock: $(VENV)/.dev  ## 重新锁定依赖版本（带摘要，不带仓库地址）pin every dependency anew, with digests and no addresses
	@$(LOCK) --group build -o requirements/build.txt
	@$(LOCK) --group node -o requirements/node.txt
	@$(LOCK) pyproject.toml -c requirements/build.txt -o requirements/run.txt
	@$(LOCK) pyproject.toml --group dev -c requirements/run.txt -o requirements/dev.txt
	@cd dashboards && npm update --package-lock-only
LOCK = $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock"

clean:  ## 清除环境与构建产物，保留数据 remove what was built here, keep the data
	@rm -rf $(VENV) dist build dashboards/node_modules dashboards/static/vendor nlp/gazetteer
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ── the environment: made once, again only when a lock changed ─────────────────────────────────────────────────────
$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更新版本；装好后再试，或用 make run PYTHON=/路径/python3 指定。"; exit 2; }
	@echo "建立环境 $(VENV)（$$($(PYTHON) --version)）"
	@$(PYTHON) -m venv $(VENV) || { echo "无法建立环境：Debian/Ubuntu 请先安装 python3-venv。"; exit 2; }

$(VENV)/.build: requirements/build.txt requirements/node.txt requirements/install | $(BIN)/python
	@$(INSTALL) requirements/build.txt
	@command -v npm >/dev/null || { echo "本机没有 Node，取一个仅供构建使用"; $(INSTALL) requirements/node.txt; }
	@touch $@

$(VENV)/.run: requirements/run.txt $(PARTS) $(VENV)/.build
	@echo "安装组件（版本与摘要见 $<）"
	@$(INSTALL) $<
	@echo "取页面脚本与行政区划，安装回响"
	@$(BIN)/python -m pip install -q --no-input --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@echo "安装测试与检查工具（见 $<）"
	@$(INSTALL) $<
	@touch $@
