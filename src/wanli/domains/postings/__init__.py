"""What hangs in the stairwells for all to read: notices and their posters."""
