"""What can be done with images, each with what it takes to undo it."""
