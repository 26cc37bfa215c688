"""The reporters' own door to their one case: number, query code, second factor; and what they say.

No list leads here and none can be made from here: one code opens one case, and nothing tells whose
else there is. Neither the tries nor the visits of a reporter are recorded; wrong tries are counted
for some minutes under a digest, and forgotten.
"""

from application.answering.door import Admitted, Asked, NotAdmitted, admit
from application.answering.saying import TooManyComplaints, answer, complain

__all__ = [
    "Admitted",
    "Asked",
    "NotAdmitted",
    "TooManyComplaints",
    "admit",
    "answer",
    "complain",
]
