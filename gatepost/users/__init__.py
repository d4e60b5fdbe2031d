"""The user table, its finders, and the normal forms of identifiers. No endpoints: most rooms import it."""
