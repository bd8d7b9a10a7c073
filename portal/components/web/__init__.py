"""The few things only a browser can do, each a small React component in this folder."""

import reflex as rx


def local(name: str) -> str:
    """What to import a component file of this folder by, e.g. `local("form.jsx")`."""
    return rx.asset(name, shared=True).importable_path
