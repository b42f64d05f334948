"""The settings: what keeps them, and the dialog that shows and changes them."""
