"""Exports of large lists: how far they are, and their files."""
