"""Words for the audit trail: running the practice's portal."""

from portal.i18n import t
from portal.services.audit_words.did import Did


def words() -> dict[str, Did]:
    """The actions of this group, with what someone did and what they tried to."""
    return {
        "holds.list_holds": (t("looked at what is kept back"), t("look at what is kept back")),
        "keys.rotated": (t("changed the master key"), t("change the master key")),
        "demo.password_made": (
            t("made a password for the demonstration"),
            t("make a password for the demonstration"),
        ),
        "outbox.listing": (t("looked at the emails sent"), t("look at the emails sent")),
        "patients.search": (t("searched for patients"), t("search for patients")),
        "accounts.add_staff": (t("added someone to the staff"), t("add someone to the staff")),
        "accounts.staff_added": (t("made a staff account"), t("make a staff account")),
        "accounts.set_up_again": (
            t("gave someone on the staff a new set-up link"),
            t("give someone on the staff a new set-up link"),
        ),
        "accounts.staff_set_up_again": (
            t("took a staff account back to its set-up"),
            t("take a staff account back to its set-up"),
        ),
        "accounts.set_up_finished": (t("finished setting up their account"), t("set up their account")),
        "accounts.disable": (
            t("took someone's staff access away"),
            t("take someone's staff access away"),
        ),
        "accounts.staff_disabled": (t("disabled a staff account"), t("disable a staff account")),
        "accounts.enable": (t("gave someone's staff access back"), t("give someone's staff access back")),
        "accounts.staff_enabled": (t("enabled a staff account"), t("enable a staff account")),
        "accounts.role_changed": (t("gave someone here another role"), t("give someone another role")),
        "accounts.sessions_ended": (t("signed someone here out everywhere"), t("sign someone out")),
        "accounts.staff_link_sent": (t("sent a set-up link again"), t("send a set-up link again")),
        "people.list_people": (t("looked at who works here"), t("look at who works here")),
        "people.show_person": (t("looked at a staff account"), t("look at a staff account")),
        "people.invite": (t("invited someone to the staff"), t("invite someone to the staff")),
        "people.resend": (t("asked for a new set-up link"), t("ask for a new set-up link")),
        "people.change_role": (t("changed someone's role"), t("change someone's role")),
        "people.disable": (t("took someone's staff access away"), t("take someone's staff access away")),
        "people.enable": (t("gave someone's staff access back"), t("give someone's staff access back")),
        "people.start_over": (
            t("took a staff account back to its set-up"),
            t("take a staff account back to its set-up"),
        ),
        "people.end_sessions": (t("ended someone's sessions"), t("end someone's sessions")),
        "teen_policy.show_policy": (
            t("looked at the policy for teens"),
            t("look at the policy for teens"),
        ),
        "teen_policy.set_policy": (t("saved the policy for teens"), t("save the policy for teens")),
        "teen_policy.changed": (t("changed the policy for teens"), t("change the policy for teens")),
        "emergency.open_now": (t("opened a chart in an emergency"), t("open a chart in an emergency")),
        "emergency.end": (t("ended their emergency access"), t("end their emergency access")),
        "emergency_review.list_openings": (
            t("looked at what was opened in emergencies"),
            t("look at what was opened in emergencies"),
        ),
        "emergency_review.list_mine": (
            t("looked at what they opened in emergencies"),
            t("look at what they opened in emergencies"),
        ),
        "emergency_review.decide": (t("checked an emergency access"), t("check an emergency access")),
    }
