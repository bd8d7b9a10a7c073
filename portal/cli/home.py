"""Setting a portal up, and looking whether it is well."""

import typer

from portal import migrations, owner
from portal.cli import checkup
from portal.cli.speak import AsJson, say, say_json
from portal.settings import get_settings
from portal.vault import keyring


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("migrate")(migrate)
    app.command("doctor")(doctor)


def migrate(as_json: AsJson = False) -> None:
    """Make the home folder, the keys and the tables, or bring the tables up to date.

    Keys that are there already are never changed.
    """
    get_settings().refuse_unsafe()
    get_settings().home.mkdir(parents=True, exist_ok=True, mode=0o700)
    made_keys = (where := keyring.path()) is not None and not where.exists()
    keyring.make()
    owner.keep()
    before = migrations.present()
    migrations.upgrade()
    after = migrations.present()
    if as_json:
        say_json({"home": str(get_settings().home), "keys_made": made_keys, "before": before, "now": after})
        return
    if made_keys:
        say(f"Made new keys in {where}. Back it up apart from the data: nothing can be read without it.")
    say(f"The database is up to date ({after})." if before == after else f"The database is now at {after}.")


def doctor(as_json: AsJson = False) -> int:
    """Look whether everything is as it should be. Exits 1 when anything is not."""
    findings = checkup.examine()
    well = all(finding.well for finding in findings)
    if as_json:
        checks = [{"what": f.what, "ok": f.well, "words": f.words} for f in findings]
        say_json({"ok": well, "checks": checks})
    else:
        for finding in findings:
            say(f"{'✓' if finding.well else '✗'} {finding.what}: {finding.words}")
    return 0 if well else 1
