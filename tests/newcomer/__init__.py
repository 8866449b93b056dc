"""A platform nobody has heard of, to show what one more costs: this package, and nothing in bot/."""
