"""What stands around the grid: nodes, inspector, search line, status and messages."""
