"""Where the data nobody here wrote is: the folder `shared/data` beside this repository, when it is there."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared/data is not here")
