"""查阅: who opened what is sealed, looked up in the log itself."""

from application.readings.register import Found, Reading, Wanted, found, readings

__all__ = ["Found", "Reading", "Wanted", "found", "readings"]
