"""Help: the text for a page beside it, all of them on a page of their own, and the how-tos."""
