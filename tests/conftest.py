"""Settings of all tests: no time limit on an example, and in CI the same examples in every run."""

import os

from hypothesis import settings

settings.register_profile("sepviz", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("sepviz")
