"""The wall map."""
