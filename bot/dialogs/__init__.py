"""What is said and pressed: one kind of talk a file."""
