"""Who staff are: their identity provider (OpenID Connect), and our own API behind the authorizer that knows it."""
