# Everything a newcomer needs: `make demo` and `make test`. Both create the environment first.
# Tests wait for sockets and processes most of their time: three run side by side on two cores. Some watch the clock,
# so what fails in company is tried once more, alone; what then fails has failed.
# `make bench` measures against the peers in under a quarter of an hour; `make bench QUICK=1` is a look.
# `make faults` takes an hour or two; `make faults ROUNDS=3` is a first look, AT_ONCE=2 is quicker.

PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.ready

.PHONY: demo test bench faults screenshots translations clean

demo: $(READY)
	$(VENV)/bin/miharu demo $(if $(FOLDER),--folder "$(FOLDER)")

test: $(READY)
	$(VENV)/bin/python -m pytest -n 3 --dist worksteal || \
		$(VENV)/bin/python -m pytest --last-failed --last-failed-no-failures none

bench: $(READY)
	$(VENV)/bin/python -m tests.bench $(if $(QUICK),--quick)

faults: $(READY)
	ROUNDS=$(ROUNDS) AT_ONCE=$(AT_ONCE) $(VENV)/bin/python -m tests.faults

# The README's pictures, from real photos: TESTDATA is the folder of Miharu's test data.
TESTDATA ?= ../shared/testdata
screenshots: $(READY)
	$(VENV)/bin/python -m tests.screenshots "$(TESTDATA)" resources/pictures

# Collects the window's texts for translators (Qt Linguist), and compiles what they wrote.
TRANSLATIONS := resources/translations
COLLECT := $(VENV)/bin/pyside6-lupdate -silent -extensions py -tr-function-alias tr+=_tr -no-obsolete -locations none \
	-source-language en_GB
translations: $(READY)
	$(COLLECT) desktop -target-language ja -ts $(TRANSLATIONS)/miharu_ja.ts
	$(COLLECT) -pluralonly desktop -target-language en -ts $(TRANSLATIONS)/miharu_en.ts
	for language in ja en; do \
		$(VENV)/bin/pyside6-lrelease -silent $(TRANSLATIONS)/miharu_$$language.ts || exit 1; \
	done

clean:
	rm -rf $(VENV)

# PIP_CONSTRAINT also pins what the build itself uses.
$(READY): pyproject.toml constraints.txt .ci/system-packages
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Miharu needs Python 3.11 or newer.")'
	PYTHON="$(PYTHON)" .ci/system-packages
	$(PYTHON) -m venv $(VENV)
	PIP_CONSTRAINT=constraints.txt $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
