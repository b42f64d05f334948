"""`make faults`: prints the table. an argument picks rows.

``ROUNDS=n`` in the environment shortens each row, ``AT_ONCE=n`` runs as many side by side.
"""

from __future__ import annotations

import os
import sys

from tests.faults.table import print_table

if __name__ == "__main__":
    rounds, at_once = (int(os.environ.get(name) or 0) for name in ("ROUNDS", "AT_ONCE"))
    sys.exit(not print_table(rounds or None, " ".join(sys.argv[1:]), at_once or 1))
