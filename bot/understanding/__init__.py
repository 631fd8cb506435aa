"""From a text to what it wants: language, intent with confidence, fields with their words."""
