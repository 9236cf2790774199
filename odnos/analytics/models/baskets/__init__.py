"""What is bought together: frequent sets of items, and rules that follow from them."""
