"""What a home under observation sees on its own phone: light, large, without an account."""
