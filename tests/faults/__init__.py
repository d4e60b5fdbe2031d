"""Faults on purpose: what was acknowledged stays, and what was ended stays ended, whatever fails.

``./dev faults`` runs it (outside ``./dev test``; ``.ci/nightly`` has it): clients register, log in, refresh, change and
delete on a real service; meanwhile something is killed, frozen, cut off or filled up. Afterwards each fact that the
service acknowledged is compared with what it says. The table of ``docs/security/faults.md`` is what it prints.
"""
