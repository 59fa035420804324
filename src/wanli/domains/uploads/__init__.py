"""Pictures on their way: what has arrived of each, until all of it is here and is put to use."""
