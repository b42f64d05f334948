"""Errors that both ends of the wire raise."""


class WireError(ValueError):
    """A peer sent something that is not a valid message of this version; the text says what was wrong."""


class DamagedFileError(ValueError):
    """A file of ours holds something else than it should; the text names it and says what to do."""
