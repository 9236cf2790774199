"""What is kept about a person: everything of it in one file, taken away without a trace, or not kept for longer than it may be."""
