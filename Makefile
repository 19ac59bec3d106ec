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
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: $(VENV)/dev          ## style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports

fix: $(VENV)/dev           ## put right what a tool can put right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

fuzz: $(VENV)/fuzz         ## spoil 20,000 forms and judge them, then five minutes guided by coverage; what got past is kept in var/fuzz/
	$(BIN)/python -m tests.exchange.mutations --count 20000
	$(BIN)/python -m tests.exchange.guided --seconds 300

load: $(VENV)/dev system   ## 10,000 files through children and intake; every fault with a batch of 500; the deadline night
	$(BIN)/python -m tests.services.soak --files 10000
	FAULT_FILES=500 $(BIN)/python -m pytest tests/faults
	$(BIN)/python -m tests.load --enterprises 200 --staff 50
	$(BIN)/python -m tests.load --enterprises 800 --staff 200 --processes 2

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

$(VENV)/fuzz: requirements-fuzz.txt $(VENV)/dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-fuzz.txt
	touch $@

# A browser, LibreOffice, nginx and Chinese fonts; on Debian they are installed, elsewhere they have to be there.
.PHONY: system
system:
	@if ! command -v chromium >/dev/null || ! command -v soffice >/dev/null || ! command -v loimpress >/dev/null || ! command -v lowriter >/dev/null || ! test -x /usr/sbin/nginx || ! fc-list :lang=zh | grep -q .; then \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	    chromium fonts-noto-cjk libreoffice-calc libreoffice-impress libreoffice-writer nginx-light poppler-utils fontconfig >/dev/null; fi
