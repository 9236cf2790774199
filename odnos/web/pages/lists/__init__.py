"""Lists and boards of any object: read by view, filter and order, changed one by one or all at once."""
