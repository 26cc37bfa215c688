"""What can happen to a rule set; names and topics are the storage format, for ever."""

from datetime import datetime

from msgspec import Struct


class RulesIssued(
    Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """规则发布: one version of a rule set, whole, as the TOML text it was loaded from."""

    at: datetime
    by: str
    id: str
    version: int
    jurisdiction: str
    sha256: str
    text: str


class RulesActivated(
    Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """规则启用: new cases are pinned to this version from now on."""

    at: datetime
    by: str
    version: int


class RulesSetOpened(
    Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """规则集建立: a rule set of the centre's own begins, beside those that are shipped."""

    at: datetime
    by: str
    id: str


TOPICS: dict[str, type[RulesIssued] | type[RulesActivated] | type[RulesSetOpened]] = {
    "rules.issued": RulesIssued,
    "rules.activated": RulesActivated,
    "rules.set-opened": RulesSetOpened,
}
