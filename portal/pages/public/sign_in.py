import reflex as rx

from portal.pages.registry import screen
from portal.state.refusals import NoticeState


@screen("/", title="Sign in", audience="public")
def sign_in():
    return rx.el.main(
        rx.el.h1("Sign in"),
        rx.el.button("x", on_click=NoticeState.show("hello", "good")),
        rx.el.p(NoticeState.words, id="w"),
    )
