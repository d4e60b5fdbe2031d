"""Reading, listing, changing and deleting accounts."""
