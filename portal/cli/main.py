"""The `portal` command: one file per noun beside this one."""

import click

from portal.cli import database, demo, docs, index, people, reports, scoring, serve, statements


@click.group()
def portal() -> None:
    """Run and look after the register of modern slavery statements."""


for command in (
    database.migrate,
    demo.demo,
    docs.docs,
    index.index,
    people.people,
    reports.export_summary,
    scoring.assess_file,
    scoring.evaluate,
    scoring.train,
    serve.serve,
    serve.worker,
    statements.export_statements,
    statements.import_statements,
):
    portal.add_command(command)
