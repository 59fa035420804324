"""Rules of observation: pure functions, free of Django."""
