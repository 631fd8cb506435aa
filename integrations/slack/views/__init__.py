"""What Slack's users fill in and look at: modals, suggestions, shortcuts and the home tab."""

from integrations.slack.views.views import Views as Views
