"""The small programs that the bench runs beside Gatepost. Each runs in its own process and environment."""
