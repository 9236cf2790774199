"""The columns that every record table has; below everything that keeps records."""
