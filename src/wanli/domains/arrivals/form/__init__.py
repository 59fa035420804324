"""The form of a registration, without a database: what was typed, and what it says."""
