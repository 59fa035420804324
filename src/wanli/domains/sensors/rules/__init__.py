"""When it was, what explains it, and what a device may send; free of Django."""
