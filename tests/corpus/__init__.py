"""A recorded corpus of requests and answers: what the service said, byte for byte, before it was rebuilt inside.

Each scenario of ``scenarios/`` goes through the front door only: HTTP, and the command line for what only that can do.
``answers/`` keeps what was answered, one file a scenario. ``test_corpus.py`` plays them again on each engine and
compares every status, header, body, message and line of output. Random values are numbered placeholders by first
appearance (``placeholders.py``); the clock stands still but for a second after each request, so times are literal.

After a change of the contract that is meant: ``python -m tests.corpus`` records anew (``python -m tests.corpus pages``
only that scenario). Read the difference in git before it is committed.
"""
