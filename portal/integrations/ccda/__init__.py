"""C-CDA R2.1: the clinical documents that practices exchange, read and written."""
