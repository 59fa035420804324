"""Lists from above: handed in, answered, handed back."""
