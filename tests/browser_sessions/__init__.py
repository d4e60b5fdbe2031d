"""Sessions in cookies, as pages of several origins use them."""
