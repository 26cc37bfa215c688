"""What each rate counts, said in a sentence, in Chinese and in English."""

from collections.abc import Mapping
from typing import Final

DEFINITIONS: Final[Mapping[str, tuple[str, str]]] = {
    "rate.registration": (
        "期内接报、在本系统录入的事项中，自接报起在规定时限内登记的；补录、导入的不计。",
        (
            "Of the matters received in the period and typed in here, those registered "
            "within their track's limit of receipt; late forms and imported records are "
            "left out."
        ),
    ),
    "rate.arrival": (
        "期内到期的到场时限中，按时到场的；已到期仍未到场的计为未按时。",
        (
            "Of the limits for arriving that fell due in the period, those met by then; "
            "open and overdue counts as failed."
        ),
    ),
    "rate.handling": (
        "期内到期的办理时限中，按时办理的；已到期仍未办理的计为未按时。",
        (
            "Of the limits for handling that fell due in the period, those met by then; "
            "open and overdue counts as failed."
        ),
    ),
    "rate.feedback": (
        "期内到期的反馈时限中，按时反馈的；已到期仍未反馈的计为未按时。",
        (
            "Of the limits for feedback that fell due in the period, those met by then; "
            "open and overdue counts as failed."
        ),
    ),
    "rate.closure": (
        "期内到期的办结时限（信访为处理意见或答复时限）中，按时办结的；已到期仍未办结的计为未按时。",
        (
            "Of the limits for closing that fell due in the period (a petition's are those "
            "of its opinion or reply), those met by then; open and overdue counts as "
            "failed."
        ),
    ),
    "rate.taken_up": (
        "期内登记的矛盾纠纷（无效件、重复件除外）中，已受理调解的。",
        (
            "Of the disputes registered in the period, invalid and duplicate ones left out, "
            "those taken up for mediation."
        ),
    ),
    "rate.mediation": (
        "期内结束的调解中，达成协议的；协议被违反的不计为结束。",
        (
            "Of the mediations concluded in the period, those that ended in an agreement; a "
            "breached agreement concludes nothing."
        ),
    ),
    "rate.solved": (
        "期内作答的回访（含反映人自行评价）中，反映人认为已解决的；一事多次回访的，每次各计一次。",
        (
            "Of the return visits answered in the period, the reporters' own answers "
            "included, those in which the reporter called the matter solved; each visit of "
            "a matter counts."
        ),
    ),
    "rate.satisfied": (
        "期内作答的回访（含反映人自行评价）中，反映人满意或基本满意的；一事多次回访的，每次各计一次。",
        (
            "Of the return visits answered in the period, the reporters' own answers "
            "included, those in which the reporter was satisfied or basically so; each "
            "visit of a matter counts."
        ),
    ),
    "rate.answering": (
        "期内到期的回访中，接通并作答的。",
        (
            "Of the return visits that fell due in the period, those in which the reporter "
            "was reached and answered."
        ),
    ),
    "rate.coverage": (
        "期内到期的回访中，按时完成的（规定次数未接通的也计为完成）；已到期仍未回访的计为未按时。",
        (
            "Of the return visits that fell due in the period, those made by then, attempts "
            "that count as a visit included; open and overdue counts as failed."
        ),
    ),
    "rate.rework": (
        "期内办结的事项中，反映人称未解决而重新办理的，加上期内退回重报的反馈；其他原因重新办理的不计。",
        (
            "Of the closings of the period, those reopened as unsolved in the reporter's "
            "word, and feedback sent back in the period added; reopening for any other "
            "reason is left out."
        ),
    ),
}
