"""The addresses of records: one set for every object of the registry."""
