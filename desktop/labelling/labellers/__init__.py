"""The labellers. Others can be added by the entry point group ``miharu.labellers``."""
