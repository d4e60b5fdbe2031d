"""Parts of ``./dev bench profile``: requests without a network, and the shares of a profile."""
