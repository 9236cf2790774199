"""Copies what has changed from the operational base to the store, and proves that both say the same."""
