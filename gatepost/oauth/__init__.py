"""For other services: clients, introspection, revocation, and forward authentication for proxies."""
