"""What every request passes: who asks, how often, headers, logs. It knows neither JSON nor HTML."""
