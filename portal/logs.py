"""How the processes tell what went wrong: one line of JSON an event, with a plain traceback.

A traceback never shows the values of variables: those may be somebody's answers, and printing them takes seconds.
"""

import sys

import structlog


def set_up() -> None:
    """Write JSON where a program reads, coloured lines where a person does."""
    person = sys.stdout.isatty()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.StackInfoRenderer(),
            *_ending(for_a_person=person),
        ]
    )


def _ending(*, for_a_person: bool) -> tuple[structlog.typing.Processor, ...]:
    if for_a_person:
        return (structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),)
    return (structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False))
