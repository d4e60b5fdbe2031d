"""What the command line can do, a file a group."""
