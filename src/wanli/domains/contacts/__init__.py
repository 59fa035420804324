"""Contact rounds: who was in touch with which home, and whom nobody has reached."""
