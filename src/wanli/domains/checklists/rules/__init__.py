"""Whether two are one person: pure."""
