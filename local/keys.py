"""The keys of the local installation. They open nothing but a stack on this machine and its sandbox."""

import hashlib
import json

#: The one that the sandbox knows for accounts of the test environment.
CONSUMER_TOKEN = "test-sandbox-consumer"
SVENN_PRODUCT_KEY = "local-svenn-product-key"
#: A product of another integration: it sees nothing of Svenn's connections.
OTHER_PRODUCT_KEY = "local-other-product-key"
STAFF_KEY = "local-staff-key"
#: Ours at the stand-in for the staff's identity provider.
STAFF_CLIENT_SECRET = "local-staff-client-secret"


def product_secret() -> str:
    """The JSON that Secrets Manager holds: keys of others as SHA-256, our own consumer token in clear."""
    return json.dumps(
        {
            "tripletex_consumer_token": CONSUMER_TOKEN,
            "product_keys": {
                "svenn": [_sha256(SVENN_PRODUCT_KEY)],
                "other": [_sha256(OTHER_PRODUCT_KEY)],
            },
            "staff_keys": [{"name": "local", "sha256": _sha256(STAFF_KEY)}],
            "staff_client_secret": STAFF_CLIENT_SECRET,
        }
    )


def _sha256(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
