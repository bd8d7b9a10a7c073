"""Words for the audit trail: messages, read, written and worked on."""

from portal.i18n import t
from portal.services.audit_words.did import Did


def looked() -> dict[str, Did]:
    """What was read."""
    return {
        "inbox.list_threads": (t("looked at the messages"), t("look at the messages")),
        "inbox.list_topics": (t("looked at the messages"), t("look at the messages")),
        "thread.show_thread": (t("read a conversation"), t("read a conversation")),
        "thread.read_thread": (t("read a conversation to its end"), t("read a conversation")),
        "thread.open_file": (t("opened a file of a message"), t("open a file of a message")),
        "queues.list_queue": (t("looked at a queue of messages"), t("look at a queue of messages")),
        "desk.show": (t("read a conversation"), t("read a conversation")),
        "desk.mark_read": (t("read a conversation to its end"), t("read a conversation")),
        "desk.colleagues": (t("looked at who takes messages"), t("look at who takes messages")),
        "wishes.show_wishes": (t("looked at which emails they get"), t("look at which emails they get")),
        "desk.whom_to": (t("looked at who takes messages"), t("look at who takes messages")),
    }


def changed() -> dict[str, Did]:
    """What was written, sent and done."""
    return {
        "inbox.archive": (
            t("put a conversation away or back into the inbox"),
            t("put a conversation away"),
        ),
        "thread.nudge": (t("asked for an answer that is late"), t("ask for an answer that is late")),
        "writing.begin": (t("began to write a message"), t("write a message")),
        "writing.keep": (t("wrote at a message"), t("write a message")),
        "writing.starts_upload": (t("began to add a file to a message"), t("add a file to a message")),
        "writing.add_file": (t("added a file to a message"), t("add a file to a message")),
        "writing.list_files": (t("looked at the files of a message not sent yet"), t("look at files")),
        "writing.describe_file": (t("said what a picture shows"), t("say what a picture shows")),
        "writing.drop_file": (t("took a file out of a message"), t("take a file out of a message")),
        "writing.discard": (t("threw a message away before sending it"), t("throw a message away")),
        "writing.send": (t("sent a message to the care team"), t("send a message to the care team")),
        "notices.told": (t("sent an email that a message has come"), t("send an email")),
        "wishes.choose_wishes": (t("chose which emails they get"), t("choose which emails they get")),
        "wishes.came_back": (t("found that emails to an account come back"), t("deliver an email")),
        "reports.take_report": (t("took in a report that an email came back"), t("take in a report")),
        "stopping.stop": (t("stopped emails through the link in one"), t("stop emails")),
        "stopping.resume": (t("had emails sent again through the link in one"), t("have emails sent again")),
        "desk.take": (t("took a conversation to work on it"), t("take a conversation")),
        "desk.assign": (t("handed a conversation over"), t("hand a conversation over")),
        "desk.add_note": (t("wrote a note among staff"), t("write a note among staff")),
        "desk.complete": (t("closed a conversation"), t("close a conversation")),
        "desk.reopen": (t("opened a conversation again"), t("open a conversation again")),
        "desk.begin_reply": (t("began to write an answer"), t("write an answer")),
        "desk.keep_reply": (t("wrote at an answer"), t("write an answer")),
        "desk.send_reply": (t("answered a message"), t("answer a message")),
        "desk.discard_reply": (t("threw an answer away before sending it"), t("throw an answer away")),
    }
