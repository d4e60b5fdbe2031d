"""The words of messages, in several languages."""
