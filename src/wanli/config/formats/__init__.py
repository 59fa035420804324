"""How days and moments are written, where Django's own way does not fit a screen of rows."""
