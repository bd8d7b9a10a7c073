"""One's own account: how to sign in to it, where it is signed in, and what happened to it."""
