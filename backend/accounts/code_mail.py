"""The mail that brings a sign-in code, in the languages of the phone form."""

from __future__ import annotations

SUBJECTS = {"en": "Your sign-in code", "fr": "Votre code de connexion"}
TEXTS = {
    "en": """Somebody, most likely you, wants to sign in at {host} with this address.

Your code: {code}

It holds for {minutes} minutes and only in the browser that asked for it.

If it was not you, do nothing: without the code nobody gets in. Never pass it on to anybody.
""",
    "fr": """Quelqu'un, sans doute vous, veut se connecter à {host} avec cette adresse.

Votre code : {code}

Il est valable {minutes} minutes, et seulement dans le navigateur qui l'a demandé.

Si ce n'était pas vous, ne faites rien : sans le code, personne n'entre. Ne le donnez à personne.
""",
}


def code_mail(*, code: str, host: str, minutes: int, language: str) -> tuple[str, str]:
    """Subject and text; a language that is not written here gets the English ones.

    The code stands in the text alone: subjects are shown on locked screens.
    """
    known = language if language in TEXTS else "en"
    return SUBJECTS[known], TEXTS[known].format(code=code, host=host, minutes=minutes)
