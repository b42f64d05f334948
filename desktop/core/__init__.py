"""The words that all parts share: records, events, queries, settings, errors, and the library's interface."""
