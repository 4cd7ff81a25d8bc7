"""The `portal` command: one file per noun beside this one."""

import click

from portal.cli import database, docs, reports, serve


@click.group()
def portal() -> None:
    """Run and look after the register of modern slavery statements."""


for command in (database.migrate, docs.docs, serve.serve, serve.worker, reports.export_summary):
    portal.add_command(command)
