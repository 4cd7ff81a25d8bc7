"""What a supplier list holds, as data: which columns, and the headings that finance systems give them.

The room that reads files turns this into its own table and guesses which column is which; a buyer corrects the guess.
Kinds are the words that room uses: text, nzbn, country, money, email.
"""

from dataclasses import dataclass

SHEETS = ("Suppliers", "Supplier list", "Vendors", "Vendor list", "Creditors", "Payees", "Contracts", "Spend")


@dataclass(frozen=True)
class ListColumn:
    """A column of a list: the first of `headings` is the one that our template shows, the others are taken for it.

    A column that is not `kept` is recognised only so that it is not taken for another, and is dropped unread.
    """

    key: str
    headings: tuple[str, ...]
    kind: str = "text"
    required: bool = False
    kept: bool = True
    help: str = ""


COLUMNS = (
    ListColumn(
        "name",
        (
            "Supplier name",
            "Supplier",
            "Supplier legal name",
            "Vendor name",
            "Vendor",
            "Creditor name",
            "Creditor",
            "Payee name",
            "Payee",
            "Company name",
            "Company",
            "Organisation name",
            "Organisation",
            "Legal name",
            "Legal entity",
            "Entity name",
            "Business name",
            "Contractor",
            "Provider",
            "Party name",
            "Account name",
            "Name",
            "Kaiwhakarato",
        ),
        required=True,
        help="The legal name if you have it. “Trading as” in the same cell is understood.",
    ),
    ListColumn("trading_name", ("Trading name", "Trading as", "T/A", "DBA", "Brand", "Also known as")),
    ListColumn(
        "nzbn",
        (
            "NZBN",
            "NZ Business Number",
            "New Zealand Business Number",
            "NZBN number",
            "NZ Bus No",
            "GLN",
            "Business number",
        ),
        kind="nzbn",
        help="13 digits. Format the column as text, so that the spreadsheet does not shorten it.",
    ),
    ListColumn(
        "number",
        (
            "Company number",
            "Companies Office number",
            "Company registration number",
            "Registration number",
            "Registered number",
            "ABN",
            "ACN",
            "CRN",
            "LEI",
            "Identifier",
        ),
        help="A company number of any country, an ABN or an LEI.",
    ),
    ListColumn(
        "country",
        (
            "Country",
            "Supplier country",
            "Vendor country",
            "Country of supplier",
            "Country of origin",
            "Country of manufacture",
            "Country code",
            "Country/region",
            "Location country",
            "Whenua",
        ),
        kind="country",
        help="Where the goods are made or the work is done, if you know it; else where the supplier is.",
    ),
    ListColumn(
        "category",
        (
            "Category",
            "Spend category",
            "Procurement category",
            "Purchase category",
            "Commodity",
            "Commodity code",
            "UNSPSC",
            "UNSPSC code",
            "Goods or services",
            "Goods/services",
            "What is bought",
            "Product",
            "Service type",
            "Description",
            "Contract description",
            "Contract title",
            "Sector",
            "Industry",
        ),
        help="In words (cleaning, laptops) or an eight-digit UNSPSC code.",
    ),
    ListColumn(
        "spend",
        (
            "Annual spend",
            "Spend",
            "Total spend",
            "Spend NZD",
            "Amount",
            "Total amount",
            "Invoice amount",
            "Total paid",
            "Payments",
            "Value",
            "Contract value",
            "Total value",
            "Turnover",
        ),
        kind="money",
        help="New Zealand dollars a year.",
    ),
    ListColumn(
        "own_reference",
        ("Supplier ID", "Supplier number", "Supplier code", "Vendor ID", "Vendor number", "Vendor code")
        + ("Creditor number", "Creditor code", "Account number", "Account code", "Reference"),
        help="Your own number for the supplier; it comes back beside the answer.",
    ),
    ListColumn(
        "contact",
        ("Contact", "Contact name", "Contact person", "Phone", "Mobile", "Phone number", "Account manager", "Buyer")
        + ("Requested by", "Approver", "Address", "Postal address", "City", "Postcode"),
        kept=False,
    ),
    ListColumn("email", ("Email", "Email address", "Contact email", "Remittance email"), kind="email", kept=False),
)
KEPT = tuple(column for column in COLUMNS if column.kept)
IDENTIFIER_KEYS = ("nzbn", "number")
