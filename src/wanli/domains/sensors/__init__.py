"""Door sensors of homes under observation: what they heard, and what is asked about it."""
