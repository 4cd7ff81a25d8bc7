"""The two labels that nobody labelled here, read by rules: who reports, and whether owned entities were consulted.

The rules follow the annotators' guide of the labelled data (Project AIMS): a sentence names the reporting entities, or
presents who issues the statement; a sentence tells how owned or controlled entities were consulted on the statement,
or that there are none. The figures are degrees of belief, not measured shares.
"""

import re
from collections.abc import Sequence

import numpy as np

from scoring.text import folded

CUTOFF = 0.5
OPENING = 15
HEADING_REACH = 4

_LEGAL_NAME = re.compile(
    r"\b[A-Z][\w&'’.-]*(?:\s+(?:[A-Z(][\w&'’.()-]*|of|and|the|&))*\s+\(?(?:Limited|Ltd|LTD|LIMITED|Inc|Incorporated|"
    r"Corporation|Corp|plc|PLC|LLP|LLC|LP|Pty|PTY|ULC|University|Council|Trust|Foundation|Group|GmbH|Bank)\b|"
    r"\b(?:ABN|ACN|NZBN|ARBN)\b"
)
_NAME = re.compile(r"\b(?:by|of|for|behalf of)\s+(?:the\s+)?[A-Z][\w&'’.-]+")
_REPORTING_ENTITY = re.compile(
    r"\breporting entit(?:y|ies)\b|\b(?:is|are|was|were) (?:each )?(?:an? )?(?:entit(?:y|ies) )?required to (?:report|"
    r"submit|prepare|publish|make)\b|\bentit(?:y|ies) (?:covered by|subject to) (?:this|the)\b"
)
_OF_THE_LAW = re.compile(
    r"\b(?:requires? (?:all |certain |large )?(?:reporting )?entit|mandatory criteri|"
    r"each reporting entity (?:must|should)|criteri(?:on|a)\b|supply chains? of (?:the|each|a) reporting entit|"
    r"risks? (?:of|in) .{0,60}reporting entit)"
)
_MAKES_STATEMENT = re.compile(
    r"\bstatement\b.{0,120}\b(?:made|prepared|submitted|published|given|provided|issued|released|lodged|produced)\b"
    r".{0,80}\b(?:by|on behalf of|for)\b|\b(?:statement|report) (?:is|was|has been) (?:made |prepared )?(?:by|of)\b|"
    r"\b(?:statement|report)\b.{0,60}\b(?:covers|applies to|relates to|is submitted by|constitutes|"
    r"sets out the .{0,40}by)\b|"
    r"\bthis is the\b.{0,60}\bstatement (?:of|for|by)\b|\b(?:publish|present|submit|make)s? (?:this|our|its)\b.{0,60}\b"
    r"(?:statement|report)\b|\bjoint (?:modern slavery )?(?:statement|report)\b"
)
_CONSULTS = re.compile(
    r"\bconsult(?:ed|ation|ations|ing|s)?\b|\bengag(?:ed|ement|es|ing)\b|\bcollaborat\w+|\bsought (?:input|feedback)|"
    r"\b(?:input|feedback|contribution)s? (?:from|by|of)\b|\bcirculated\b|\breviewed by\b|\bdiscuss(?:ed|ions?)\b"
)
_SAYS_CONSULT = re.compile(r"\bconsult(?:ed|ation|ations|ing|s)?\b")
_OWNED = re.compile(
    r"\b(?:owned|controlled|own or control|owns or controls|subsidiar(?:y|ies)|group (?:compan|entit)\w+|"
    r"related entit\w+|"
    r"(?:other|each|all|every|these|those|our|relevant|such) (?:\w+ )?entit(?:y|ies)|controlled entit\w+|"
    r"operating (?:compan|entit)\w+|business(?:es)? units?|divisions|across the group|portfolio compan\w+)\b"
)
_OF_STATEMENT = re.compile(
    r"\b(?:this|the|our|joint) (?:joint )?(?:modern slavery )?(?:statement|report)\b|\b(?:prepar|develop|draft)\w+\b|"
    r"\breporting (?:obligation|requirement)s?\b"
)
_NONE_OWNED = re.compile(
    r"\b(?:does|do) not (?:own|control|have)(?: (?:or|nor) (?:own|control))? (?:or control )?any (?:other )?"
    r"(?:entit|subsidiar|compan)\w+|\bno (?:other )?(?:subsidiar\w+|(?:owned|controlled)(?: or (?:owned|controlled))? "
    r"entit\w+)|\bno (?:other )?entit\w+ (?:that it |which it )?(?:owns?|controls?)"
)
_ONLY_OUTSIDE = re.compile(r"\b(?:suppliers?|customers?|unions?|ngos?|civil society|communities|contractors)\b")
_HEADING = re.compile(r"^\W*(?:[\d.]+\s*)?(?:process of )?consultation\b")


def entity(sentences: Sequence[str]) -> np.ndarray:
    """How likely each sentence of a statement names its reporting entities."""
    return np.array([_entity(index, sentence) for index, sentence in enumerate(sentences)], dtype=float)


def _entity(index: int, sentence: str) -> float:
    plain = folded(sentence)
    legal = bool(_LEGAL_NAME.search(sentence))
    named = legal or bool(_NAME.search(sentence))
    if _REPORTING_ENTITY.search(plain):
        if _OF_THE_LAW.search(plain) and not legal:
            return 0.2
        return 0.9 if legal else 0.6 if named else 0.35
    if _MAKES_STATEMENT.search(plain) and named:
        return 0.8 if legal else 0.55
    return 0.25 if legal and index < OPENING else 0.1 if legal else 0.02


def consultation(sentences: Sequence[str]) -> np.ndarray:
    """How likely each sentence of a statement tells how owned or controlled entities were consulted on it."""
    found = []
    left = 0
    for sentence in sentences:
        plain = folded(sentence)
        under_heading = left > 0
        left = HEADING_REACH if len(plain.split()) <= HEADING_REACH * 3 and _HEADING.search(plain) else max(0, left - 1)
        found.append(_consultation(plain, under_heading))
    return np.array(found, dtype=float)


def _consultation(plain: str, under_heading: bool) -> float:
    if _NONE_OWNED.search(plain):
        return 0.85
    owned, of_statement = bool(_OWNED.search(plain)), bool(_OF_STATEMENT.search(plain))
    if not _CONSULTS.search(plain):
        return 0.02 if not (under_heading and owned) else 0.6 if of_statement else 0.3
    if _SAYS_CONSULT.search(plain):
        belief = 0.9 if owned and of_statement else 0.65 if owned else 0.55 if of_statement else 0.15
    else:
        belief = 0.55 if owned and of_statement else 0.1
    if _ONLY_OUTSIDE.search(plain) and not owned:
        belief = min(belief, 0.2)
    return max(belief, 0.6) if under_heading and (owned or of_statement) else belief
