"""What a mail says, who wrote it, and which task it is about: pure, from a mail that was read to a decision."""
