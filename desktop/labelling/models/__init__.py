"""Models for on-device labels: which there are, where they come from, and which lie on this disk."""
