"""The filter grammar: a tree, and its text form."""
