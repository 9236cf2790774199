"""What statistics say: pure functions of arrays. Each names the paper it comes from, and refuses where the data do not carry it."""
