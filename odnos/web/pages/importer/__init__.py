"""The import wizard: a file, its columns, a check of every row, the result."""
