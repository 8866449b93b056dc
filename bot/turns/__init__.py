"""One turn: what happened is kept, and who must hear of it."""
