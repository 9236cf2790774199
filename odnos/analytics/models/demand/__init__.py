"""Demand over time: a simple forecast that says how wrong it would have been so far."""
