"""The demo subdistrict: synthetic from end to end, the same for everybody."""
