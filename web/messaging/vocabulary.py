"""What kinds of message, channels, states and reasons are called on the screen."""

from typing import Final

from web.wording import LazyString, _, _l, _lp
from web.words import Words, word

KIND: Final[Words] = {
    "dispatched": _lp("message", "New dispatch"),
    "link": _lp("message", "Link to a dispatch"),
    "recalled": _lp("message", "Dispatch recalled"),
    "reminded": _lp("message", "Reminder before the end of a time limit"),
    "urged": _lp("message", "Urged"),
    "escalated": _lp("message", "Overdue, brought before the next above"),
    "directed": _lp("message", "Directive"),
    "supervised": _lp("message", "Supervision order"),
    "feedback_sent_back": _lp("message", "Feedback sent back"),
    "extended": _lp("message", "Extension granted"),
    "extension_refused": _lp("message", "Extension refused"),
    "reopened": _lp("message", "Reopened"),
    "return_ruled": _lp("message", "Return of a dispatch ruled on"),
    "failing_found": _lp("message", "Failing found, to be contested if it is none"),
    "failing_ruled": _lp("message", "Contested failing ruled on"),
    "plan_lifted": _lp("message", "Response plan lifted"),
    "round_opened": _lp("message", "Screening round to report on"),
    "round_reminded": _lp("message", "Report on a screening round still to come"),
    "round_missed": _lp("message", "Report on a screening round missed"),
    "finding_noted": _lp("message", "Audit finding to be answered"),
    "finding_answered": _lp("message", "Audit finding answered"),
    "reply": _lp("message", "There is a reply (to the reporter)"),
    "test": _lp("message", "Trial of a channel"),
}
CHANNEL: Final[Words] = {
    "inbox": _lp("message channel", "Inbox"),
    "webhook": _lp("message channel", "Webhook"),
    "wecom": _lp("message channel", "WeCom robot"),
    "dingtalk": _lp("message channel", "DingTalk robot"),
    "email": _lp("message channel", "E-mail"),
    "sms": _lp("message channel", "Text message"),
}
LANGUAGE: Final[Words] = {
    "zh": _lp("message language", "Chinese"),
    "en": _lp("message language", "English"),
}
WHY: Final[Words] = {
    "timeout": _l("did not answer in time"),
    "unreachable": _l("could not be reached"),
    "host-unknown": _l("there is no host of that name"),
    "cut": _l("the connection broke"),
    "certificate": _l("its certificate is not to be trusted"),
    "redirected": _l("it points elsewhere, which is not followed"),
    "address-local": _l("the address is one of this host"),
    "url-wrong": _l("the address is none"),
    "no-server": _l("the settings have no server for it"),
    "answer": _l("it answered, but not that it took it"),
    "sealed": _l("where it leads can't be opened: altered, or sealed with another key"),
    "defect": _l("a defect of the service; its log says more"),
    "late": _l("more than a day old before it could be sent"),
    "unset": _l("the channel was removed"),
    "not-allowed": _l("the recipient may not be told"),
    "no-number": _l("no telephone number was left"),
    "erased": _l("the number was erased"),
    "link-ended": _l("the link had ended"),
}
_WITH_CODE: Final[Words] = {
    "refused": _l("refused it (%(code)s)"),
    "server": _l("failed (%(code)s)"),
    "busy": _l("has too much to do (%(code)s)"),
    "robot": _l("the robot refused it (%(code)s)"),
}


def kind(code: str) -> str:
    """What a message of that kind tells."""
    return word(KIND, code)


def why(code: str) -> str:
    """A reason in words, with the receiver's own code where it gave one."""
    name, _colon, number = code.partition(":")
    if number and name in _WITH_CODE:
        return str(_WITH_CODE[name]) % {"code": number}
    return word(WHY, code)


def sentence(code: str, what: str = "") -> str:
    """What is wrong with a channel or a wording that was typed, and what to do."""
    texts: dict[str, LazyString] = {
        "address-missing": _l("Write where the channel leads."),
        "url-wrong": _l("That is no web address: it begins with https:// and names a host."),
        "url-local": _l("That address is this host's own. Write one that others reach."),
        "email-wrong": _l("That is no mail address, such as duty@example.gov.cn."),
        "phone-wrong": _l("That is no telephone number: write digits only."),
        "secret-short": _l("A webhook is signed: write at least 16 characters."),
        "language-unknown": _l("Choose one of the languages."),
        "holder-unknown": _l("Choose a unit or somebody with an account."),
        "empty": _l("Write something."),
        "long": _l("That is too long for a text message: 200 characters at most."),
        "stray": _l("There is a bracket or brace without its other half: %(what)s"),
        "unknown": _l("Nothing is known by the name {%(what)s}; the names are listed below."),
        "needed": _l("The number has to be in it: write {number} where it is to stand."),
        "task": _l("“%(what)s” is a task nobody may be given. Write it without."),
        "personal": _l("That holds a number of somebody. Messages name nobody."),
    }
    return str(texts[code]) % {"what": what} if code in texts else _("That can't be done.")
