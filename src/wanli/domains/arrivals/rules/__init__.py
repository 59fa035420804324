"""Who is of which class, and why; free of Django."""
