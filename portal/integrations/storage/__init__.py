"""Files that are too large for a row: sealed, on disk."""
