"""What an office chose: config.toml, rulesets, calendars, read strictly."""
