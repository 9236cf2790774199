"""A company to look at: people, customers and fourteen months of selling coffee, made by the write path like all else."""
