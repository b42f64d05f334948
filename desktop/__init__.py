"""Miharu's desktop: finds nodes, stores and labels what they see, and shows it.

The folders are the architecture. ``core`` is pure and known to all; ``store``, ``nodes`` and ``labelling`` know
only ``core`` (and not each other); ``wall`` and ``panels`` are what people see. ``hub``, ``app`` and ``cli`` put
the parts together. The import contracts in pyproject.toml hold this.
"""
