# make demo     extract the sample disclosures into out/ and show what came of them
# make test     run the tests
# make quick    run the tests that need no OCR, no database and no browser
# make check    lint, types, order of the stages
# make setup    the virtual environment with everything for development
# make bench    the benchmarks
# make samples  typeset the sample disclosures again
# make wheel    dist/*.whl
# make clean    remove what the others made

VENV := .venv
BIN := $(VENV)/bin
DEMO := model-exported budget-exported

.PHONY: demo test quick check setup bench samples wheel clean system

demo: system $(VENV)/installed
	@# 4: one sample is incomplete, a text of its scorecard on page 25 has no place.
	$(BIN)/juesuan extract samples/*.pdf --out out || [ $$? -eq 4 ]
	@for name in $(DEMO); do printf '\nout/%s/facts.jsonl begins:\n' $$name; head -n 5 out/$$name/facts.jsonl; done

# A process a core, few of them: each loads the networks.
test: setup
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

quick: setup
	$(BIN)/python -m pytest -m "not slow"

check: setup
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

setup: system $(VENV)/installed-dev
	@.ci/system-packages tests

bench: system $(VENV)/installed-benchmarks
	$(BIN)/python -m benchmarks

samples: $(VENV)/installed-benchmarks
	.ci/system-packages samples
	$(BIN)/python -m samples.make

wheel: $(VENV)/python
	$(BIN)/pip wheel --quiet --no-deps --wheel-dir dist .
	@ls dist/*.whl

clean:
	rm -rf $(VENV) out dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

system:
	@.ci/system-packages

# The stamps keep pip from running when nothing it would install has changed. The install is editable, so the
# code is not a prerequisite. `system` comes first: without it Debian's Python has no venv.
$(VENV)/python: .ci/python | system
	$$(.ci/python) -m venv --clear $(VENV)
	@touch $@

$(VENV)/installed: pyproject.toml $(VENV)/python
	$(BIN)/pip install --quiet --editable .
	@touch $@

$(VENV)/installed-dev: pyproject.toml $(VENV)/python
	$(BIN)/pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/installed

$(VENV)/installed-benchmarks: pyproject.toml $(VENV)/python
	$(BIN)/pip install --quiet --editable '.[benchmarks]'
	@touch $@ $(VENV)/installed
