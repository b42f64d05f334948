"""Where images come from: a camera, a folder, or built-in scenes."""
