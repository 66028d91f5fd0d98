# Every target does only what is not done yet. `make` alone lists them.

APP := .venv/bin
RASA := bot/.venv/bin
MODEL := bot/models/ppwi.tar.gz
# What the corpora teach Rasa.
ASKED := bot/models/questions.yml
# The folders of the data are listed too: their time changes when a file is removed.
DIALOGUE := config.yml bot/domain.yml $(shell find bot/data 2>/dev/null) $(wildcard bot/components/*.py)
RASA_RUN := $(RASA)/python bot/quiet_rasa.py
PIP_INSTALL := -m pip --disable-pip-version-check install

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-print-directory

##@ To use it
.PHONY: run
run: environments index dialogue ## build what is missing, start everything, print the address (Ctrl-C stops it)
	@echo "[6/6] Starting …"
	@exec $(APP)/ppwi-bot serve

##@ To work on it
.PHONY: test test-fast check screenshots bench eval
test: environments index dialogue node_modules/.installed ## all tests; make test ARGS='-k pay' runs some
	@echo "[6/6] Tests …"
	@browser=$$(setup/find-browser) && PPWI_CHROMIUM="$$browser" $(APP)/python -m pytest $(ARGS)

test-fast: .venv/.installed ## the tests that need neither model, server nor browser
	@$(APP)/python -m pytest -m "not model and not stack and not browser" $(ARGS)

check: lint format types browser-types layers dialogue-data corpus ## everything that can be checked without running it

screenshots: index dialogue ## draw the pictures in docs/images anew, from the real thing
	@echo "[6/6] Pictures …"
	@browser=$$(setup/find-browser) && export PPWI_CHROMIUM="$$browser" \
		&& $(APP)/python setup/screenshots.py && $(APP)/python setup/slack_previews.py

# One thread, as the web part has.
bench: index dialogue ## where the time of a question goes
	@PPWI_CHROMIUM=$$(setup/find-browser) OMP_NUM_THREADS=1 $(APP)/python -m ppwi_bot.evaluation.bench $(ARGS)

eval: index dialogue ## how well questions are answered and declined
	@$(APP)/python -m ppwi_bot.evaluation $(ARGS)

##@ Steps of the above
.PHONY: environments model index dialogue
environments: .venv/.installed bot/.venv/.installed ## [1/6] [2/6] both Python environments

.venv/.installed: pyproject.toml constraints.txt setup/environment
	@echo "[1/6] The app's environment (2.7 GB, about 4 minutes the first time) …"
	@setup/environment .venv setup/find-python
	@$(APP)/python $(PIP_INSTALL) -c constraints.txt -e '.[dev]'
	@touch $@

# Node.js and npm come with the app's environment: nobody has to install them. Nothing of this is served.
node_modules/.installed: package.json package-lock.json .venv/.installed
	@echo "The checkers of the browser code …"
	@$(APP)/npm ci --silent --no-audit --no-fund
	@touch $@

bot/.venv/.installed: bot/requirements.txt setup/environment
	@echo "[2/6] Rasa's environment (Python 3.10, 2.8 GB, about 6 minutes the first time) …"
	@setup/environment bot/.venv setup/find-python-3.10
	@$(RASA)/python $(PIP_INSTALL) -r bot/requirements.txt
	@touch $@

# The app itself knows whether these two are fresh, whatever the settings say.
model: .venv/.installed ## [3/6] the embedding model, made fast
	@echo "[3/6] The embedding model …"
	@$(APP)/ppwi-bot model prepare

index: model ## [4/6] the search index
	@echo "[4/6] The search index (some minutes the first time) …"
	@$(APP)/ppwi-bot index build

dialogue: $(MODEL) ## [5/6] the trained dialogue

$(ASKED): $(wildcard data/*/questions.csv data/*/themes.yaml) src/ppwi_bot/dialogue/training.py .venv/.installed
	@$(APP)/python -m ppwi_bot.dialogue.training $@

# Trained to one side and moved into place: a run that is cut short leaves no half model.
$(MODEL): $(DIALOGUE) $(ASKED) bot/.venv/.installed | model
	@echo "[5/6] Training the dialogue (a minute or two) …"
	@$(RASA_RUN) train --config config.yml --domain bot/domain.yml --data bot/data $(ASKED) \
		--out bot/models/unfinished --fixed-model-name ppwi
	@mv bot/models/unfinished/ppwi.tar.gz $@ && touch $@ && rm -rf bot/models/unfinished

##@ Single checks
.PHONY: lint format types browser-types layers dialogue-data corpus fix
lint: .venv/.installed ## ruff's rules
	@echo "Checking the rules …"
	@$(APP)/ruff check .

format: .venv/.installed ## ruff's layout
	@echo "Checking the layout …"
	@$(APP)/ruff format --check .

types: .venv/.installed ## mypy, strict
	@echo "Checking the types …"
	@$(APP)/mypy

browser-types: node_modules/.installed ## the TypeScript compiler over the browser code
	@echo "Checking the types of the browser code …"
	@$(APP)/node node_modules/typescript/bin/tsc --project tsconfig.json

layers: .venv/.installed ## imports run downwards only
	@echo "Checking the imports …"
	@$(APP)/lint-imports

dialogue-data: bot/.venv/.installed $(ASKED) ## Rasa's own check of intents, rules and domain
	@echo "Checking the dialogue …"
	@$(RASA_RUN) data validate --fail-on-warnings --config config.yml --domain bot/domain.yml --data bot/data $(ASKED)

corpus: .venv/.installed ## the corpora in data/
	@echo "Checking the corpora …"
	@$(APP)/ppwi-bot corpus check

fix: .venv/.installed ## let ruff mend what it can
	@$(APP)/ruff check --fix . ; $(APP)/ruff format .

##@ Seldom
.PHONY: pins clean distclean
pins: ## write constraints.txt anew from what .venv holds now (after trying out an upgrade)
	@{ echo "# The app's environment to the letter: written by \`make pins\`. No local tags: pip finds this machine's build."; \
		$(APP)/pip list --format=freeze --exclude-editable | grep -v '^pip==' | sed 's/+.*//' | sort -f; } > constraints.txt
	@touch .venv/.installed

clean: ## remove what was built; environments and conversations stay
	@rm -rf .cache .rasa bot/models .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-output
	@find index -mindepth 1 ! -name README.md -delete 2>/dev/null || true

distclean: clean ## remove the environments as well
	@rm -rf .venv bot/.venv node_modules

.PHONY: help
help:
	@awk 'BEGIN { FS = ":.*## " } /^##@/ { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile
