"""`python -m bench [QUESTION …]`: measures, prints limits, exits 1 if one is missed."""

import importlib
import sys

from bench.report import Report

QUESTIONS = (
    "commands",
    "rebuild",
    "imports",
    "timekeeping",
    "assessment",
    "pages",
    "proofs",
    "verify",
    "flow",
)


def main(asked: list[str]) -> int:
    """Run the asked questions, all of them by default."""
    report = Report()
    for question in asked or QUESTIONS:
        if question not in QUESTIONS:
            print(f"no such question: {question}; there are {', '.join(QUESTIONS)}")
            return 2
        importlib.import_module(f"bench.{question}").run(report)
    print(f"{len(report.figures)} figures, {report.missed} limits missed")
    return 1 if report.missed else 0


sys.exit(main(sys.argv[1:]))
