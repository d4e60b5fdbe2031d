"""Sessions: started by a log-in, refreshed, asked at every request, and ended."""
