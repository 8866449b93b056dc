"""What the core asks of a store, and the values that are kept."""
