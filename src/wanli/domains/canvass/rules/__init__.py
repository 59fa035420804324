"""What can be said of a canvass without a database."""
