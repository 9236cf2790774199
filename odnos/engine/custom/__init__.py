"""What administrators add to the objects: fields, kept as records like everything else and read by every process at once."""
