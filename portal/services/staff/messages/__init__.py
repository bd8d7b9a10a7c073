"""Messages as the practice works on them."""
