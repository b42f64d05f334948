"""What came in and what was seen, over time: charts, the same as tables, and what the month costs."""
