"""Access passes: so far, what keeps somebody from being let through a gate."""
