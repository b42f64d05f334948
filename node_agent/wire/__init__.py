"""The contract between an agent and a desktop, and all that ``desktop`` may import from ``node_agent``."""
