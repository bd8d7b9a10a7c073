import reflex as rx


class S(rx.State):
    n: int = 0

    @rx.event
    def inc(self):
        self.n += 1


def index():
    return rx.el.main(rx.el.h1("Hi", class_name="text-xl"), rx.el.button(S.n, on_click=S.inc))


app = rx.App(toaster=None)
app.add_page(index, route="/", title="x")
