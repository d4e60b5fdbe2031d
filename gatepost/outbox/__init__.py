"""What is to be sent or done later, written down in the transaction that causes it."""
