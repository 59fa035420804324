"""What can be said of people without a database."""
