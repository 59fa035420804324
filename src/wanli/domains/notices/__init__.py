"""Messages to people: through which channel, to whom, whether they arrived."""
