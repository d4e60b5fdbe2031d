"""Second factors: enrolled, listed, removed, and proven after a first one."""
