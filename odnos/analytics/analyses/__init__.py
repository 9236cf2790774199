"""Questions that a report cannot put: the funnel, time in stage, outcomes over time, cohorts, the financial rating.

Each is asked of the store within the asker's rights, in SQL that DuckDB, PostgreSQL and ClickHouse share but for the
patterns of `sql.py` and of the reports' dialects.
"""
