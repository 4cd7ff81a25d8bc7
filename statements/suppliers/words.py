"""What buyers read for the codes of a list: one place for pages and workbooks."""

from collections.abc import Mapping

from statements.suppliers.risk import Tier
from statements.suppliers.standing import Filing

MATCHES: Mapping[str, str] = {
    "nzbn": "Number is the same",
    "name": "Name is the same",
    "chosen": "Chosen by you",
    "likely": "Likely: please choose",
    "possible": "Possible: please choose",
    "refused": "None of those offered",
    "none": "Not found",
}
"""How a line was matched; `nzbn` stands for the number of any register, `chosen` and `refused` are people's."""

MATCH_MEANINGS: Mapping[str, str] = {
    "nzbn": "A number on the line (NZBN, company number, ABN or LEI) belongs to the organisation.",
    "name": "The name is that of one organisation only, apart from capitals, punctuation, macrons or legal endings.",
    "chosen": "A person of your agency said which organisation it is.",
    "likely": "One organisation is very close, but nothing is taken for it until you say so.",
    "possible": "One or more organisations are alike, or a number and a name contradict each other.",
    "refused": "A person of your agency said that it is none of those offered.",
    "none": "Nothing in the register is alike. That says nothing about the supplier.",
}
FILINGS: Mapping[str, str] = {
    Filing.FILED: "Has filed",
    Filing.COULD_OWE: "Could owe a statement",
    Filing.BELOW: "Below threshold or not in scope",
    Filing.UNKNOWN: "Not known",
}
FILING_MEANINGS: Mapping[str, str] = {
    Filing.FILED: "A published statement covers it: its own, or one of its group.",
    Filing.COULD_OWE: "It may be one of those that owe a statement. It does not say that one is late or missing.",
    Filing.BELOW: "Its size or kind is not one that the rules name, or it is out of scope.",
    Filing.UNKNOWN: "It is not matched yet, or the register does not know.",
}
TIERS: Mapping[str, str] = {
    Tier.HIGH: "High risk",
    Tier.MEDIUM: "Medium risk",
    Tier.LOW: "Low risk",
    Tier.UNKNOWN: "Risk not known",
}
TIER_MEANING = (
    "A risk tier says where to look first, from what is bought, where, and the list of goods made with child or forced "
    "labour. It says nothing about what this supplier does."
)
PROFILE_MEANING = "A profile grades what a statement discloses, not how its organisation behaves."
