"""Messages: the channels, what was told, and what one was reminded of oneself."""
