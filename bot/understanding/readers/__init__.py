"""Readers of the closed fields: pure functions from a text to the values that stand in it."""
