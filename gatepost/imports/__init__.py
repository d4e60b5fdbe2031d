"""Users come from other systems, and go to them: import and export of all, in one format of lines. No endpoints."""
