"""Who looked at what and why, and the daily seal over it."""
