"""What the processes write down when something goes wrong: where, and nobody's words."""

import json

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from portal import logs
from statements.db import make_engine

SECRET = "Mereana’s passport is kept in the office"


@pytest.fixture(autouse=True)
def set_up():
    logs.set_up()


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    (line,) = capsys.readouterr().out.splitlines()
    read: dict[str, str] = json.loads(line)
    return read


def test_an_error_is_one_line_with_its_place_and_no_value_of_a_variable(capsys):
    def fail(answer: str) -> None:
        raise ZeroDivisionError(len(answer) and "in the sum")

    try:
        fail(SECRET)
    except ZeroDivisionError as error:
        structlog.get_logger().exception("unexpected error", path="/filing/1", exc_info=error)
    line = told(capsys)
    assert (line["event"], line["level"], line["path"]) == ("unexpected error", "error", "/filing/1")
    assert "ZeroDivisionError: in the sum" in line["exception"] and "test_logs.py" in line["exception"]
    assert SECRET not in line["exception"]


def test_an_error_of_the_database_names_the_question_and_not_what_was_put_into_it(capsys, tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    try:
        with engine.connect() as connection:
            connection.execute(text("INSERT INTO nowhere VALUES (:answer)"), {"answer": SECRET})
    except DBAPIError as error:
        structlog.get_logger().exception("unexpected error", exc_info=error)
    line = told(capsys)
    assert "INSERT INTO nowhere" in line["exception"]
    assert SECRET not in line["exception"]


def test_macrons_stand_as_they_are(capsys):
    structlog.get_logger().warning("search index lost", error="Kōwhai")
    assert "Kōwhai" in capsys.readouterr().out.replace('"', "")
