"""Rules of a centre as data: time limits, working calendar and what each track asks for."""
