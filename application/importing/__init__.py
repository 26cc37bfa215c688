"""Brings records of other systems in: rows of a file, by a mapping, to commands of the domain."""

from application.importing.mapping import Mapping, load_mapping, parse_mapping, shipped_mappings
from application.importing.problems import FileError, ImportProblem, MappingError
from application.importing.report import Refused, Report
from application.importing.running import run_import

__all__ = [
    "FileError",
    "ImportProblem",
    "Mapping",
    "MappingError",
    "Refused",
    "Report",
    "load_mapping",
    "parse_mapping",
    "run_import",
    "shipped_mappings",
]
