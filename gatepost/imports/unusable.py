"""A file of which nothing can be imported."""


class UnusableFile(Exception):
    """The file, or an option for it, cannot be used at all. Its text says why, and repeats nothing of the file."""
