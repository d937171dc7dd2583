"""What the tests share."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

# Settings of the person who runs the tests must not reach them.
KEPT = {"QYS_VECTOR_SERVER", "QYS_SOURCE", "QYS_BIN"}
for name in [name for name in os.environ if name.startswith("QYS_") and name not in KEPT]:
    del os.environ[name]

pytest_plugins = ["qiyuesuo.testing.fixtures"]
