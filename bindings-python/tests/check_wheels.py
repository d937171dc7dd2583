"""Checks the wheels that are shipped: `check_wheels.py FOLDER`. Needs readelf.

The table of versions that a library needs is what the loader reads, so it decides on which systems a wheel works,
whatever its name says.
"""

from __future__ import annotations

import email
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

#: manylinux2014 is glibc 2.17.
GLIBC = (2, 17)
MOST_BYTES = {"qiyuesuo": 4 << 20, "qiyuesuo_cli": 16 << 20}
LIBRARIES = {"libc.so.6", "libm.so.6", "libpthread.so.0", "libdl.so.2", "librt.so.1", "libgcc_s.so.1",
             "ld-linux-x86-64.so.2"}


def check(wheel: Path) -> str:
    name, version, python, abi, platform = wheel.stem.split("-")
    assert "manylinux2014" in platform or "manylinux_2_17" in platform, f"{wheel.name}: platform {platform}"
    if name == "qiyuesuo":
        assert (python, abi) == ("cp39", "abi3"), f"{wheel.name}: {python}-{abi}"
    size = wheel.stat().st_size
    assert size <= MOST_BYTES[name], f"{wheel.name}: {size} bytes"
    with zipfile.ZipFile(wheel) as archive, tempfile.TemporaryDirectory() as folder:
        names = archive.namelist()
        metadata = email.message_from_string(archive.read(f"{name}-{version}.dist-info/METADATA").decode())
        for wanted in ("Author", "Classifier", "Keywords", "License-Expression", "Requires-Python", "Summary"):
            assert metadata[wanted], f"{wheel.name}: its metadata has no {wanted}"
        assert "nofficial" in metadata["Summary"], f"{wheel.name}: does not say that it is unofficial"
        if name == "qiyuesuo":
            for wanted in ("qiyuesuo/py.typed", "qiyuesuo/_native.pyi", "qiyuesuo/_generated/personal_auth.py"):
                assert wanted in names, f"{wheel.name}: lacks {wanted}"
        binaries = [one for one in names if one.endswith(".so") or one.endswith("/scripts/qys")]
        assert len(binaries) == 1, f"{wheel.name}: binaries {binaries}"
        path = archive.extract(binaries[0], folder)
        versions = subprocess.run(["readelf", "--version-info", path], capture_output=True, text=True, check=True)
        dynamic = subprocess.run(["readelf", "--dynamic", path], capture_output=True, text=True, check=True)
    found = {tuple(map(int, text.split("."))) for text in re.findall(r"GLIBC_(\d+(?:\.\d+)+)", versions.stdout)}
    assert found and max(found) <= GLIBC, f"{wheel.name}: needs glibc {max(found)}"
    needed = set(re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic.stdout))
    assert needed <= LIBRARIES, f"{wheel.name}: needs {needed - LIBRARIES}"
    # Its threads outlive any unloading.
    assert name != "qiyuesuo" or "NODELETE" in dynamic.stdout, f"{wheel.name}: can be unloaded"
    return f"{wheel.name}: {size} bytes, glibc {'.'.join(map(str, max(found)))}, needs {', '.join(sorted(needed))}"


if __name__ == "__main__":
    wheels = sorted(Path(sys.argv[1]).glob("*.whl"))
    assert len(wheels) == 2, wheels
    for one in wheels:
        print("check_wheels:", check(one))
