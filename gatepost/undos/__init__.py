"""Changes of the ways in, such as second factors, are undone by the link in the message that told of them."""
