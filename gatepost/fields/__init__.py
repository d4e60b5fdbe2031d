"""Fields of users that the operator declares: checked, stored, and shown to those whom it names."""
