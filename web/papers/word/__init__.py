"""Word documents laid out as official papers are: GB/T 9704-2012."""

from web.papers.word.document import DOCX, write

__all__ = ["DOCX", "write"]
