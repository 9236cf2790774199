"""What was done at once and can be undone at once, and what lies in the bin."""
