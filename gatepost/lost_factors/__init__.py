"""The way back after a second factor was lost: requested, and stopped."""
