"""What stands beside the tables: the index of words, and what keeps the journal as it is."""

WORDS = (
    "CREATE VIRTUAL TABLE inquiry_words USING fts5("
    "document, content='', columnsize=0, detail=none, tokenize='ascii')"
)
"""The index of words: see `storage.words`. It keeps no texts, so what goes must be said."""

JOURNAL_STAYS = tuple(
    f"CREATE TRIGGER journal_no_{verb.lower()} BEFORE {verb} ON journal "
    "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
    for verb in ("UPDATE", "DELETE")
)
