"""Changes of the ways in are undone by the link in the message about them: second factors, passkeys, providers."""
