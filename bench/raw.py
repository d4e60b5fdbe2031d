"""The rate of bare Argon2id hashes on this machine, with Gatepost's parameters."""

import signal
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import argon2

from bench import processes
from bench.wrk import Run


@dataclass(frozen=True)
class Parameters:
    """Argon2id: memory in KiB, passes, lanes."""

    memory: int
    passes: int
    lanes: int

    def __str__(self) -> str:
        return f"m={self.memory}, t={self.passes}, p={self.lanes}"


class RawHashes:
    """Processes that only hash."""

    def __init__(self, pool: ProcessPoolExecutor, parameters: Parameters, workers: int) -> None:
        self._pool, self._parameters, self._workers = pool, parameters, workers

    def run(self, seconds: float, *, verify: bool) -> Run:
        """Hashes (or verifications) per second of all the processes together."""
        until = time.time() + 0.1 + seconds
        before, began = processes.machine_cpu_seconds(), time.monotonic()
        work = [
            self._pool.submit(_count, self._parameters, until - seconds, until, verify) for _ in range(self._workers)
        ]
        results = [job.result(timeout=seconds + 60) for job in work]
        took = time.monotonic() - began
        own = sum(cpu for _, _, cpu in results)
        return Run(
            rate=sum(count / elapsed for count, elapsed, _ in results),
            requests=sum(count for count, _, _ in results),
            server_cpu=own / took,
            other_cpu=max(0.0, processes.machine_cpu_seconds() - before - own) / took,
        )


@contextmanager
def raw_hashes(parameters: Parameters, workers: int) -> Iterator[RawHashes]:
    """The hashing processes, kept for the whole run."""
    # Ctrl-C is for the bench alone, which ends these processes.
    with ProcessPoolExecutor(workers, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN)) as pool:
        hashes = RawHashes(pool, parameters, workers)
        hashes.run(0.2, verify=False)  # starts them
        yield hashes


def _count(parameters: Parameters, start: float, until: float, verify: bool) -> tuple[int, float, float]:
    cpu = time.process_time()
    hasher = argon2.PasswordHasher(
        memory_cost=parameters.memory, time_cost=parameters.passes, parallelism=parameters.lanes
    )
    hashed, count = hasher.hash("password"), 0
    time.sleep(max(0.0, start - time.time()))
    began = time.perf_counter()
    while time.time() < until:
        if verify:
            hasher.verify(hashed, "password")
        else:
            hasher.hash("password")
        count += 1
    return count, time.perf_counter() - began, time.process_time() - cpu
