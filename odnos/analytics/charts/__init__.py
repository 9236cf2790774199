"""Charts: one description, drawn alike on a page, in a mail and on paper, with the table of its figures behind it."""
