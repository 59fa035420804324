"""Contact rounds: pages of those who keep in touch."""
