"""The state machine in memory: executions that run until a test ends them, tokens that live while they wait."""

from collections.abc import Mapping

from samspill.store.machine import DeadToken


class MemoryMachine:
    """`running` are executions that have not ended, `answers` what waiting ones were told."""

    def __init__(self) -> None:
        self.started: list[tuple[str, str]] = []
        self.running: set[str] = set()
        self.waiting: set[str] = set()
        self.answers: list[tuple[str, Mapping[str, object]]] = []
        self.broken = False

    def start(self, connection_id: str, execution_name: str) -> str:
        if self.broken:
            raise OSError("no state machine")
        if (connection_id, execution_name) not in self.started:
            self.started.append((connection_id, execution_name))
            self.running.add(execution_name)
        return f"arn:{execution_name}"

    def answer(self, token: str, output: Mapping[str, object]) -> None:
        if token not in self.waiting:
            raise DeadToken
        self.waiting.discard(token)
        self.answers.append((token, output))

    def stop(self, execution_name: str, cause: str) -> None:
        self.running.discard(execution_name)

    def is_running(self, execution_name: str) -> bool:
        return execution_name in self.running
