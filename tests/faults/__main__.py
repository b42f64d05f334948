"""`make faults`: prints the table. ``ROUNDS=n`` in the environment shortens each row, an argument picks rows."""

from __future__ import annotations

import os
import sys

from tests.faults.table import print_table

if __name__ == "__main__":
    rounds = int(os.environ["ROUNDS"]) if os.environ.get("ROUNDS") else None
    sys.exit(not print_table(rounds, " ".join(sys.argv[1:])))
