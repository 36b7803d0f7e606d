"""Settings for all tests."""

from __future__ import annotations

from hypothesis import settings

# Machines that run the tests are shared and slow: how long one example takes says nothing.
settings.register_profile("kjfz", deadline=None, print_blob=True)
settings.load_profile("kjfz")
