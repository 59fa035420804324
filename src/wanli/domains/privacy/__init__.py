"""When the purpose ends, personal data ends: a purge that can be proven."""
