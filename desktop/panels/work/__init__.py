"""Work on images: what can be done with them, done in the background and undone."""
