"""Deliberate weakenings of controls, by room, and what shows that each is noticed: ``./dev mutants``."""
