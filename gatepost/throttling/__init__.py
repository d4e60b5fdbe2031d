"""Failed attempts to prove who one is: counted by account and by device, so that a stranger slows down the stranger."""
