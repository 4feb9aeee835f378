"""Plain pages of the sandboxes: what people see and do in each program itself, with the same rules and webhooks."""
