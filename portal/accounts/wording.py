"""What sign-in says, in plain words: the sign-in library's messages by their names."""

MESSAGES = {
    "GENERIC_AUTHN_FAILED": "This email address and password do not belong together. Check both and try again.",
    "INVALID_PASSWORD": "This is not the password.",
    "PASSWORD_NOT_PROVIDED": "Enter a password.",
    "EMAIL_NOT_PROVIDED": "Enter your email address.",
    "INVALID_EMAIL_ADDRESS": "Enter an email address like name@example.nz.",
    "PASSWORD_INVALID_LENGTH": "A password needs at least %(length)s characters. A few words in a row are a good one.",
    "PASSWORD_TOO_SIMPLE": "This password is too easy to guess. A few words in a row are a good one.",
    "PASSWORD_IS_THE_SAME": "This is the password you have now. Choose another one.",
    "RETYPE_PASSWORD_MISMATCH": "The two passwords differ. Type the same one twice.",
    "PASSWORD_RESET_REQUEST": "If we know this address, a link to set a new password is on its way to it.",
    "PASSWORD_RESET_EXPIRED": "This link is too old: it works for %(within)s. Enter your address to get a new one.",
    "INVALID_RESET_PASSWORD_TOKEN": "This link was used already or is not whole. Enter your address to get a new one.",
    "PASSWORD_RESET_NO_LOGIN": "Your password is set. Sign in with it.",
    "PASSWORD_RESET": "Your password is set.",
    "PASSWORD_CHANGE": "Your password is changed.",
    "LOGIN": "Sign in to open this page.",
    "UNAUTHENTICATED": "Sign in to open this page.",
    "REAUTHENTICATION_REQUIRED": "You signed in a while ago. Enter your password again to go on.",
    "REAUTHENTICATION_SUCCESSFUL": "Thank you. You may go on.",
    "DISABLED_ACCOUNT": "This account is closed. Write to us if you think it should not be.",
    "TWO_FACTOR_INVALID_TOKEN": "This code is not right, or too old. Enter the one your app shows now.",
    "TWO_FACTOR_LOGIN_SUCCESSFUL": "You are signed in.",
    "TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": "The app is set up: from now on, signing in asks for its code.",
    "TWO_FACTOR_PERMISSION_DENIED": "Sign in first: that page belongs to signing in.",
    "TWO_FACTOR_METHOD_NOT_AVAILABLE": "Choose one of the ways that are offered.",
    "TWO_FACTOR_DISABLED": "The second step is switched off.",
    "TWO_FACTOR_SETUP_EXPIRED": "That took longer than %(within)s. Start the set-up again.",
    "INVALID_RECOVERY_CODE": "This recovery code is not right, or was used before.",
    "NO_RECOVERY_CODES_SETUP": "You have no recovery codes yet. Make some below.",
    "INVALID_REDIRECT": "The page to go on to was not one of ours and was left out. Sign in again.",
    "INVALID_CODE": "Enter the code.",
    "INVALID_INPUT": "Enter a value we can read.",
}


def message_settings() -> dict[str, tuple[str, str]]:
    """The messages as the sign-in library's settings; the second part is a category that our pages do not use."""
    return {f"SECURITY_MSG_{name}": (text, "info") for name, text in MESSAGES.items()}
