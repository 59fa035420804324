"""Home medical observation: cases, their terms, and the daily checks."""
