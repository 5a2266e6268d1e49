"""`python -m tests.fuzzing`: see the package."""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from time import monotonic, process_time

from tests.fuzzing.mutation import made_up, mutated
from tests.fuzzing.targets import TARGETS, Target

SLOW_S = 2.0
_LONGEST = 64 * 1024


def main() -> int:
    """Try the targets for the time given; 1 when something broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing", description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0, help="for all targets together")
    parser.add_argument("--target", choices=sorted(TARGETS), help="this one alone")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--guided", action="store_true", help="led by coverage; needs atheris")
    parser.add_argument("--found", type=Path, default=Path("fuzzing-found"))
    parser.add_argument("--input", type=Path, help="try one input and show its traceback")
    asked = parser.parse_args()
    if asked.input is not None:
        TARGETS[asked.target].tried(asked.input.read_bytes())
        return 0
    names = [asked.target] if asked.target else list(TARGETS)
    seconds = asked.minutes * 60 / len(names)
    if asked.guided and asked.target:
        _guided(asked.target, asked.seed, seconds, asked.found)
    found = 0
    for name in names:
        if asked.guided:
            found += _guided_alone(name, asked.seed, seconds, asked.found)
        else:
            found += _by_mutation(name, asked.seed, seconds, asked.found)
    return 1 if found else 0


def _by_mutation(name: str, seed: int, seconds: float, folder: Path) -> int:
    target = TARGETS[name]
    runs = 0
    slowest = 0.0
    broken: dict[str, str] = {}
    end = monotonic() + seconds
    for data in made_up(target.seeds(), seed, target.words):
        if monotonic() > end:
            break
        runs += 1
        took, fault = trial(target, data)
        slowest = max(slowest, took)
        if fault is not None and fault not in broken:
            broken[fault] = _written(folder, name, data)
            print(f"{name}: {fault} in {broken[fault]}", flush=True)
    told = f"{runs:,} inputs in {seconds:.0f} s, slowest {slowest:.2f} s"
    print(f"{name}: {told}, {len(broken)} found", flush=True)
    return len(broken)


def trial(target: Target, data: bytes) -> tuple[float, str | None]:
    """Try one input: the seconds it took, and where it broke, in one line; None for nowhere."""
    started = process_time()
    fault = None
    try:
        target.tried(data)
    except Exception as error:  # noqa: BLE001 - to know of every kind is what this is for
        frame = traceback.extract_tb(error.__traceback__)[-1]
        fault = f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}"
    took = process_time() - started
    if fault is None and took > SLOW_S:
        fault = f"slow: {took:.0f} s"
    return took, fault


def _written(folder: Path, name: str, data: bytes) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{hashlib.sha256(data).hexdigest()[:12]}"
    path.write_bytes(data)
    return str(path)


def _guided_alone(name: str, seed: int, seconds: float, folder: Path) -> int:
    """One target in a process of its own, which ends at the first input that breaks something."""
    words = [sys.executable, "-m", __package__ or "", "--guided", "--target", name]
    words += ["--minutes", str(seconds / 60), "--seed", str(seed), "--found", str(folder)]
    return 1 if subprocess.run(words, check=False).returncode else 0


def _guided(name: str, seed: int, seconds: float, folder: Path) -> None:
    """Let atheris lead: what runs new code is kept and changed further."""
    import atheris  # type: ignore[import-untyped]

    corpus = folder / f"{name}-corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    target = TARGETS[name]
    for number, data in enumerate(target.seeds()):
        (corpus / f"seed-{number}").write_bytes(data)
    atheris.instrument_all()

    def change(data: bytes, most: int, number: int) -> bytes:
        if number % 4 == 0:
            return mutated(data, number, target.words)[:most]
        return bytes(atheris.Mutate(data, most))

    tried: Callable[[bytes], None] = target.tried
    atheris.Setup(
        [
            sys.argv[0],
            str(corpus),
            f"-max_total_time={max(1, int(seconds))}",
            f"-max_len={_LONGEST}",
            f"-seed={seed}",
            "-timeout=20",
            "-rss_limit_mb=2000",
            f"-artifact_prefix={folder}/{name}-",
            "-print_final_stats=1",
        ],
        tried,
        custom_mutator=change,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
