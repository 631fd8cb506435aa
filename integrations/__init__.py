"""One file per channel and outside system; each translates one outside thing."""
