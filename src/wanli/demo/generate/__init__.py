"""A subdistrict made up from a seed. Pure: no database, no clock."""
