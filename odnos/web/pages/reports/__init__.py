"""Reports: built on a page, kept, reopened, and led from to the records behind each number."""
