"""Starting: `workbench --version` and `workbench history` against a script that does nothing."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.measuring import interleaved, report
from workbench import AuthorizeRequest, Workbench
from workbench.simulator import running

ROUNDS = 60


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        history = home / "history.sqlite3"
        with running() as url, Workbench(history) as workbench:
            for number in range(60):
                workbench.authorize(AuthorizeRequest(base_url=url, institution_id=str(number)))
        (home / "does_nothing.py").write_text("def main():\n    return 0\n")
        empty = home / "empty"
        empty.write_text(
            f"#!{sys.executable}\nimport sys\nfrom does_nothing import main\n"
            "if __name__ == '__main__':\n    sys.exit(main())\n"
        )
        empty.chmod(0o700)
        command = str(Path(sys.executable).with_name("workbench"))
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": folder,
            "PYTHONPATH": folder,
            "WORKBENCH_HISTORY": str(history),
        }

        def seconds(*arguments: str) -> float:
            with Path(os.devnull).open("wb") as sink:
                start = time.perf_counter()
                child = os.posix_spawn(
                    arguments[0],
                    arguments,
                    environment,
                    file_actions=[(os.POSIX_SPAWN_DUP2, sink.fileno(), n) for n in (1, 2)],
                )
                _, status = os.waitpid(child, 0)
                taken = time.perf_counter() - start
            assert os.waitstatus_to_exitcode(status) == 0, arguments
            return taken

        taken = interleaved(
            {
                "a console script that does nothing": lambda: seconds(str(empty)),
                "workbench --version": lambda: seconds(command, "--version"),
                "workbench history": lambda: seconds(command, "history"),
            },
            ROUNDS,
        )
    report(
        taken,
        "a console script that does nothing",
        {"workbench --version": 1.5, "workbench history": 3.5},
    )


if __name__ == "__main__":
    main()
