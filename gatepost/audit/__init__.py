"""The record of what happened to accounts."""
