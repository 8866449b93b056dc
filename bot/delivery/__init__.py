"""What is owed goes out, each chat in its order; files come in."""
