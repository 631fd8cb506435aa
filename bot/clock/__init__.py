"""The clock: what is due when, decided without looking at any clock but the moment that is given."""
