"""Files that come in or go out: what they are by their content, and pictures decoded and made anew."""
