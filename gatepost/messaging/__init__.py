"""Messages by e-mail and SMS: words, outbox, senders. It knows addresses, and no user."""
