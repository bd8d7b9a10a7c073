import reflex as rx

from portal.components.screen import patient_screen
from portal.pages.registry import screen


@screen("/home", title="Home", audience="patient")
def home():
    return patient_screen("Home", rx.el.p("…"), tab="home")
