"""The layer that every request passes: access, limits, headers, logs. It knows neither JSON nor HTML."""
