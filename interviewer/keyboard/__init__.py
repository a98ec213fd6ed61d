"""Which key does what, and the keys of the user's own."""
