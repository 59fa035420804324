"""One tree of places: whatever happens, happens at a place."""
