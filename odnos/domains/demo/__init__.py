"""A company to look at: people, customers and two years of selling coffee, made by the write path like all else."""
