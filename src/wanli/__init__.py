"""Wanli: epidemic prevention and control for a subdistrict and its neighbourhood committees."""
