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
        "mine.show_mine": (t("looked at how they answer messages"), t("look at how they answer messages")),
        "quick.list_quick": (t("looked at the quick replies"), t("look at the quick replies")),
        "setup.show_setup": (t("looked at the settings of messages"), t("look at the settings of messages")),
        "many.begin": (t("looked at messages to many"), t("look at messages to many")),
        "many.name_one": (t("chose whom a message goes to"), t("choose whom a message goes to")),
        "many.check": (t("looked at whom a message to many goes to"), t("look at whom a message goes to")),
        "many.show": (t("looked at how far a message to many is"), t("look at a message to many")),
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
        "answering.begin_reply": (t("began to write an answer"), t("write an answer")),
        "answering.keep_reply": (t("wrote at an answer"), t("write an answer")),
        "answering.send_reply": (t("answered a message"), t("answer a message")),
        "answering.list_quick_replies": (
            t("looked at the quick replies for an answer"),
            t("look at the quick replies"),
        ),
        "answering.list_documents": (
            t("looked for a document to send along"),
            t("look for a document to send along"),
        ),
        "answering.attach_document": (
            t("added a document of the chart to an answer"),
            t("add a document of the chart to an answer"),
        ),
        "answering.drop_document": (
            t("took a document out of an answer"),
            t("take a document out of an answer"),
        ),
        "answering.list_reply_files": (t("looked at the files of an answer"), t("look at files")),
        "mine.set_signature": (t("chose how their answers end"), t("choose how their answers end")),
        "mine.set_away": (t("said when they are away"), t("say when they are away")),
        "mine.away": (t("is away for some days"), t("be away for some days")),
        "mine.end_away": (t("answers messages again"), t("answer messages again")),
        "quick.save_quick": (t("changed a quick reply"), t("change a quick reply")),
        "quick.saved": (t("kept a quick reply"), t("keep a quick reply")),
        "quick.retire_quick": (t("took a quick reply out of use"), t("take a quick reply out of use")),
        "quick.retired": (t("took a quick reply out of use"), t("take a quick reply out of use")),
        "setup.save_group": (t("changed a group for messages"), t("change a group for messages")),
        "setup.group_saved": (t("kept a group for messages"), t("keep a group for messages")),
        "setup.retire_group": (t("took a group out of use"), t("take a group out of use")),
        "setup.group_retired": (t("took a group out of use"), t("take a group out of use")),
        "setup.save_topic": (t("changed a topic of messages"), t("change a topic of messages")),
        "setup.topic_saved": (t("kept a topic of messages"), t("keep a topic of messages")),
        "setup.retire_topic": (t("took a topic out of use"), t("take a topic out of use")),
        "setup.topic_retired": (t("took a topic out of use"), t("take a topic out of use")),
        "setup.save_words": (t("changed the words of emergencies"), t("change the words of emergencies")),
        "setup.words_saved": (t("changed the words of emergencies"), t("change the words of emergencies")),
        "many.send": (t("sent a message to many"), t("send a message to many")),
        "many.asked": (t("had a message go to many"), t("have a message go to many")),
        "many.sent": (t("sent a message that went to many"), t("send a message")),
        "many.stop": (t("stopped a message to many"), t("stop a message to many")),
        "many.stopped": (t("stopped a message to many"), t("stop a message to many")),
        "answering.discard_reply": (t("threw an answer away before sending it"), t("throw an answer away")),
    }
