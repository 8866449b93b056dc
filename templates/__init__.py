"""Everything the bot says, one folder a language."""
