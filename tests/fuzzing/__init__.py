"""Made-up input for everything that reads what others wrote.

    python -m tests.fuzzing --minutes 10                 every target in turn, by mutation
    python -m tests.fuzzing --minutes 10 --guided        the same, led by coverage (needs atheris)
    python -m tests.fuzzing --minutes 1 --target page --seed 7
    python -m tests.fuzzing --target page --input FILE   one input again, with its traceback

`targets` says what is tried and what must hold of it; `seeds` what mutation begins with; `mutation`
changes bytes by a seeded generator, so that a seed and a number of runs give the same inputs again.
An input that breaks something is written to `--found` and ends up in `tests/test_fuzzed_inputs.py`,
which also runs a short slice of every target.
"""
