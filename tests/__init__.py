"""Tests read like the regulation: a story each, its clauses beside it."""
