"""Gives images their labels: a demand-driven engine on a QThreadPool, and the labellers it can use."""
