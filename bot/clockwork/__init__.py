"""What time says: the alarm clock, and what falls due at its ticks."""
