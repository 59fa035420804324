"""What is fetched and done for homes: requests, rounds, and their money."""
