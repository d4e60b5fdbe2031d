"""Access, refresh and device tokens: issued and verified."""
