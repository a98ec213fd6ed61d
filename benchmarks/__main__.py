"""``python -m benchmarks NAME``: run one benchmark, see ``--help``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from benchmarks import (
    big_store,
    estimate_bank,
    estimate_digiklausur,
    estimate_saf,
    first_paint,
    grade_file,
    prompt_size,
    report_after_last,
)

BENCHMARKS = {
    "big-store": big_store,
    "estimate-bank": estimate_bank,
    "estimate-digiklausur": estimate_digiklausur,
    "estimate-saf": estimate_saf,
    "first-paint": first_paint,
    "grade-file": grade_file,
    "prompt-size": prompt_size,
    "report-after-last": report_after_last,
}
"""Name to module; each has ``add_arguments(parser)`` and ``run(options) -> exit code``."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark that is named; the exit code is its own."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    names = parser.add_subparsers(dest="name", required=True, metavar="NAME")
    for name, module in BENCHMARKS.items():
        summary = (module.__doc__ or "").splitlines()[0]
        module.add_arguments(names.add_parser(name, help=summary, description=module.__doc__))
    options = parser.parse_args(arguments)
    try:
        code: int = BENCHMARKS[options.name].run(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader ("| head") has seen enough. Python flushes once more at exit: into nothing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


if __name__ == "__main__":
    sys.exit(main())
