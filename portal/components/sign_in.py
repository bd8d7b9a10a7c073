"""The two steps of a patient's sign-in, on one page."""

import reflex as rx

from portal.components.passkey import passkey_words
from portal.components.text import t
from portal.components.web import local

local("second_step.jsx")  # sign_in.jsx fetches it when it is needed


class SignInSteps(rx.Component):
    """Shows its children, or the second step once the password was right."""

    library = local("sign_in.jsx")
    tag = "SignInSteps"
    words: rx.Var[dict[str, object]]


def sign_in_steps(*first: rx.Component) -> rx.Component:
    """`first` is what a person sees before the second step."""
    words = {
        "title": t("One more step"),
        "whyApp": t("Your password is right. Now show that it is you."),
        "whyPasskey": t("Your password is right. Now use your passkey."),
        "whyListed": t("Your password is right. Now enter one of the recovery codes you kept."),
        "appLabel": t("6-digit code"),
        "appHelp": t("Your authenticator app shows a new one every 30 seconds."),
        "listLabel": t("Recovery code"),
        "listHelp": t("16 letters and digits, for example 7K2Q-M9XT-WB4D-HP3R. Each works once."),
        "go": t("Continue"),
        "busy": t("Checking…"),
        "toList": t("Use a recovery code"),
        "toFirst": t("Back to the first choice"),
        "restart": t("Start again"),
        "moment": t("One moment…"),
        "offline": t("You are offline. Nothing was lost. Try again when you are back."),
        "failed": t("That did not work. Nothing was lost. Please try again."),
        "passkey": passkey_words(t("Use your passkey")),
    }
    return SignInSteps.create(*first, words=words)
