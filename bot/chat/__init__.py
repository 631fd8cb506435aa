"""What chat platforms have in common: accounts, presses, forms, commands, rooms."""
