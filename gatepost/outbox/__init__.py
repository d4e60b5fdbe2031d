"""Work to be done later, such as messages to send, stored in the transaction that causes it."""
