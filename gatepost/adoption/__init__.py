"""Adoption in place: the database of the founding document's application becomes Gatepost's (decision 68)."""
