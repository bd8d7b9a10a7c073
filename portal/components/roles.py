"""Showing a thing to those whose role has to do with it. The doors decide all the same."""

import reflex as rx

from portal.access.actor import DUTIES, Duty
from portal.state.frame import FrameState


def role_may(duty: Duty) -> rx.Var[bool]:
    """Whether whoever is signed in here has this duty."""
    roles = [str(role) for role, duties in DUTIES.items() if duty in duties]
    return rx.Var.create(roles).contains(FrameState.role)
