"""Emails that tell of something: who wants which, when, and how they are stopped."""
