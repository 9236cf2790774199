"""The first page: how selling goes, and what is to be done today."""
