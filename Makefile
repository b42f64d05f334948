# Everything a newcomer needs: `make demo` and `make test`. Both create the environment first.
# Tests wait for sockets and processes most of their time: three run side by side on two cores.
# `make faults` takes an hour or two; `make faults ROUNDS=3` is a first look.

PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.ready

.PHONY: demo test faults clean

demo: $(READY)
	$(VENV)/bin/miharu demo $(if $(FOLDER),--folder "$(FOLDER)")

test: $(READY)
	$(VENV)/bin/python -m pytest -n 3 --dist worksteal

faults: $(READY)
	ROUNDS=$(ROUNDS) $(VENV)/bin/python -m tests.faults

clean:
	rm -rf $(VENV)

# PIP_CONSTRAINT also pins what the build itself uses.
$(READY): pyproject.toml constraints.txt .ci/system-packages
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Miharu needs Python 3.11 or newer.")'
	PYTHON="$(PYTHON)" .ci/system-packages
	$(PYTHON) -m venv $(VENV)
	PIP_CONSTRAINT=constraints.txt $(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
