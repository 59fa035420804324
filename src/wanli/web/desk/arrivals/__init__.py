"""Returnees as the committee follows them up, and the codes that the gate compares."""
