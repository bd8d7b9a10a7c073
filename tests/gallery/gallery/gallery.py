"""Every component of the kit in every state, on made-up words, for looking at and for axe."""

from typing import Any

import reflex as rx
from gallery import shapes
from gallery.routes import layers

from portal.components import (
    account_menu,
    app_kwargs,
    birth_date_field,
    breadcrumb,
    button,
    card,
    checkbox,
    date_range,
    dialog,
    empty_state,
    facts,
    field,
    figure,
    filters,
    fragment_token,
    item,
    item_list,
    items,
    link,
    notice,
    page_title,
    pager,
    password_field,
    patient_screen,
    post_form,
    print_button,
    progress,
    public_screen,
    radio_group,
    range_bar,
    row_link,
    rule_list,
    search_field,
    section_body,
    section_card,
    select_field,
    staff_screen,
    steps,
    submit_button,
    table,
    tag,
    trend,
    when_ready,
)
from portal.components.signed_out import signed_out_note


class Gallery(rx.State):
    rows: list[shapes.Row] = shapes.ROWS
    none: list[shapes.Row] = []
    bar: shapes.Bar = shapes.Bar()
    trend: shapes.Trend = shapes.Trend()
    asking: bool = False
    token: str = ""
    said: str = ""
    long_enough: bool = True
    not_common: bool = False

    @rx.event
    def ask(self) -> None:
        self.asking = True

    @rx.event
    def answer(self) -> None:
        self.asking = False

    @rx.event
    def got(self, token: str) -> None:
        self.token = token or "none"

    @rx.event
    def break_it(self) -> Any:
        return rx.redirect("/broken")

    @rx.event
    def search(self, form: dict[str, Any]) -> None:
        self.said = str(form.get("search", ""))


def account() -> rx.Component:
    return account_menu("Alice Moreno", initials="AM")


def home() -> rx.Component:
    left = rx.el.div(
        section_card(
            "For you to do",
            items(
                item(
                    "Before your visit: health history",
                    "Due Nov 30 · about 6 minutes · half done",
                    icon_name="clipboard",
                    tag="Due soon",
                    tone="attention",
                    href="/filled",
                ),
                item(
                    "The nurse desk replied",
                    "About: refill question · 20 minutes ago",
                    icon_name="messages",
                    tag="New",
                    href="/filled",
                ),
                item("Statement of Nov 3", "$42.00 to pay by Dec 15", icon_name="receipt", href="/filled"),
            ),
            aside="3 things",
        ),
        item_list(
            Gallery.rows,
            row_link,
            title="New in your record",
            empty="Nothing new",
            aside=link("All results", "/filled", standalone=True),
        ),
        class_name="stack",
    )
    right = rx.el.div(
        card(
            rx.el.small("Your next appointment"),
            rx.el.h2("Tuesday, Dec 1 at 9:20 AM"),
            rx.el.p("Dr. Okafor · Follow-up, 20 minutes"),
            rx.el.small("120 Lake Street, second floor"),
            rx.el.div(
                button("See details", href="/filled"),
                button("Add to calendar", kind="quiet", href="/filled"),
                class_name="actions",
            ),
            accent=True,
        ),
        section_card(
            "Waiting on the practice",
            items(item("Refill: lisinopril 10 mg", "In review · answer by Tue, Nov 24", tag="Step 2 of 3")),
        ),
        class_name="stack",
    )
    return patient_screen(
        "Good evening, Alice",
        rx.el.div(left, right, class_name="two"),
        tab="home",
        line="Sunday, Nov 22, 2026",
        account=account(),
    )


def filled() -> rx.Component:
    listed = item_list(
        Gallery.rows,
        row_link,
        title="Results",
        empty="No results yet",
        total=rx.Var.create(407),
        filters=filters(
            search_field("Search results"),
            *date_range(),
            on_submit=Gallery.search,
            on_clear=Gallery.answer,
        ),
        pager=pager(
            rx.Var.create(2),
            rx.Var.create(21),
            on_earlier=Gallery.answer,
            on_later=Gallery.answer,
        ),
    )
    return patient_screen(
        "Results",
        listed,
        rx.el.p(Gallery.said, custom_attrs={"id": "said"}),
        tab="records",
        account=account(),
        above=breadcrumb(("Health Records", "/states"), here="Results"),
        aside=print_button(),
    )


def states() -> rx.Component:
    waiting = item_list(
        Gallery.none,
        row_link,
        title="Loading",
        empty="No results yet",
        status="loading",
    )
    wrong = item_list(
        Gallery.none,
        row_link,
        title="Error",
        empty="",
        status="error",
        on_retry=Gallery.answer,
    )
    nothing = item_list(
        Gallery.none,
        row_link,
        title="Empty",
        empty="No immunizations yet",
        empty_help="When your practice records one, it shows here. If one is missing, tell them.",
        empty_icon="syringe",
    )
    alone = card(
        empty_state(
            "Nothing to do",
            "You are all caught up.",
            icon_name="check",
            action=button("Go to your records", kind="quiet", href="/filled"),
        )
    )
    return patient_screen(
        "Lists in every state",
        rx.el.div(
            waiting,
            wrong,
            nothing,
            alone,
            when_ready(rx.Var.create("missing"), rx.el.p("never shown")),
            when_ready(rx.Var.create("ready"), card(rx.el.h2("Shown once it is there"))),
            class_name="stack",
        ),
        tab="records",
        back=("Health Records", "/filled"),
        account=account(),
    )


def result() -> rx.Component:
    left = rx.el.div(
        card(
            figure("148", "mg/dL", tag_text="Above the usual range", tone="high"),
            range_bar(Gallery.bar),
        ),
        section_card("Over time", section_body(trend(Gallery.trend))),
        section_card(
            "The rest of this panel",
            items(
                item(
                    "HDL cholesterol",
                    "52 mg/dL · usual: over 40",
                    icon_name="flask",
                    tag="In range",
                    tone="good",
                    href="/filled",
                ),
                item(
                    "Triglycerides",
                    "131 mg/dL · usual: under 150",
                    icon_name="flask",
                    tag="In range",
                    tone="good",
                    href="/filled",
                ),
            ),
        ),
        class_name="stack",
    )
    right = rx.el.div(
        card(
            rx.el.h2("From your care team"),
            rx.el.p(
                "“A little higher than last year. Let’s talk about it on Dec 1, nothing to do before then.”"
            ),
            rx.el.small("Dr. Okafor · Nov 21"),
        ),
        card(
            rx.el.h2("About this test"),
            facts(
                ("Taken", "Nov 20, 2026"), ("Laboratory", "Lakeside laboratory"), ("Ordered by", "Dr. Okafor")
            ),
        ),
        card(
            rx.el.h2("Questions?"),
            rx.el.p(
                "You may see results before your care team has. They answer within 3 business days.",
                class_name="quiet",
            ),
            rx.el.div(
                button("Ask about this result", wide=True, href="/filled"),
                button("Download or share", kind="quiet", wide=True, href="/filled"),
                class_name="actions",
            ),
        ),
        class_name="stack",
    )
    return patient_screen(
        "LDL cholesterol",
        rx.el.div(left, right, class_name="two"),
        tab="records",
        line="Taken Nov 20, 2026 · Lakeside laboratory · ordered by Dr. Okafor",
        above=breadcrumb(("Results", "/filled"), here="Lipid panel"),
        account=account(),
    )


def sign_in() -> rx.Component:
    form = post_form(
        "/api/sign-in",
        field("Username", "username", autocomplete="username"),
        password_field("Password", "password"),
        submit_button("Sign in", busy_label="Signing in…", wide=True),
    )
    return public_screen(
        "Sign in",
        signed_out_note(),
        form,
        link("I forgot my username and/or password", "/forms", standalone=True),
        rx.el.hr(),
        rx.el.div(
            link("I have an invitation", "/forms", standalone=True),
            link("Help", "/forms", standalone=True),
            class_name="row",
        ),
        hello="Your health, in your hands.",
        lead="Results, visits, medications and the rest of your record, for you and for those you care for.",
    )


def forms() -> rx.Component:
    own = post_form(
        "/api/refuse",
        steps(2, 3),
        field("Username", "username", help="6 to 50 letters, digits and . _ - @", autocomplete="username"),
        password_field(
            "Password",
            "new_password",
            new=True,
            rules="password-rules",
            help="At least 12 characters. A short sentence works well.",
        ),
        rule_list(
            ("At least 12 characters", Gallery.long_enough),
            ("Not a common password", Gallery.not_common),
            label="Rules",
            id="password-rules",
        ),
        birth_date_field(),
        field(
            "ZIP code",
            "zip",
            autocomplete="postal-code",
            input_mode="numeric",
            error="ZIP codes have 5 digits.",
        ),
        select_field(
            "Question 1",
            "question",
            [("pet", "Your first pet’s name"), ("street", "The street you grew up on")],
            empty="Choose a question",
        ),
        radio_group(
            "How should we reach you?",
            "reach",
            [("email", "By email"), ("phone", "By phone")],
            chosen="email",
            help="Only if we have to.",
        ),
        checkbox("I am a parent or guardian", "guardian"),
        field("Anything else", "more", type="textarea", required=False),
        field("Not now", "locked", value="Locked by the practice", disabled=True),
        submit_button("Go on"),
    )
    return public_screen("Set up your account", card(own), line="Three short steps. About 4 minutes.")


def pieces() -> rx.Component:
    buttons = card(
        rx.el.h2("Buttons"),
        rx.el.div(
            button("Primary", on_click=Gallery.ask),
            button("Quiet", kind="quiet", icon_name="print"),
            button("Danger", kind="danger"),
            button("Busy", busy=True),
            button("Disabled", disabled=True),
            class_name="actions",
        ),
    )
    tags = card(
        rx.el.h2("Tags"),
        rx.el.div(
            tag("Plain"),
            tag("Attention", "attention"),
            tag("1 high", "high"),
            tag("Low", "low"),
            tag("In range", "good"),
            tag("Not delivered", "danger"),
            class_name="row flex-wrap",
        ),
    )
    notices = rx.el.div(
        notice("You can see results as soon as they arrive."),
        notice(
            "The invitation is on its way. It works for 7 days.",
            tone="good",
            title="Invited",
        ),
        notice("This link was used already.", tone="attention"),
        notice("That did not work. Nothing is lost.", tone="danger"),
        class_name="stack",
    )
    bars = card(progress("Importing alice.json", value=64, line="812 of 1,269 entries"))
    compare = section_card(
        "Patients",
        table(
            "Patients",
            ["Name", "Born", "MRN", "Entries"],
            [
                ["Alice Moreno", "Apr 17, 1985", "LF-1042", "1,269"],
                ["Mia Moreno", "Jun 2, 2020", "LF-1043", "88"],
            ],
            hide_caption=True,
            numbers=[3],
        ),
    )
    confirm = dialog(
        "Revoke this invitation?",
        rx.el.p("The link in the email stops working at once. You can invite again later."),
        open=Gallery.asking,
        on_close=Gallery.answer,
        actions=[
            button("Keep it", kind="quiet", on_click=Gallery.answer),
            button("Revoke", kind="danger", on_click=Gallery.answer),
        ],
    )
    return staff_screen(
        "Pieces",
        rx.el.div(buttons, tags, notices, bars, compare, confirm, class_name="stack"),
        tab="patients",
        account=account_menu("Nia Ward", initials="NW", line="Nurse"),
        aside=tag("Enrolled", "good"),
    )


def fragment() -> rx.Component:
    return public_screen(
        "Invitation",
        fragment_token(on_token=Gallery.got),
        rx.el.p(Gallery.token, custom_attrs={"id": "token"}),
    )


def broken() -> rx.Component:
    return rx.el.div(
        rx.Var(
            "(() => { if (typeof window !== 'undefined' && window.fall) throw new Error('secret words') })()"
        )
    )


app = rx.App(**app_kwargs(), api_transformer=layers())
PAGES = {
    "/": sign_in,
    "/home": home,
    "/filled": filled,
    "/states": states,
    "/result": result,
    "/forms": forms,
    "/pieces": pieces,
    "/fragment": fragment,
    "/broken": broken,
}
for route, page in PAGES.items():
    app.add_page(
        page,
        route=route,
        title=page_title(page.__name__.replace("_", " ").capitalize()),
    )
