# The one truth of how the product is run and checked; CI calls these targets and nothing else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := VAR_DIR=var/demo

.PHONY: run demo test lint fix fuzz load bench screenshots clean

run: $(VENV)/run           ## the app on the real store
	$(BIN)/streamlit run dashboard.py

demo: $(VENV)/run          ## the app on invented data, with sample workbooks to drop on 收件
	test -e var/demo/store.sqlite || $(DEMO) $(BIN)/python manage.py init --demo
	$(DEMO) $(BIN)/streamlit run dashboard.py

test: $(VENV)/dev system   ## every test
	$(BIN)/python -m pytest

lint: $(VENV)/dev          ## style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports

fix: $(VENV)/dev           ## put right what a tool can put right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

fuzz: $(VENV)/dev          ## spoil 20,000 forms and judge them; what got past is kept in var/fuzz/
	$(BIN)/python -m tests.exchange.mutations --count 20000

load: $(VENV)/dev          ## 10,000 files through the children and the intake: nothing may stay behind
	$(BIN)/python -m tests.services.soak --files 10000

bench: $(VENV)/bench       ## measure; ratios in one run
	$(BIN)/python -m tests.bench

screenshots: $(VENV)/dev system   ## the pictures of README.md, made by the test browser
	$(BIN)/python -m tests.browser.screenshots

$(VENV)/run: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/dev: requirements.txt requirements-dev.txt $(VENV)/run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

$(VENV)/bench: requirements-bench.txt $(VENV)/dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-bench.txt
	touch $@

# A browser, LibreOffice and Chinese fonts; on Debian they are installed, elsewhere they have to be there.
.PHONY: system
system:
	@if ! command -v chromium >/dev/null || ! command -v soffice >/dev/null || ! fc-list :lang=zh | grep -q .; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    chromium fonts-noto-cjk libreoffice-calc poppler-utils fontconfig >/dev/null; fi
