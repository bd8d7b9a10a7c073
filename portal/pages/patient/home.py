import reflex as rx

from portal.pages.registry import screen
from portal.state.frame import FrameState
from portal.state.refusals import NoticeState


@screen("/home", title="Home", audience="patient")
def home():
    return rx.el.main(
        rx.el.h1("Home"), rx.el.p(FrameState.name, id="name"), rx.el.p(NoticeState.words, id="w")
    )
