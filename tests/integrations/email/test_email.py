"""One email, composed and handed over: to a real mail server, or into the sealed local folder."""

import ssl
import stat
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from uuid import uuid4

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from portal.integrations.email import Letter, LocalMailer, NotNow, Refused, SmtpMailer, compose, words
from portal.settings import get_settings
from portal.vault.sealing import Unreadable, new_data_key
from tests.mail import mail_server

pytestmark = pytest.mark.usefixtures("home")

AT = datetime(2026, 11, 22, 14, 20, tzinfo=UTC)
LINK = f"http://localhost:8000/enroll#{'t' * 43}"


def letter(to: str = "jo@example.org", link: str = LINK) -> Letter:
    return compose.letter(uuid4(), to, words.enrolment(link, AT + timedelta(days=7)), AT)


def parsed(letter: Letter) -> EmailMessage:
    return message_from_bytes(compose.wire(letter), policy=policy.default)  # type: ignore[return-value]


# Composing


def test_an_address_cannot_smuggle_a_header_in() -> None:
    message = parsed(letter("jo@example.org\nBcc: everyone@example.org"))
    assert message["Bcc"] is None
    assert [address.addr_spec for address in message["To"].addresses] != ["everyone@example.org"]


def test_a_practices_name_is_text_in_the_html_and_whole_in_the_header(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = 'Müller & "Sons" <b>Clinic</b>, PC'
    monkeypatch.setenv("PORTAL_PRACTICE_NAME", name)
    get_settings.cache_clear()
    made = letter()
    message = parsed(made)
    assert "<b>" not in made.html and "Müller &amp; &quot;Sons&quot; &lt;b&gt;" in made.html
    assert name in made.text and name in str(message["Subject"])
    assert message["From"].addresses[0].display_name == name


def test_a_dollar_in_a_word_is_only_a_dollar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_PRACTICE_NAME", "Care $ave ${more}")
    get_settings.cache_clear()
    assert "Care $ave ${more}" in letter().text


def test_text_and_html_say_the_same_and_carry_the_link_whole() -> None:
    message = parsed(letter())
    text = message.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    html = message.get_body(("html",)).get_content()  # type: ignore[union-attr]
    for part in (text, html):
        assert LINK in part and "7 days" in part and "Nov 29, 2026" in part and "555-0134" in part
    assert "<" not in text
    assert f'href="{LINK}"' in html


def test_the_headers_are_those_of_a_well_made_automatic_email() -> None:
    made = letter()
    message = parsed(made)
    assert parsedate_to_datetime(str(message["Date"])) == AT
    assert str(message["Message-ID"]) == f"<{made.id.hex}@localhost>"
    assert str(message["Auto-Submitted"]) == "auto-generated"
    assert str(message["To"]) == "jo@example.org"
    assert message["From"].addresses[0].addr_spec == "portal@localhost"
    assert b"\n" not in compose.wire(made).replace(b"\r\n", b"")


def test_the_same_email_has_the_same_message_id_each_time() -> None:
    made = letter()
    assert parsed(made)["Message-ID"] == parsed(made)["Message-ID"]


def test_a_domain_goes_out_as_dns_spells_it() -> None:
    assert str(parsed(letter("jo@bücher.example"))["To"]) == "jo@xn--bcher-kva.example"


# The mail server


def test_a_mail_server_takes_it(free_port: int) -> None:
    with mail_server(free_port) as server:
        SmtpMailer(f"smtp://127.0.0.1:{free_port}").send(letter())
    assert server.recipients == ["jo@example.org"]
    assert LINK in server.taken[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_no_mail_server_means_not_now(free_port: int) -> None:
    with pytest.raises(NotNow, match="ConnectionRefusedError"):
        SmtpMailer(f"smtp://127.0.0.1:{free_port}").send(letter())


@pytest.mark.parametrize("answer", ["450 mailbox busy", "451 local error", "452 full", "421 closing"])
def test_a_passing_refusal_means_not_now(free_port: int, answer: str) -> None:
    with mail_server(free_port) as server:
        server.to_recipient = answer
        with pytest.raises(NotNow, match=answer[:3]):
            SmtpMailer(f"smtp://127.0.0.1:{free_port}").send(letter())


@pytest.mark.parametrize("answer", ["550 no such user", "553 bad name", "552 over quota", "551 moved"])
def test_a_lasting_refusal_of_the_address_is_refused(free_port: int, answer: str) -> None:
    with mail_server(free_port) as server:
        server.to_recipient = answer
        with pytest.raises(Refused, match=answer[:3]):
            SmtpMailer(f"smtp://127.0.0.1:{free_port}").send(letter())


@pytest.mark.parametrize(("answer", "kind"), [("451 later", NotNow), ("554 no such user", Refused)])
def test_a_server_that_decides_after_reading_is_heard(
    free_port: int, answer: str, kind: type[Exception]
) -> None:
    with mail_server(free_port) as server:
        server.to_data = answer
        with pytest.raises(kind, match=answer[:3]):
            SmtpMailer(f"smtp://127.0.0.1:{free_port}").send(letter())


def test_a_server_that_dies_in_the_middle_means_not_now(free_port: int) -> None:
    with mail_server(free_port) as server:
        server.hang_up = True
        with pytest.raises(NotNow):
            SmtpMailer(f"smtp://127.0.0.1:{free_port}").send(letter())


def test_what_went_wrong_is_told_without_the_address(free_port: int) -> None:
    with mail_server(free_port) as server:
        server.to_recipient = "550 <jo@example.org> unknown"
        with pytest.raises(Refused) as refused:
            SmtpMailer(f"smtp://127.0.0.1:{free_port}").send(letter())
    assert "jo@" not in str(refused.value)


def test_nothing_goes_to_another_machine_without_tls(free_port: int) -> None:
    with mail_server(free_port, host="127.0.0.2") as server:
        with pytest.raises(NotNow, match="SMTPNotSupportedError"):
            SmtpMailer(f"smtp://127.0.0.2:{free_port}").send(letter())
    assert server.taken == []


def test_a_certificate_nobody_vouches_for_is_not_trusted(free_port: int, server_tls: ssl.SSLContext) -> None:
    with mail_server(free_port, tls_context=server_tls) as server:
        with pytest.raises(NotNow, match="SSLCertVerificationError"):
            SmtpMailer(f"smtp://127.0.0.1:{free_port}").send(letter())
    assert server.taken == []


@pytest.mark.usefixtures("trusted")
def test_it_signs_in_over_tls(free_port: int, server_tls: ssl.SSLContext) -> None:
    seen: list[LoginPassword] = []

    def check(
        _server: object, _session: object, _envelope: object, _kind: str, who: LoginPassword
    ) -> AuthResult:
        seen.append(who)
        return AuthResult(success=True)

    options = {"tls_context": server_tls, "require_starttls": True, "auth_required": True}
    with mail_server(free_port, authenticator=check, **options) as server:
        SmtpMailer(f"smtp://clinic:p%40ss%2Fword@127.0.0.1:{free_port}").send(letter())
    assert (seen[0].login, seen[0].password) == (b"clinic", b"p@ss/word")
    assert len(server.taken) == 1


@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_is_ours_to_put_right_and_bounces_nobody(
    free_port: int, server_tls: ssl.SSLContext
) -> None:
    def refuse(*_anything: object) -> AuthResult:
        return AuthResult(success=False, handled=False)

    with mail_server(free_port, tls_context=server_tls, authenticator=refuse, auth_required=True) as server:
        with pytest.raises(NotNow, match="535"):
            SmtpMailer(f"smtp://clinic:wrong@127.0.0.1:{free_port}").send(letter())
    assert server.taken == []


# The local folder


def test_the_local_folder_keeps_it_sealed_for_its_owner(tmp_path: Path) -> None:
    key, made = new_data_key(), letter("quillfeather@example.org")
    box = LocalMailer(tmp_path / "outbox", key)
    box.send(made)
    (file,) = (tmp_path / "outbox").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert b"quillfeather" not in file.read_bytes() and b"enroll" not in file.read_bytes()
    (kept,) = box.kept()
    assert (kept.id, kept.to) == (made.id, "quillfeather@example.org")
    assert LINK in kept.text


def test_the_same_email_twice_is_one_file(tmp_path: Path) -> None:
    box, made = LocalMailer(tmp_path / "outbox", new_data_key()), letter()
    box.send(made)
    box.send(made)
    assert len(list(box.kept())) == 1


def test_a_file_that_was_changed_or_moved_does_not_open(tmp_path: Path) -> None:
    box, made = LocalMailer(tmp_path / "outbox", new_data_key()), letter()
    box.send(made)
    (file,) = (tmp_path / "outbox").iterdir()
    file.rename(file.with_name(f"{uuid4()}.eml.sealed"))
    with pytest.raises(Unreadable):
        list(box.kept())


def test_a_folder_that_cannot_be_written_is_a_fault_of_ours(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file in the way")
    with pytest.raises(OSError):
        LocalMailer(tmp_path / "outbox", new_data_key()).send(letter())
