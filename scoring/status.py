"""Whether a sentence says a thing was done, is only planned, or was not done. By rules; see docs/scoring.md."""

import re
from collections.abc import Sequence

from scoring.model import Status
from scoring.text import folded

LIST_LENGTH = 8
HEADING_WORDS = 7

# "will" promises something new with these verbs; with others it states how things work ("will be terminated").
_NEW_VERBS = (
    "accelerate|add|adopt|aim|appoint|ask|assess|audit|begin|build|carry|commence|commission|complete|conduct|consider|"
    "consult|continue|create|deliver|develop|draft|embed|endeavou?r|enhance|ensure|establish|evaluate|expand|explore|extend|focus|"
    "form|hold|implement|improve|include|increase|introduce|invite|join|launch|look|make|map|move|offer|perform|pilot|"
    "provide|publish|put|refresh|release|require|review|roll|run|seek|set|start|strengthen|survey|take|train|undertake|update|"
    "visit|work|write"
)
_NEW_PASSIVES = (
    "added|adopted|carried|completed|conducted|created|delivered|developed|embedded|enhanced|established|expanded|"
    "extended|focused|focusing|implemented|improved|introduced|launched|looking|performed|piloted|provided|published|"
    "putting|reviewed|rolled|rolling|seeking|strengthened|taken|taking|trained|undertaken|updated|working"
)
_PERIOD = r"(?:\w+ )?(?:years?|periods?|months|quarter)\b"
_FUTURE_TIME = re.compile(
    rf"\b(?:next (?:financial |reporting |calendar |fiscal |twelve |12 )?{_PERIOD}|"
    rf"(?:coming|forthcoming|upcoming) {_PERIOD}|years? ahead|going forward|"
    r"in (?:the )?(?:near )?future|in due course|by the end of (?:19|20)\d\d|"
    r"(?<!action )(?:plans?|planning|intends?) to)"
)
_PLANNED = re.compile(
    rf"\b(?:will|shall)(?: also| further| now| then| soon| next| be able to)? (?:{_NEW_VERBS})\b|"
    rf"\bwill(?: also| further| now| then| soon)? be (?:{_NEW_PASSIVES})\b|"
    r"(?<!action )\b(?:plan|plans|planned|planning|intend|intends|intention is|hope|hopes|propose|proposes) "
    r"(?:to|on|for)\b|"
    r"\b(?:expects?|aims?) to (?:complete|develop|establish|implement|introduce|launch|publish|roll|set)\b|"
    r"\bcontinues? to develop\b|\bintends? (?:implement|introduc|develop)\w+|"
    r"\b(?:are|is) (?:also |currently )?"
    r"(?:considering|exploring|evaluating|proposing|planning|in the process of|looking (?:to|at))\b|"
    r"\b(?:are|is|am) (?:also |now |further |\w+ly )?(?:developing|working (?:on|towards)|collaborating on|drafting|"
    r"preparing|creating|finali[sz]ing|reviewing (?:what|how|whether))\b|\bwill (?:shortly|soon)\b|"
    r"\bwill (?:also |then |all )?(?:be )?(?:regularly |annually |continually |centrally |further )?"
    r"(?:reviewed|held|shared|used|asked|supported|assessed|measured|incorporated|required to complete|applied|offered|"
    r"invited|audited|publicised|monitored|mandatory|releasing|receive|undergo|apply|raise|collaborate|encourage|discuss)\b|"
    r"\bis intended that\b|\b(?:is|are) underway\b|\w+s to (?:undertake|promote|attend|receive|be undertaken)\b|"
    r"\b(?:next steps|yet to be|future (?:plans?|actions?|steps?|goals?|commitments?))\b|"
    r"\b(?:our|the) (?:goals?|targets?|plans?|ambitions?|aims?) (?:for|is|are) (?:to\b|the next|next|(?:19|20)\d\d)|"
    r"\b(?:19|20)\d\d plans include\b|"
    r"\bto be (?:developed|completed|introduced|confirmed|rolled out)\b"
)
_ON_CONDITION = re.compile(
    r"^(?:however, |also, |for example, )?(?:if|should|in the event|where|when|in any)\b|"
    r"\bif (?:an?|any|we|there|it|such|the) [^,;]{1,80}, "
)
_DONE = re.compile(
    r"\b(?:we|has|have|had|was|were|been|also)(?: \w+ly| also| now| since)? "
    r"(?:\w{3,}ed|held|ran|sent|met|built|begun|done|made|put|taken|given|gave|took|found|paid|written|signed)\b"
)
_LEADS_LIST = re.compile(
    r":\s*$|\b(?:following|as follows|below|these include|this includes|including|looking to|also|plans? to)\W*$|"
    r"\bfollowing (?:\w+ ){0,3}(?:steps|actions|measures|activities|initiatives|commitments|goals|objectives|"
    r"priorities|elements)\b[^.;]{0,60}$"
)
_HEADS_PLANS = re.compile(
    r"\b(?:next steps|further steps|future (?:plans|actions|steps|commitments)|looking (?:ahead|forward)|plans? for|"
    r"going forward|what we plan|our plans|goals for|priorities for|commitments for|next year|the year ahead)\b"
)

_THINGS = (
    "training|polic(?:y|ies)|process(?:es)?|procedures?|measures?|actions?|steps|audits?|assessments?|code|channel|"
    "hotline|mechanisms?|systems?|indicators?|kpis?|engagement|consultation|remediation|remedy|instances?|incidents?|"
    "cases?|reports?|complaints?|concerns?|evidence|information|visibility|targets?|goals|diligence|committee|reviews?|"
    "visits|findings|disclosures|breach(?:es)?|allegations?|risks?|situations?|examples?|calls|questionnaires?|survey|"
    "clause|register|map|list|plans?|sign|signs|indication"
)
_NEGATED = (
    r"(?! (?:only|just|limited|tolerate[d]?|accept(?:able|ed)?|condone|permit(?:ted)?|allow(?:ed)?|knowingly|engage|"
    r"use|employ|support|require[d]?|charge|being|considered|deemed|comply|meet|adhere|work with|do business|"
    r"exhaustive|high|a high|believe|expected|retain|withhold|paid|pay|intended|subject|interfere|discriminate|"
    r"result)\b)"
)
_DENIED = re.compile(
    rf"\b(?:have|has|had|did|do|does|are|is|was|were|could|can) "
    rf"(?:also |currently |yet |presently |still |as yet )?not\b{_NEGATED}|"
    rf"\b(?:do|does|did|have|has|had|is|are|was|were)n't\b{_NEGATED}|\bcannot (?:say|tell|confirm|yet)\b|"
    rf"\b(?:no|zero|nil) (?:[\w/-]+ ){{0,4}}?(?:{_THINGS})\b|\bnone (?:was|were|of|has|have)\b|"
    r"\bnothing (?:was|has|is)\b|"
    r"\bnot (?:yet|applicable|identified|aware)\b|\bn/a\b|\bnil\b|\blacks? (?:an?|any)\b|\bunmapped\b|"
    r"\b(?:nobody|no one) (?:was|has|is)\b|\bnever (?:been|had|carried|done|asked|trained|audited)\b|"
    r"\bwithout (?:an?|any) (?:formal|specific|policy|process)|\bnon[ -]existen|\? no\b|^no\W*$"
)
_SUBORDINATE = re.compile(
    r"\b(?:if|where|when|should|unless|who|whom|whose|ensur\w+|expect\w*|must|requir\w+|in order|so that|"
    r"confirm that)\b[^.;]*$"
)
_NOT_A_DENIAL = re.compile(
    r"\bno (?:later|longer|doubt|matter|tolerance|worker|employee|one should|person|place for|less|more)\b|"
    r"\bzero[ -]tolerance\b|\bnot acceptable\b"
)


def status_of(sentence: str) -> Status:
    """Done, planned or denied, from the words of one sentence. Done is what remains when nothing says otherwise."""
    plain = folded(sentence)
    if _is_denial(plain):
        return Status.DENIED
    if _FUTURE_TIME.search(plain) and not plain.startswith(("during", "if ")):
        return Status.PLANNED
    planned = _PLANNED.search(plain)
    if planned and not _DONE.search(plain, 0, planned.start()) and not _ON_CONDITION.search(plain):
        return Status.PLANNED
    return Status.DONE


def _is_denial(plain: str) -> bool:
    """Whether a negation stands in a main clause: not after "if", "ensure that" and the like."""
    if _NOT_A_DENIAL.search(plain):
        return False
    return any(not _SUBORDINATE.search(plain, 0, match.start()) for match in _DENIED.finditer(plain))


def statuses(sentences: Sequence[str]) -> tuple[Status, ...]:
    """The status of each sentence; what goes on from a plan, or stands among plans, is planned with it."""
    found = _with_lists(sentences)
    for place, sentence in enumerate(sentences):
        if found[place] is Status.DONE and not _DONE.search(folded(sentence)):
            before = found[place - 1] if place else Status.DONE
            after = found[place + 1] if place + 1 < len(found) else Status.DONE
            goes_on = sentence[:1].islower() or after is Status.PLANNED
            if before is Status.PLANNED and goes_on:
                found[place] = Status.PLANNED
    return tuple(found)


def _with_lists(sentences: Sequence[str]) -> list[Status]:
    """Items of a list or lines under a heading of plans are planned with it."""
    found: list[Status] = []
    left = 0
    for sentence in sentences:
        own = status_of(sentence)
        if _opens_plans(sentence, own):
            left = LIST_LENGTH
        elif left and _ends_plans(sentence):
            left = 0
        elif left:
            left -= 1
            own = Status.PLANNED if own is Status.DONE else own
        found.append(own)
    return found


def _opens_plans(sentence: str, own: Status) -> bool:
    plain = folded(sentence)
    if len(plain.split()) <= HEADING_WORDS and _HEADS_PLANS.search(plain):
        return True
    return own is Status.PLANNED and _LEADS_LIST.search(plain) is not None


def _ends_plans(sentence: str) -> bool:
    """A heading, or a sentence that says something was done, ends a list of plans."""
    words = sentence.split()
    heading = len(words) <= HEADING_WORDS and sentence[:1].isupper() and not sentence.endswith((".", ";", ","))
    return heading or _DONE.search(folded(sentence)) is not None
