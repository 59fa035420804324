"""Accounts: who signs in, and with what."""
