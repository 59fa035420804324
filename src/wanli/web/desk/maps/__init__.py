"""Maps in: outlines from a GeoJSON file."""
