"""Attempts and uses are counted, so that a guesser is stopped.

An *attempt* is a password or a code that somebody sends. It is counted as a *failure* before it is looked at; success
clears that. After some failures a device has to *wait*. A *use* is a guess of a code, a message to an address, or a
request: so many are allowed in a *window*, which begins with the first.
"""
