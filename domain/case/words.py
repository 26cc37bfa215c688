"""The closed vocabularies of a case, by the field's own terms; the values are what is stored."""

from enum import StrEnum


class Track(StrEnum):
    """类型: which life a case leads."""

    EMERGENCY = "emergency"
    HOTLINE = "hotline"
    PETITION = "petition"
    DISPUTE = "dispute"


class PetitionKind(StrEnum):
    """信访事项类别: claim 申诉求决, proposal 建议意见, accusation 检举控告."""

    CLAIM = "claim"
    PROPOSAL = "proposal"
    ACCUSATION = "accusation"


class Channel(StrEnum):
    """来源: how the matter came in."""

    PHONE = "phone"
    VISIT = "visit"
    WEB = "web"
    LETTER = "letter"
    EMAIL = "email"
    ALARM_110 = "110"
    HOTLINE_12345 = "12345"
    GRID = "grid"
    ASSIGNED = "assigned"
    OWN = "own"


class Validity(StrEnum):
    """有效性: what screening found."""

    VALID = "valid"
    INVALID = "invalid"
    DUPLICATE = "duplicate"


class Weight(StrEnum):
    """级别: how much weight a matter has, which decides who signs for it."""

    ORDINARY = "ordinary"
    GRAVE = "grave"


class DispatchRole(StrEnum):
    """主办或协办."""

    LEAD = "lead"
    SUPPORT = "support"


class Outcome(StrEnum):
    """办理结果, of all tracks together; `OUTCOMES` says which track knows which."""

    HANDLED = "handled"
    HELP_GIVEN = "help_given"
    FALSE_ALARM = "false_alarm"
    REFERRED = "referred"
    MEDIATED = "mediated"
    SOLVED = "solved"
    EXPLAINED = "explained"
    NOT_SUPPORTED = "not_supported"
    SUPPORTED = "supported"
    WITHDRAWN = "withdrawn"
    AGREEMENT = "agreement"
    FAILED = "failed"


OUTCOMES: dict[Track, frozenset[Outcome]] = {
    Track.EMERGENCY: frozenset(
        {
            Outcome.HANDLED,
            Outcome.HELP_GIVEN,
            Outcome.FALSE_ALARM,
            Outcome.REFERRED,
            Outcome.MEDIATED,
        }
    ),
    Track.HOTLINE: frozenset(
        {Outcome.SOLVED, Outcome.EXPLAINED, Outcome.REFERRED, Outcome.NOT_SUPPORTED}
    ),
    Track.PETITION: frozenset(
        {
            Outcome.SUPPORTED,
            Outcome.EXPLAINED,
            Outcome.NOT_SUPPORTED,
            Outcome.HELP_GIVEN,
            Outcome.WITHDRAWN,
        }
    ),
    Track.DISPUTE: frozenset(
        {Outcome.AGREEMENT, Outcome.FAILED, Outcome.WITHDRAWN, Outcome.REFERRED}
    ),
}


class ReportKind(StrEnum):
    """初报 / 续报 / 终报 / 总结报告."""

    FIRST = "first"
    FURTHER = "further"
    FINAL = "final"
    CONCLUDING = "concluding"


class ReviewStage(StrEnum):
    """复查 / 复核."""

    REVIEW = "review"
    REREVIEW = "rereview"


class Mode(StrEnum):
    """调解方式: instructed 指派, direct 直接, joint 联合."""

    INSTRUCTED = "instructed"
    DIRECT = "direct"
    JOINT = "joint"


class Procedure(StrEnum):
    """调解程序: simple 简易 (registration only), standard 普通."""

    SIMPLE = "simple"
    STANDARD = "standard"


class Satisfaction(StrEnum):
    """满意 / 基本满意 / 不满意."""

    SATISFIED = "satisfied"
    BASICALLY = "basically"
    NOT = "not"


class Failing(StrEnum):
    """履责问题: what was failed in."""

    FOUND_UNREGISTERED = "found_unregistered"
    LATE_REGISTRATION = "late_registration"
    LATE_ENTRY = "late_entry"
    FALSE_ENTRY = "false_entry"
    NOTICE_MISSED = "notice_missed"
    PASSED_ROUND = "passed_round"
    NEVER_URGED = "never_urged"
    CLOSED_AFTER_DUE = "closed_after_due"
    EXTENSION_WITHOUT_NOTICE = "extension_without_notice"
    EXTENSION_WITHOUT_APPROVER = "extension_without_approver"
    REPORT_MISSED = "report_upward_missed"
    OPINION_OVERTURNED = "opinion_overturned"
    VISIT_BY_HANDLER = "visit_by_handler"
    PRESSURE_UPHELD = "pressure_upheld"


class Role(StrEnum):
    """Who may hold an account, by what they come for."""

    OPERATOR = "operator"
    RESPONDER = "responder"
    LEADER = "leader"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Stage(StrEnum):
    """状态: where a case stands, as ledgers show it."""

    RECEIVED = "received"
    SCREENED = "screened"
    DISPATCHED = "dispatched"
    SIGNED = "signed"
    ARRIVED = "arrived"
    HANDLED = "handled"
    FEEDBACK = "feedback"
    REPLIED = "replied"
    MEDIATING = "mediating"
    CLOSED = "closed"
    ARCHIVED = "archived"
    ENDED = "ended"
