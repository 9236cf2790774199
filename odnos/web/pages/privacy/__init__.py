"""Persons: everything about one as a file, erasing one, and how long records are kept."""
