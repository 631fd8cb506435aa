"""Working time: calendars of countries, teams and people, what targets count, and what comes again."""
