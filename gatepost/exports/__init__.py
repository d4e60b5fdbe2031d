"""All that is stored about one user, as JSON: for themselves, and for staff who say why."""
