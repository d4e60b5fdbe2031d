"""Password hashes of other systems: verified as those systems do, until a log-in replaces them.

A *scheme* computes a digest (``schemes/``). A *system* says which scheme it uses, how its records are read, and what it
does to a password before it hashes it (``systems/``, ``steps.py``). A *recipe* is one record that was read: it is what
the database keeps.
"""
