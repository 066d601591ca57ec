# 回响 Huixiang: everything that can be done here. `make` tells. Needs Python >= 3.11 and make, nothing else.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.PHONY: help run test check lock build bench clean

SAMPLE ?= 1
PORT ?= 8600
DATA ?= var
VENV ?= .venv
TESTS ?= tests
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)

BIN := $(VENV)/bin
PARTS := pyproject.toml hatch_build.py dashboards/package-lock.json $(wildcard nlp/divisions.py)
# pip's own lines, boiled down to one that counts
COUNT = awk -v all="$$(grep -c '^[a-z]' $(1))" '/^Collecting/ {printf "\r  %d/%d %s          ", ++n, all, $$2; fflush()} \
	/^Installing/ {printf "\n  安装中 installing …\n"; fflush()} /^(ERROR|error)/ {print}'
INSTALL = $(BIN)/python -m pip install --no-input --disable-pip-version-check --progress-bar off

help:  ## 列出可做的事 what can be done here
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  变量 variables: SAMPLE=1|0  PORT=$(PORT)  DATA=$(DATA)  TESTS=$(TESTS)"

run: $(VENV)/.run  ## 启动；SAMPLE=1 带示例世界（默认），SAMPLE=0 用真实信息源 start, with or without the sample world
	@exec $(BIN)/huixiang up --port $(PORT) --data $(DATA) $(if $(filter 0,$(SAMPLE)),,--sample)

test: $(VENV)/.dev  ## 全部测试 every test (TESTS=tests/response for one room)
	@$(BIN)/python -m pytest $(TESTS)

check: $(VENV)/.dev  ## 格式、类型、分层、许可、规则、演练，再加全部测试 all checks, then every test
	@echo "── ruff format";    $(BIN)/ruff format --check .
	@echo "── ruff check";     $(BIN)/ruff check .
	@echo "── mypy";           $(BIN)/mypy .
	@echo "── lint-imports";   $(BIN)/lint-imports
	@echo "── licences";       $(BIN)/python -m pytest -q tests/test_licences.py
	@echo "── huixiang check"; $(BIN)/huixiang check
	@echo "── huixiang rehearse"; $(BIN)/huixiang rehearse
	@echo "── tests";          $(BIN)/python -m pytest $(TESTS)

build: $(VENV)/.dev  ## 打包 a wheel in dist/
	@echo "── wheel"; $(BIN)/python -m pip wheel -q --no-deps --no-build-isolation --wheel-dir dist . && ls -l dist

bench: $(VENV)/.dev  ## 基准测试 the benchmarks
	@for file in benchmarks/*.py; do echo "── $$file"; $(BIN)/python $$file; done

lock: $(VENV)/.dev  ## 重新锁定依赖版本（带摘要，不带仓库地址）pin every dependency anew, with digests and no addresses
	@$(LOCK) --group build -o requirements/run.txt
	@$(LOCK) --group build --group dev -c requirements/run.txt -o requirements/dev.txt
	@$(BIN)/uv pip compile $(LOCKED) --group pyproject.toml:node -o requirements/node.txt
	@cd dashboards && npm install --package-lock-only
LOCKED = --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock"
LOCK = $(BIN)/uv pip compile $(LOCKED) pyproject.toml

clean:  ## 清除环境与构建产物，保留数据 remove what was built here, keep the data
	@rm -rf $(VENV) dist build dashboards/node_modules dashboards/static/vendor nlp/gazetteer
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ── the environment: made once, again only when a lock changed ─────────────────────────────────────────────────────
$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更新版本；装好后再试，或用 make run PYTHON=/路径/python3 指定。"; exit 2; }
	@echo "建立环境 $(VENV)（$$($(PYTHON) --version)）"
	@$(PYTHON) -m venv $(VENV) || { echo "无法建立环境：Debian/Ubuntu 请先安装 python3-venv。"; exit 2; }

$(VENV)/.node: requirements/node.txt | $(BIN)/python
	@command -v npm >/dev/null || { echo "本机没有 Node，取一个仅供构建使用"; $(INSTALL) --require-hashes -r $< | $(call COUNT,$<); }
	@touch $@

$(VENV)/.run: requirements/run.txt $(PARTS) $(VENV)/.node | $(BIN)/python
	@echo "安装组件（版本与摘要见 $<；首次约需一分钟）"
	@$(INSTALL) --require-hashes -r $< | $(call COUNT,$<)
	@echo "取页面脚本与行政区划，安装回响"
	@$(INSTALL) -q --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@echo "安装测试与检查工具（见 $<）"
	@$(INSTALL) --require-hashes -r $< | $(call COUNT,$<)
	@touch $@
