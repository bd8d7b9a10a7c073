"""One module a made-up patient: what a clinician would have written about them."""
