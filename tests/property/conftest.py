"""One profile: no deadlines (machines are noisy), and a seed that is always printed and can be chosen.

`HYPOTHESIS_SEED=n` chooses it; without, each run has another one, in CI always the same. `PROPERTY_EXAMPLES=n` sets
how many histories the engine goes through.
"""

import os
import random

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("samspill", deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("samspill")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Fix the seed before Hypothesis reads it; workers of pytest-xdist inherit it."""
    given = os.environ.get("HYPOTHESIS_SEED") or ("1" if os.environ.get("CI") == "true" else "")
    os.environ["HYPOTHESIS_SEED"] = given or str(random.SystemRandom().randrange(10**6))


def pytest_report_header() -> str:
    """Always in the output, whether it fails or not."""
    return f"hypothesis: HYPOTHESIS_SEED={os.environ['HYPOTHESIS_SEED']}"
