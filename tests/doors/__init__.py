"""One behaviour, every door."""
