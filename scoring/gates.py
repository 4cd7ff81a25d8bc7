"""The four gates: met, not met, or not to be judged from what is known. Never part of the score."""

import re
from collections.abc import Sequence

from scoring.evidence.classifier import Classifier
from scoring.formalities import with_acts
from scoring.model import Facts, Gate, GateResult, Status
from scoring.reading import BY_RULE, Line
from scoring.text import folded, word_set

LABELS = {"approved": ("approval",), "signed": ("signature",)}
"""The labels of the model that a gate's rule looks at, by the gate's slug."""
WINDOW = 4
_LEGAL = word_set("not_a_name")
_BODY = (
    r"(?:board|boards|governing body|governing bodies|directors|trustees|councillors|full council|the council|partners|"
    r"board of \w+|members of the board)"
)
_APPROVE = r"(?:approv(?:ed|es|al)|adopted|ratified|endorsed|authoris(?:ed|es)|authoriz(?:ed|es)|signed off)"
_APPROVED = re.compile(
    rf"\b{_APPROVE}\b(?:\W+\w+){{0,12}}?\W+{_BODY}\b|\b{_BODY}\b(?:\W+\w+){{0,10}}?\W+{_APPROVE}\b|"
    r"\bresolution of the (?:board|directors)\b"
)
# What was approved has to be the statement, not a policy; "Approved by the board" on its own says enough.
_STATEMENT = re.compile(
    r"\b(?:statement|report|disclosure|attestation|document)\b|^\W*(?:approved|it|this|adopted|approval)\b"
)
_NOT_ITSELF = re.compile(
    r"\b(?:committee|executive team|leadership team|management team|senior management|on behalf of the board|"
    r"consider(?:ed)?|noted|presented to|submitted to|put to|reviewed by)\b"
)
_ROLE = re.compile(
    r"\b(?:director|directors|chair|chairman|chairwoman|chairperson|trustee|chief executive|ceo|president|partner|"
    r"mayor|board member|governor|tumuaki|toihau|secretary of state|managing member)\b"
)
_SIGN = re.compile(r"\b(?:signed|signature|docusign|e-signed|electronically signed)\b|/s/|_{5,}")
_CAPITAL = "[A-ZĀĒĪŌŪ]"
_NAME = re.compile(rf"\b(?:{_CAPITAL}[\w'’-]+|[A-Z]\.?)(?: [A-Z]\.?)*(?: (?:de|van|von|der|te))? {_CAPITAL}[\w'’-]+\b")
_YEAR = r"(?:19|20)\d\d"
_PERIOD = re.compile(
    r"\b(?:financial|fiscal|reporting|calendar|accounting) (?:year|period)|"
    rf"\b(?:year|period|months) (?:ended|ending|to|from)\b|\bfy ?'?\d\d|\bfor (?:the )?(?:year )?{_YEAR}|"
    rf"\b{_YEAR} ?[-/] ?(?:19|20)?\d\d\b|statement (?:for )?{_YEAR}|{_YEAR} (?:\w+ ){{0,5}}statement"
)


def judge(gate: Gate, facts: Facts, lines: Sequence[Line], model: Classifier) -> GateResult:
    """The result of one gate; a gate that this reader has no rule for is left to a person."""
    rule = _RULES.get(gate.slug)
    if rule is None:
        return GateResult(gate.id, None, "No rule of the machine's: a person has to judge it.")
    met, reason, line = rule(facts, lines, model)
    read = GateResult(gate.id, met, reason, (line.evidence(_certainty(line, gate)),) if line else ())
    return with_acts(gate.slug, facts, read)


def unread(gate: Gate, facts: Facts, reason: str) -> GateResult:
    """The result of a gate where no text could be read: what was done in the portal is known all the same."""
    return with_acts(gate.slug, facts, GateResult(gate.id, None, reason))


Judgement = tuple[bool | None, str, Line | None]


def _certainty(line: Line, gate: Gate) -> float:
    return max((line.probabilities.get(label, BY_RULE) for label in LABELS.get(gate.slug, ())), default=BY_RULE)


def _entity_named(facts: Facts, lines: Sequence[Line], _: Classifier) -> Judgement:
    words = [word for word in re.findall(r"\w+", folded(facts.organisation_name)) if word not in _LEGAL]
    if not words:
        return None, "The organisation's name is not known here, so it cannot be looked for.", None
    some = None
    for line in lines:
        present = [word for word in words if re.search(rf"\b{re.escape(word)}\b", line.plain)]
        if len(present) == len(words):
            return True, f"The text names the organisation (page {line.sentence.page}).", line
        some = some or (line if present else None)
    if some:
        return None, "The text has only a part of the organisation's name; it may go by another.", some
    return False, f"The text does not name {facts.organisation_name}.", None


def _approved(_: Facts, lines: Sequence[Line], model: Classifier) -> Judgement:
    cutoffs = model.cutoffs["approval"]
    indirect = None
    for line in lines:
        match = _APPROVED.search(line.plain)
        if match and line.status is Status.DONE and _STATEMENT.search(line.plain):
            if not _NOT_ITSELF.search(match.group()):
                return True, f"The text says that the governing body approved it (page {line.sentence.page}).", line
            indirect = indirect or line
    if indirect:
        return (
            False,
            "Approval by the body itself is not shown: only by others for it, or considered.",
            indirect,
        )
    best = max(lines, key=lambda line: line.probabilities["approval"], default=None)
    if best and best.probabilities["approval"] >= cutoffs.absent:
        return None, "A sentence may speak of approval, but not plainly by the governing body.", best
    return False, "The text does not say that the governing body approved the statement.", None


def _signed(_: Facts, lines: Sequence[Line], model: Classifier) -> Judgement:
    cutoffs = model.cutoffs["signature"]
    partial = None
    for index, line in enumerate(lines):
        likely = line.probabilities["signature"] >= cutoffs.found
        if not (likely or _SIGN.search(line.plain)):
            continue
        around = lines[max(0, index - WINDOW) : index + WINDOW + 1]
        named = any(_NAME.search(near.sentence.text) for near in around)
        role = any(_ROLE.search(near.plain) for near in around)
        sign = any(_SIGN.search(near.plain) for near in around)
        if named and role and sign:
            return True, f"A name, a role and a sign of signature stand together (page {line.sentence.page}).", line
        partial = partial or (line if likely else None)
    if partial:
        return None, "A name or a role stands as in a signature; the signature itself may be an image.", partial
    # Silence proves nothing here: most signatures are images.
    return None, "The text shows no signature; it may be an image.", None


def _period_and_time(facts: Facts, lines: Sequence[Line], _: Classifier) -> Judgement:
    years = {str(facts.period_start.year), str(facts.period_end.year), f"fy{facts.period_end.year % 100:02}"}
    stated = next((line for line in lines if _PERIOD.search(line.plain) and _has_year(line.plain, years)), None)
    if stated is None and not facts.written_here:
        return False, "The text does not state the reporting period.", None
    if facts.lodged_on is None or facts.due_on is None:
        return None, "The period is stated; whether it was lodged in time is not known here.", stated
    if facts.lodged_on > facts.due_on:
        late = (facts.lodged_on - facts.due_on).days
        return False, f"The period is stated; the statement was lodged {late} days after it was due.", stated
    return True, "The period is stated and the statement was lodged in time.", stated


def _has_year(plain: str, years: set[str]) -> bool:
    squeezed = plain.replace("fy ", "fy").replace("fy'", "fy")
    return any(year in squeezed for year in years)


_RULES = {
    "entity-named": _entity_named,
    "approved": _approved,
    "signed": _signed,
    "period-and-time": _period_and_time,
}
