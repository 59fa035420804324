"""What a notice may say; free of Django."""
