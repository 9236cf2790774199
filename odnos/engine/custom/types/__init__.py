"""Kinds of record that administrators make."""
