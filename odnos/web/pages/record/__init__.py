"""The page of any record, drawn from its object's layout."""
