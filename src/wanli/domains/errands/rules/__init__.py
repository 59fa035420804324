"""What holds for errands whatever the database says: pure functions."""
