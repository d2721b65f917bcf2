import pytest

from extractor.checks import Key
from extractor.review import reading_of
from tests.review.building import Memory, misread

# 类 208: its row, its parts and the grand total contradict another figure.
WRONG = Key("income", "208", "财政拨款收入")


@pytest.fixture(scope="session")
def misread_document(exported, layouts):
    fact = next(fact for fact in exported.facts if (fact.table, fact.row, fact.column) == WRONG)
    return misread(exported, layouts, {WRONG: fact.value.replace(fact.value[0], str((int(fact.value[0]) + 3) % 10), 1)})


@pytest.fixture(scope="session")
def reading(misread_document, layouts):
    return reading_of(misread_document, layouts)


@pytest.fixture
def store():
    return Memory()
