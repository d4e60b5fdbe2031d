"""The refusal of a hash that cannot be imported."""


class UnusableHash(ValueError):
    """This hash cannot be imported; the text says why, and holds nothing of the hash."""
