"""The configuration as one file: taken along, compared, and applied to another installation."""
