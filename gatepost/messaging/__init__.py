"""Messages by e-mail and SMS: templates and senders. It takes addresses, and imports no users."""
