"""A viewer that others wrote opens our links: npm's `kill-the-clipboard`, in Node, against a running portal.

It is fetched from the npm registry for this test alone, so it runs only where PORTAL_INTEROP_NPM is set to 1.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from portal.build import search_path
from tests import people
from tests.charts import on_file, paper
from tests.journeys.conftest import server, site
from tests.sharing import Shared, share, shown, with_a_record

__all__ = ["server", "site"]

PACKAGE = "kill-the-clipboard@1.1.0"
SCRIPT = """
import { SHLViewer } from "kill-the-clipboard";
const [link, passcode, most] = process.argv.slice(2);
const viewer = new SHLViewer({ shlinkURI: link });
const asked = { recipient: "Dr. Lee", passcode, ...(most ? { embeddedLengthMax: Number(most) } : {}) };
try {
  const found = await viewer.resolveSHL(asked);
  const bundle = found.fhirResources[0];
  const { label, flag, exp } = viewer.shl;
  console.log(JSON.stringify({
    label, flag, exp, count: found.fhirResources.length, type: bundle.type,
    resources: bundle.entry.map((entry) => entry.resource.resourceType),
    name: bundle.entry[1].resource.name[0].family,
    files: found.manifest.files.map((file) => Object.keys(file).sort()),
  }));
} catch (fault) {
  console.log(JSON.stringify({ fault: fault.name }));
}
"""

WANTED = os.environ.get("PORTAL_INTEROP_NPM") == "1"
UNASKED = "PORTAL_INTEROP_NPM is not 1: nothing is fetched from the npm registry"
pytestmark = [pytest.mark.interop, pytest.mark.browser, pytest.mark.skipif(not WANTED, reason=UNASKED)]


@pytest.fixture(scope="module")
def viewer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package in it; skips where it is not to be had."""
    npm = shutil.which("npm", path=search_path())
    if npm is None:
        pytest.skip("npm is not here")
    folder = tmp_path_factory.mktemp("viewer")
    (folder / "package.json").write_text('{"private": true, "type": "module"}')
    (folder / "open.js").write_text(SCRIPT)
    command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", PACKAGE]
    try:
        done = subprocess.run(command, cwd=folder, env=_environment(), capture_output=True, timeout=150)
    except subprocess.TimeoutExpired:
        pytest.skip("the npm registry did not answer in time")
    if done.returncode != 0:
        pytest.skip(f"the npm registry is not reachable (npm says {done.returncode})")
    return folder


def opened(viewer: Path, made: Shared, passcode: str = "", most: str = "") -> dict:
    """What the other viewer makes of a link."""
    node = shutil.which("node", path=search_path())
    assert node is not None
    command = [node, "open.js", made.link, passcode or made.passcode, most]
    done = subprocess.run(
        command, cwd=viewer, env=_environment(), capture_output=True, text=True, timeout=60, check=True
    )
    found: dict = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("most", ["", "0", "10000000"], ids=["as we like", "fetched", "embedded"])
def test_it_opens_a_link_and_finds_the_patient(site, viewer: Path, most: str) -> None:
    alice = with_a_record(people.alice())
    made = share(alice, "results", "conditions", label="For Dr. Lee")

    found = opened(viewer, made, most=most)

    assert (found["label"], found["flag"], found["exp"]) == ("For Dr. Lee", "P", made.payload["exp"])
    assert (found["type"], found["name"], found["count"]) == ("document", "Ames", 1)
    assert found["resources"][:3] == ["Composition", "Patient", "Organization"]
    assert ("location" if most == "0" else "embedded") in found["files"][0]
    assert shown(alice, made.id).log[0].title == "Dr. Lee"


def test_it_opens_a_large_one(site, viewer: Path) -> None:
    alice = people.alice()
    on_file(alice, paper("scan", "QUJD" * 400_000, "text/plain"))

    assert opened(viewer, share(alice, "documents"))["resources"][3] == "DocumentReference"


def test_it_tells_a_wrong_passcode_from_a_dead_link(site, viewer: Path) -> None:
    made = share(with_a_record(people.alice()))

    said = [opened(viewer, made, passcode=f"wrong {n}")["fault"] for n in range(6)]

    assert said == ["SHLInvalidPasscodeError"] * 5 + ["SHLManifestNotFoundError"]


def _environment() -> dict[str, str]:
    """Node's own, without the settings of this portal."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return {**kept, "PATH": search_path()}
