"""Getting back in: a code from an email or the practice, a question, a new password, on one page."""

import reflex as rx

from portal.components import (
    birth_date_field,
    button,
    field,
    link,
    notice,
    password_field,
    public_screen,
    rule_list,
    steps,
    submit_button,
    t,
)
from portal.components.enroll import step_history
from portal.components.questions import question_fields
from portal.components.resend import resend
from portal.components.text import Words
from portal.pages.public import recover_ends as ends
from portal.pages.public.words import AS_TYPED
from portal.pages.registry import screen
from portal.state.recover import RecoverState as State

TYPING_PAUSE = 350
LASTING = ("email", "desk", "password")
NAMES = (
    *LASTING, "code", "which", "question", "birth", "factor", "questions",
    "nobody", "staff", "locked", "closed", "sent",
)  # fmt: skip


@screen("/recover", title="Get back in", audience="public", on_load=State.load)
def recover() -> rx.Component:
    """The step this browser is at, and under it what to do if that does not work."""
    return public_screen(
        t("Get back in"),
        step_history(
            State.step, NAMES, lasting=LASTING, doors=("desk",), attempt=State.attempt, on_step=State.go
        ),
        rx.cond(State.message != "", notice(State.message, tone="danger")),
        rx.cond(State.told, notice(t("A new code is on its way. It may take a few minutes."), tone="good")),
        rx.match(
            State.step,
            ("loading", rx.el.p(t("One moment…"), role="status")),
            ("email", _email()),
            ("code", _code()),
            ("desk", _desk()),
            ("which", _which()),
            ("question", _question()),
            ("birth", _birth()),
            ("factor", _factor()),
            ("nobody", ends.nobody()),
            ("staff", ends.staff()),
            ("locked", ends.locked()),
            ("closed", ends.closed()),
            ("sent", ends.sent()),
            ("in", ends.entering()),
            _secrets(),
        ),
        rx.cond(
            _is_any("nobody", "staff", "locked", "closed", "sent", "in"), rx.fragment(), ends.otherwise()
        ),
        rx.cond(State.step == "sent", rx.fragment(), link(t("Back to sign in"), "/", standalone=True)),
    )


def _email() -> rx.Component:
    return _form(
        _heading(1, "email", t("Step 1 of 4: Your email address")),
        rx.el.p(t("Type the email address that we write to. We send a code there.")),
        field(
            t("Email address"),
            "email",
            type="email",
            autocomplete="email",
            value=State.email,
            error=_error("email"),
            max_length=254,
            custom_attrs=AS_TYPED,
        ),
        _onward(t("Send me a code"), busy=t("Sending…")),
        rx.el.div(
            button(t("I have a code from the practice"), kind="quiet", on_click=State.go("desk")),
            class_name="actions",
        ),
    )


def _code() -> rx.Component:
    where = t("We sent an email with a code of 8 digits to {email}.", email=State.email)
    form = _form(
        _heading(2, "code", t("Step 2 of 4: Type the code")),
        rx.el.p(where, class_name="break-words"),
        rx.el.p(t("It may take a few minutes. Look in your spam folder too. Keep this page open.")),
        field(
            t("Code"),
            "code",
            help=t("8 digits. The code works for 10 minutes, on this page only."),
            error=_error("code"),
            autocomplete="one-time-code",
            input_mode="numeric",
            max_length=20,
        ),
        _onward(t("Continue")),
    )
    return rx.el.div(
        form,
        resend(t("Send a new code"), wait=State.wait, run=State.run, on_ask=State.again),
        rx.el.div(
            button(t("Use another email address"), kind="quiet", on_click=State.go("email")),
            class_name="actions",
        ),
        class_name="stack",
    )


def _desk() -> rx.Component:
    return _form(
        _heading(1, "desk", t("Your code from the practice")),
        rx.el.p(t("We printed this code for you, or sent it by email after you asked us for help.")),
        field(
            t("Username or email address"),
            "desk_name",
            help=t("The username stands on the paper with the code."),
            error=_error("desk_name"),
            autocomplete="username",
            max_length=254,
            custom_attrs=AS_TYPED,
        ),
        field(
            t("Code"),
            "desk_code",
            help=t("12 digits"),
            error=_error("desk_code"),
            autocomplete="off",
            input_mode="numeric",
            max_length=30,
        ),
        _onward(t("Continue"), back=button(t("Back"), kind="quiet", on_click=State.go("email"))),
    )


def _which() -> rx.Component:
    rows = rx.foreach(
        State.accounts,
        lambda row: rx.el.li(button(row.label, kind="quiet", wide=True, on_click=State.choose(row.id))),
    )
    return rx.el.div(
        _heading(3, "which", t("Step 3 of 4: Whose account is it?")),
        rx.el.p(t("More than one account has this email address. Choose yours.")),
        rx.el.ul(rows, class_name="stack"),
        class_name="form",
    )


def _someone_else() -> rx.Component:
    """Who began here may not be who sits here now."""
    return button(t("Use another email address"), kind="quiet", on_click=State.go("email"))


def _question() -> rx.Component:
    return _form(
        _heading(3, "question", t("Step 3 of 4: Show that it is you")),
        rx.el.p(t("You chose this question when you set up your account.")),
        field(
            State.question,
            "answer",
            help=t("Capital letters and spaces do not matter."),
            error=_error("answer"),
            autocomplete="off",
            max_length=200,
        ),
        _onward(t("Continue"), back=_someone_else()),
    )


def _birth() -> rx.Component:
    return _form(
        _heading(3, "birth", t("Step 3 of 4: Show that it is you")),
        rx.el.p(t("So that nobody else can use your code, please tell us your date of birth.")),
        birth_date_field(error=_error("birth_date")),
        _onward(t("Continue"), back=_someone_else()),
    )


def _factor() -> rx.Component:
    return _form(
        _heading(3, "factor", t("Step 3 of 4: Your second step")),
        rx.el.p(t("Your account asks for a second step, also when you get back in.")),
        rx.el.p(t("Do you have a passkey? Then go back and sign in with it: it needs no password.")),
        field(
            t("Code"),
            "factor",
            help=t("The code that your app shows now, or one of your recovery codes"),
            error=_error("factor"),
            autocomplete="one-time-code",
            max_length=40,
            custom_attrs=AS_TYPED,
        ),
        _onward(t("Continue"), back=_someone_else()),
    )


def _secrets() -> rx.Component:
    """The password and the new questions stay in one form, so that both are sent together."""
    last = rx.cond(State.questions, t("Continue"), t("Save and sign in"))
    password = rx.el.div(
        _heading(4, "password", t("Step 4 of 4: Choose a new password")),
        field(
            t("Your username"),
            "username",
            value=State.username,
            autocomplete="username",
            custom_attrs={"readOnly": True},
        ),
        password_field(
            t("New password"),
            "password",
            new=True,
            rules="password-rules",
            help=t("Three or four words that do not belong together are easy to keep in mind."),
            error=_error("password"),
            on_change=State.try_password.debounce(TYPING_PAUSE),
        ),
        rule_list(
            (t("12 to 128 characters, of any kind"), State.password_length),
            (t("Hard to guess"), State.password_hard),
            (t("Without your username or the practice's name"), State.password_apart),
            label=t("Rules"),
            id="password-rules",
        ),
        rx.el.p(t("Everyone who is signed in to your account will be signed out."), class_name="quiet"),
        rx.cond(
            State.step == "password",
            _onward(
                last,
                back=button(t("Only email me my username"), kind="quiet", on_click=State.send_username),
            ),
        ),
        hidden=State.step != "password",
        class_name="form",
    )
    chosen_anew = rx.el.div(
        _heading(4, "questions", t("Step 4 of 4: New security questions")),
        rx.el.p(t("If you ever forget your password, we will ask you one of these.")),
        *question_fields(State.errors),
        _onward(
            t("Save and sign in"),
            back=button(t("Back"), kind="quiet", on_click=State.go("password")),
        ),
        hidden=State.step != "questions",
        class_name="form",
    )
    return _form(password, rx.cond(State.questions, chosen_anew))


def _form(*parts: rx.Component) -> rx.Component:
    return rx.el.form(*parts, on_submit=State.submit, method="post", no_validate=True, class_name="form")


def _heading(n: int, name: str, title: Words) -> rx.Component:
    return rx.fragment(steps(n, 4, label=None), ends.title_of(name, title))


def _onward(label: Words, *, busy: Words = "", back: rx.Component | None = None) -> rx.Component:
    ways = [submit_button(label, busy_label=busy, busy=State.busy), *([back] if back else [])]
    return rx.el.div(*ways, class_name="actions")


def _error(name: str) -> rx.Var[str]:
    return State.errors[name]


def _is_any(*names: str) -> rx.Var[bool]:
    return rx.Var.create(list(names)).contains(State.step)
