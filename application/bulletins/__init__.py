"""Bulletins on record: which were issued, and issuing one."""

from application.bulletinbook import BulletinBook, load_bulletin
from application.bulletins.issuing import issue_bulletin

__all__ = ["BulletinBook", "issue_bulletin", "load_bulletin"]
