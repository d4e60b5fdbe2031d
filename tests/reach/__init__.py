"""Sees that no write is proven on SQLite alone.

Every statement with which the service writes is noted while the tests run, with what came of it: it changed rows, it
changed none (a claim that was lost), or a constraint refused it. After a run of all tests, what any test has made one
engine do must have been done on each engine by tests that are marked ``every_engine``. Otherwise the run fails and
names the statement, where it is sent, and what is missing.
"""
