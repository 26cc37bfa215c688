"""The centre's categories: one tree, whose every change is a fact with its time and author."""

from domain.categories.events import CategoriesEvent
from domain.categories.state import Categories

__all__ = ["Categories", "CategoriesEvent"]
