"""Persons, households and where they live."""
