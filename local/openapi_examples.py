"""Examples of request bodies for the contract, by schema."""

from typing import Any

Example = dict[str, Any]

EXAMPLES: dict[str, dict[str, Example]] = {
    "NewConnection": {
        "ordinary": {
            "value": {
                "organization_number": "987654325",
                "keys": {"tripletex": "eyJ0b2tlbklkIjoxMjM0fQ", "app": "svn_live_5f3a"},
                "language": "nb",
                "contact_email": "post@example.no",
            }
        },
        "with settings": {
            "value": {
                "organization_number": "987654325",
                "keys": {"tripletex": "eyJ0b2tlbklkIjoxMjM0fQ", "app": "svn_live_5f3a"},
                "settings": {
                    "kinds": {"employee": False},
                    "conflict_policy": {"customer": "tripletex"},
                    "fallback_project_manager": "1",
                },
            }
        },
    },
    "PeopleNamed": {
        "named and left out": {
            "value": {"people": {"Kari Nordmann": "0b7f6b1e-6d1c-4a55-9d58-3a6f0d8c2e11", "Innleid Hjelp": None}}
        }
    },
    "Confirmation": {"approved": {"value": {"approved": True, "by": "Kari Nordmann"}}},
    "ChangeWanted": {
        "two-way products": {"value": {"settings": {"direction": {"product": "both"}}}},
        "orders instead of invoices": {"value": {"settings": {"documents": {"invoice_target": "order"}}}},
    },
    "NewOnboarding": {
        "ordinary": {
            "value": {
                "integration": "rackbeat",
                "company": "Fjord Lager AS",
                "contact": "Kari Nordmann",
                "email": "kari@example.no",
                "language": "nb",
            }
        },
    },
    "GroupsIn": {
        "all four": {"value": {"customer": "1", "supplier": "1", "product": "1", "service": "2"}},
        "nothing at start-up": {"value": {}},
    },
    "NewGroup": {"services": {"value": {"sort": "service", "name": "Tjenester"}}},
    "StartUpIn": {
        "products with their stock": {"value": {"kinds": {"product": True}, "stock": True}},
        "customers too": {
            "value": {
                "kinds": {"customer": True, "product": True},
                "payment_terms": True,
                "app_defaults": {"customer": {"payment_terms": "1"}},
            }
        },
        "nothing": {"value": {}},
    },
    "LinkWanted": {"any app": {"value": {"email": "kari@example.no"}}},
    "LinkFollowed": {
        "followed": {
            "value": {"link": "c.4f0c1f3a9b7e42d18c6a5d2e7b90a1c3.0f1e2d3c4b5a6978.c2VjcmV0LXNlY3JldC1zZWNyZXQ"}
        }
    },
    "TurnOnWanted": {
        "ordinary": {
            "value": {
                "app_key": "svn_live_5f3a",
                "organization_number": "987654325",
                "contact_email": "post@example.no",
                "language": "nb",
                "by": "Kari Nordmann",
            }
        }
    },
    "StaffSessionWanted": {"in Norwegian": {"value": {"nonce": "c29tZS1ub25jZS1vZi1vdXJz", "language": "nb"}}},
    "PageSessionWanted": {"in English": {"value": {"by": "Kari Nordmann", "language": "en"}}},
    "KeysIn": {"new keys": {"value": {"tripletex": "eyJ0b2tlbklkIjo1Njc4fQ", "app": "svn_live_9c1b"}}},
    "SettingsIn": {
        "Tripletex wins": {"value": {"conflict_policy": {"customer": "tripletex", "project": "tripletex"}}},
        "without employees": {"value": {"kinds": {"employee": False}}},
        "stop sooner": {"value": {"breaker_share": 10, "breaker_count": 10}},
    },
    "RowDecision": {
        "the same record": {"value": {"choice": "link", "partner": "10245", "by": "Kari Nordmann"}},
        "leave it out": {"value": {"choice": "leave_out"}},
        "take the decision back": {"value": {"choice": None}},
    },
    "Approval": {"approve": {"value": {"plan": "5f1d3c0a9b7e42d18c6a", "decision_revision": 4}}},
    "Rejection": {"reject": {"value": {"reason": "The employees' numbers differ. Please make them equal first."}}},
    "Release": {"let it go on": {"value": {"by": "Kari Nordmann"}}},
    "Answer": {
        "the same record": {"value": {"choice": "link", "partner": "10245"}},
        "create a new one": {"value": {"choice": "create", "by": "Kari Nordmann"}},
    },
    "Pair": {"the same record": {"value": {"partner": "10245"}}},
    "PairWanted": {
        "nothing is overwritten": {"value": {"partner": "10245", "by": "Kari Nordmann"}},
        "confirmed": {"value": {"partner": "10245", "confirm": "0f1e2d3c4b5a69788796a5b4c3d2e1f0"}},
    },
    "NoteAnswer": {"after all": {"value": {"choice": "create", "by": "Kari Nordmann"}}},
    "ApartWanted": {
        "not the same": {"value": {"choice": "keep_apart", "by": "Kari Nordmann"}},
        "look at both anew": {"value": {"choice": "match_anew"}},
    },
    "HoursWanted": {
        "all that is due": {"value": {}},
        "one employee's week": {"value": {"employee": "1042", "from": "2026-10-12", "to": "2026-10-18"}},
    },
    "HoursToSend": {
        "all that is due": {"value": {}},
        "what a preview has shown": {"value": {"preview": "820235efcc4641b4aa6360b660e757ef"}},
    },
    "ReplayWanted": {
        "one": {"value": {"id": "5fea7756-0ea4-451a-a703-a558b933e274"}},
        "of a connection": {"value": {"connection": "4f0c1f3a9b7e42d18c6a5d2e7b90a1c3"}},
        "all": {"value": {"all": True}},
    },
}
