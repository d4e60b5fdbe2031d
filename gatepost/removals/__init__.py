"""All that staff take away from a user, and why: a factor, sessions, the account."""
