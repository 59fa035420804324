"""What machines outside send us."""
