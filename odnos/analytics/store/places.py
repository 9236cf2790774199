"""Where the embedded store is, in the data folder."""

NAME = "analytics.duckdb"
SOCKET = "analytics.sock"
