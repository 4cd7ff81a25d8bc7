"""The `portal` command: one file per noun beside this one."""

from importlib import import_module

import click

from portal import logs

COMMANDS = {
    "assess": "scoring:assess_file",
    "check-files": "files:check_files",
    "demo": "demo:demo",
    "docs": "docs:docs",
    "evaluate": "scoring:evaluate",
    "evidence": "evidence:evidence",
    "export-statements": "statements:export_statements",
    "export-summary": "reports:export_summary",
    "import-statements": "statements:import_statements",
    "help-pages": "help_pages:help_pages",
    "index": "index:index",
    "mail-bounce": "mail:mail_bounce",
    "migrate": "database:migrate",
    "people": "people:people",
    "recompute": "recompute:recompute",
    "rescore": "rescore:rescore",
    "serve": "serve:serve",
    "train": "scoring:train",
    "worker": "serve:worker",
}
"""Where each command stands: the file beside this one, and its name there."""


class CommandsOnDemand(click.Group):
    """A group that loads the file of the command that is run and no other: half of a start was spent on the others."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """The command with this name, loaded now; None where there is none."""
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name].split(":")
        found: click.Command = getattr(import_module(f"portal.cli.{module}"), attribute)
        return found


@click.group(cls=CommandsOnDemand)
def portal() -> None:
    """Run and look after the register of modern slavery statements."""
    logs.set_up()
