"""The development inbox: what was written to users, for those who build on the service. Never in production."""
