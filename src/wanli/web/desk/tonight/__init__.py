"""Tonight 23:30: what is still missing, and who can still put it right."""
