"""Settings for all tests."""

from __future__ import annotations

import os

from hypothesis import settings

# Machines that run the tests are shared and slow: how long one example takes says nothing. CI tries the same
# examples each time, so that a change is judged by what it changes; elsewhere each run tries new ones.
settings.register_profile("kjfz", deadline=None, print_blob=True, derandomize=bool(os.environ.get("CI")))
settings.load_profile("kjfz")
