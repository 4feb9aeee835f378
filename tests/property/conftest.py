"""Profiles: the same number of examples everywhere, printed seeds, no deadlines (machines are noisy)."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "samspill",
    deadline=None,
    print_blob=True,
    derandomize="HYPOTHESIS_SEED" not in os.environ and os.environ.get("CI") == "true",
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("samspill")
