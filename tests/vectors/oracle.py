#!/usr/bin/env python3
"""The command of the oracle; the package `oracle` beside it says what it does."""

import sys

# What runs in the source tree leaves nothing there.
sys.dont_write_bytecode = True

from oracle.files import main

if __name__ == "__main__":
    sys.exit(main())
