"""Pages, one folder for each screen."""
