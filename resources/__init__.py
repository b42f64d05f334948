"""Icons, style sheet, translations and other files that are not code. Read them with importlib.resources."""
