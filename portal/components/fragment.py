"""The secret that a link carries after its "#", which never reaches a server's log."""

from typing import Any

import reflex as rx

from portal.components.web import local


class FragmentToken(rx.Component):
    """Reads the fragment once and wipes it from the address bar."""

    library = local("fragment.jsx")
    tag = "FragmentToken"
    on_token: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def fragment_token(*, on_token: Any) -> rx.Component:
    """Fires `on_token` once with the 43-character token of the address, or with "" when there is none."""
    return FragmentToken.create(on_token=on_token)
