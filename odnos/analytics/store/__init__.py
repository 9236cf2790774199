"""Where the numbers are counted: DuckDB in a process of its own, or a server that many machines share."""
