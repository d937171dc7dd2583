"""Loads the native module, or says what is wrong with this installation."""

from __future__ import annotations

try:
    from . import _native as native
except ImportError as _problem:
    import os
    import platform
    import sys
    import sysconfig

    def _explanation(problem: ImportError) -> str:
        folder = os.path.dirname(os.path.abspath(__file__))
        files = sorted(name for name in os.listdir(folder) if name.startswith("_native.") and not name.endswith(".pyi"))
        if "subinterpreter" in str(problem):
            cure = (
                "This package works in one interpreter of a process, as every module made with PyO3. Use it from the"
                " main interpreter; under mod_wsgi set `WSGIApplicationGroup %{GLOBAL}`."
            )
        elif not files:
            cure = (
                "The installation has no native module, as when a folder of the source is imported or the package was"
                " copied without it. Install a wheel for this platform: `pip install --force-reinstall qiyuesuo`."
            )
        else:
            cure = (
                "The native module is there but cannot be loaded here: most likely it was installed for another"
                " system, processor or C library (for example in a container of another image). Install the package"
                " where it runs: `pip install --force-reinstall qiyuesuo`; for another target pip takes `--platform`."
            )
        return (
            f"qiyuesuo cannot load its native module: {problem}\n"
            f"  platform: {sysconfig.get_platform()} ({' '.join(platform.libc_ver()).strip() or 'C library unknown'})\n"
            f"  python: {sys.implementation.cache_tag} {platform.python_version()} at {sys.executable}\n"
            f"  found in {folder}: {', '.join(files) or 'no file _native.*'}\n"
            f"{cure}"
        )

    raise ImportError(_explanation(_problem), name="qiyuesuo._native", path=__file__) from _problem

__all__ = ["native"]
