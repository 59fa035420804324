"""What is done with lists and leads, one verb a file."""
