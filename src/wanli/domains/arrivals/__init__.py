"""Who comes back: registered without an account, sorted by rules, followed up once."""
