"""What can be said of maps without a database."""
