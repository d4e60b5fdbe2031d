"""Examination of an installation: problems and their remedies."""
