"""The course of a quarter (考核流程): computed, objected to, ruled on, signed, published."""

from domain.assessment.course.fold import fold
from domain.assessment.course.state import Course

__all__ = ["Course", "fold"]
