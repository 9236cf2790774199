"""Short help for each page: one small file per page and language, found by the page's address."""
