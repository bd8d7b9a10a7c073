"""Hypothesis draws against no clock here: a busy machine must not fail a test."""

from hypothesis import settings

settings.register_profile("no-clock", deadline=None)
settings.load_profile("no-clock")
