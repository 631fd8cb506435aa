"""Digests: what each colleague is told of a day or a week, in one message."""
