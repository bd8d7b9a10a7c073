"""A patient's record as paper: PDF/UA-1 (ISO 14289-1) for eyes and screen readers, and plain text."""
