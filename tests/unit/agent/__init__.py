"""The agent, part by part."""
