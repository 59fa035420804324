"""A real browser on a real installation: what a user runs."""
