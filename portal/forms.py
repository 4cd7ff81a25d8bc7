"""Forms and the domain's errors: what a use-case found wrong stands beside the field that it is about."""

from wtforms import Form

from statements.errors import DomainError, Invalid, Problem


def show_problems(form: Form, error: DomainError) -> None:
    """Put the problems of a domain error on the form: on the field each names, or above all fields."""
    problems = error.problems if isinstance(error, Invalid) else [Problem(error.message, field=error.field)]
    for problem in problems:
        text = f"{problem.message} {problem.mend}".strip()
        if problem.field in form._fields:
            field = form._fields[problem.field]
            field.errors = [*field.errors, text]
        else:
            form.form_errors.append(text)
