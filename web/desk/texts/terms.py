"""Closed words that only a case's page shows: who signs, what set a step off, why a limit fell."""

from typing import Final

from web.wording import LazyString, _, _lp

Terms = dict[str, LazyString]

SIGNER: Final[Terms] = {
    "duty_leader": _lp("signer", "Duty leader"),
    "principal_leader": _lp("signer", "Principal leader"),
}
WEIGHT: Final[Terms] = {
    "ordinary": _lp("weight", "Ordinary"),
    "grave": _lp("weight", "Grave"),
}
TRIGGER: Final[Terms] = {
    "unsolved": _lp("trigger", "the reporter says it is unsolved"),
    "dissatisfied": _lp("trigger", "an unhappy answer, upheld"),
    "reporter": _lp("trigger", "the reporter asks for it"),
    "breach": _lp("trigger", "breach of the agreement"),
    "overturned": _lp("trigger", "the opinion was overturned"),
    "unit": _lp("trigger", "asked for by the unit"),
    "centre": _lp("trigger", "decided by the centre"),
}
ABOVE: Final[Terms] = {
    "head": _lp("above", "the head of the unit"),
    "centre": _lp("above", "the linkage centre"),
    "leader": _lp("above", "the leader in charge"),
}
ATTEMPT: Final[Terms] = {
    "dispatch": _lp("attempt", "dispatch"),
    "urge": _lp("attempt", "urging"),
    "supervise": _lp("attempt", "supervision"),
    "propose": _lp("attempt", "proposal"),
    "appoint": _lp("attempt", "appointment as handler"),
    "direct": _lp("attempt", "directive"),
    "follow_up": _lp("attempt", "follow-up"),
    "correct": _lp("attempt", "correction"),
    "open": _lp("attempt", "opening the case"),
    "act": _lp("attempt", "acting on the case"),
}
SOURCE: Final[Terms] = {
    "import": _lp("source", "taken over from a record"),
    "device": _lp("source", "kept by a device without line"),
}
# Why a time limit no longer binds.
WAIVED: Final[Terms] = {
    "recalled": _lp("waived", "dispatch recalled"),
    "returned": _lp("waived", "dispatch returned"),
    "closed": _lp("waived", "case closed"),
    "lifted": _lp("waived", "plan lifted"),
    "final_report": _lp("waived", "final report made"),
    "reopened": _lp("waived", "case reopened"),
    "declined": _lp("waived", "declined"),
    "redirected": _lp("waived", "redirected"),
    "invalid": _lp("waived", "found invalid"),
    "duplicate": _lp("waived", "found a duplicate"),
}
# What a time must not lie before.
EARLIER: Final[Terms] = {
    "receipt": _lp("earlier", "receipt"),
    "dispatch": _lp("earlier", "dispatch"),
    "arrival": _lp("earlier", "arrival"),
    "handling": _lp("earlier", "end of handling"),
    "feedback": _lp("earlier", "feedback"),
    "closing": _lp("earlier", "closing"),
    "link": _lp("earlier", "issue of the link"),
    "pause": _lp("earlier", "pause"),
    "hearing": _lp("earlier", "opening of the hearing"),
    "appointment": _lp("earlier", "appointment"),
    "supervision": _lp("earlier", "supervision order"),
    "agreement": _lp("earlier", "entry into force"),
}
# What sealed texts are usually opened for.
PURPOSE: Final[Terms] = {
    "handling": _lp("purpose", "handling the matter"),
    "answering": _lp("purpose", "answering the reporter"),
    "visit": _lp("purpose", "return visit"),
    "checking": _lp("purpose", "checking and signing off"),
    "inspecting": _lp("purpose", "inspection"),
    "slip": _lp("purpose", "slip for the reporter"),
    "asked-for": _lp("purpose", "the person concerned asked for it"),
}
# What of a case left the service.
LEFT: Final[Terms] = {
    "bundle": _lp("left the service", "all its records, each with its proof"),
    "own-data": _lp("left the service", "one person's data, for them"),
}
PARTIES: Final = 40  # of one dispute that have words of their own; more are told by their code


def _party(number: int) -> str:
    return _("party %(number)s", number=number)


PERSON: Final[Terms] = {
    "reporter": _lp("whose data", "the reporter"),
    "matter": _lp("whose data", "the matter"),
    "all": _lp("whose data", "everybody"),
    **{f"party-{number}": LazyString(_party, number) for number in range(1, PARTIES + 1)},
}
