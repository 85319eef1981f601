"""Many clients at once, in a process of their own: `python -m benchmarks.load PORT TARGET CLIENTS SECONDS`.

Each client sends its next request when it has its answer, over a kept-alive connection if the server keeps it. Prints JSON.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time


class Client(asyncio.Protocol):
    """One client; counts what it measured into `spent`."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self.received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.ask()

    def ask(self) -> None:
        self.received, self.began = b"", time.perf_counter()
        self.transport.write(self.load.request)

    def data_received(self, data: bytes) -> None:
        self.received += data
        head, complete, body = self.received.partition(b"\r\n\r\n")
        if not complete:
            return
        lowered = head.lower()
        length = int(lowered.partition(b"content-length: ")[2].partition(b"\r\n")[0])
        if len(body) < length:
            return
        self.load.spent.append(time.perf_counter() - self.began)
        if b"connection: close" in lowered or lowered.startswith(b"http/1.0"):
            self.transport.close()
        elif not self.load.over:
            self.ask()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.load.over:
            self.load.connect()


class Load:
    """All clients of one run."""

    def __init__(self, port: int, target: str) -> None:
        self.port = port
        self.request = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n\r\n".encode()
        self.spent: list[float] = []
        self.over = False
        self.connecting: set[asyncio.Task[object]] = set()

    def connect(self) -> None:
        loop = asyncio.get_running_loop()
        task = loop.create_task(loop.create_connection(lambda: Client(self), "127.0.0.1", self.port))
        self.connecting.add(task)
        task.add_done_callback(self.connecting.discard)

    async def run(self, clients: int, seconds: float) -> dict[str, float]:
        """Requests a second and latencies in milliseconds; the first fifth of the time does not count."""
        for _ in range(clients):
            self.connect()
        await asyncio.sleep(seconds / 5)
        self.spent.clear()
        await asyncio.sleep(seconds)
        self.over = True
        spent = sorted(self.spent)
        return {
            "per_second": len(spent) / seconds,
            "p50": spent[len(spent) // 2] * 1000,
            "p99": spent[int(len(spent) * 0.99)] * 1000,
        }


def put_on(port: int, target: str, clients: int, seconds: float) -> dict[str, float]:
    """Run the load from another process against a server of this one."""
    asked = [sys.executable, "-m", "benchmarks.load", str(port), target, str(clients), str(seconds)]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


if __name__ == "__main__":
    _, port, target, clients, seconds = sys.argv
    print(json.dumps(asyncio.run(Load(int(port), target).run(int(clients), float(seconds)))))
