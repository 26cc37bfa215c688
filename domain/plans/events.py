"""What can happen to response plans; names and topics are the storage format, for ever."""

from datetime import datetime

from msgspec import Struct


class PlanEvent(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """When and by whom (account name)."""

    at: datetime
    by: str


class PlanDrafted(PlanEvent, frozen=True, kw_only=True):
    """预案拟稿: one version, whole, as its TOML text; a draft may be drafted again."""

    code: str
    version: int
    sha256: str
    text: str


class PlanIssued(PlanEvent, frozen=True, kw_only=True):
    """预案启用: proposed from now on, in place of the version of it that was."""

    code: str
    version: int


class PlanRetired(PlanEvent, frozen=True, kw_only=True):
    """预案停用: proposed no more; cases that were handled by it keep it."""

    code: str
    version: int
    reason: str


class PostAssigned(PlanEvent, frozen=True, kw_only=True):
    """岗位指定: which units of this town hold a post that plans call on."""

    post: str
    units: tuple[str, ...] = ()


TOPICS: dict[str, type[PlanEvent]] = {
    "plan.drafted": PlanDrafted,
    "plan.issued": PlanIssued,
    "plan.retired": PlanRetired,
    "plan.post-assigned": PostAssigned,
}
