"""The search line: words a person types, as a typed query.

``cat`` is an image with that label, ``-person`` one without it, ``label:"hot dog"`` a label of several words; see
:mod:`desktop.core.query.reading` for all fields. All terms must hold, but of several nodes or several cameras one is
enough, as an image has only one of each.
"""

from desktop.core.query.reading import parse
from desktop.core.query.record import Field, Query, ScoreBound, Term
from desktop.core.query.text import text_words
from desktop.core.query.vocabulary import FIXED_VALUES, Vocabulary, date_values
from desktop.core.query.words import Word, negated, quoted, split, with_node

__all__ = [
    "FIXED_VALUES",
    "Field",
    "Query",
    "ScoreBound",
    "Term",
    "Vocabulary",
    "Word",
    "date_values",
    "negated",
    "parse",
    "quoted",
    "split",
    "text_words",
    "with_node",
]
