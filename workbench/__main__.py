"""The `workbench` command: the version at once, a sentence for a too-old Python, then the CLI.

Nothing is imported here that an older Python could not read, so that it gets its sentence.
"""

import sys


def main():  # type: () -> int
    """Run the command line; returns its exit code."""
    if sys.version_info < (3, 11):
        sys.stderr.write(
            "workbench: Python %d.%d is too old; Authorize Workbench needs Python 3.11 or newer.\n"
            % sys.version_info[:2]
        )
        return 2
    if sys.argv[1:] == ["--version"]:
        from workbench import __version__

        sys.stdout.write("workbench %s\n" % __version__)
        return 0
    from workbench.cli.main import main as run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
