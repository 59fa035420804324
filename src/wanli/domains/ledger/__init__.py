"""Increment and stock, kept as books: entries are appended, never changed."""
