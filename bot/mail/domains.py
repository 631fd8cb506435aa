"""Domains of mail: whether two belong to one organisation, and those whose addresses anybody can have."""

import re

_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")

# Second labels under which registries of countries let anybody register, such as co.il and com.au, and the Italian
# public ones. The list that browsers keep (publicsuffix.org) has 10,000; one that is missing here does harm only where
# somebody writes from the suffix itself.
_REGISTRY_LABELS = frozenset(
    "ac asso co com edu gob gouv gov govt gv id idf info int k12 law ltd me med mil muni net nhs nom or org plc pec "
    "police press pro sch school tm web".split()
)
_HOSTING = frozenset({
    "appspot.com", "azurewebsites.net", "blogspot.com", "cloudfront.net", "firebaseapp.com", "github.io", "gitlab.io",
    "herokuapp.com", "netlify.app", "pages.dev", "onmicrosoft.com", "vercel.app", "web.app", "workers.dev",
})  # fmt: skip

_BRANDS = frozenset("gmail gmx googlemail hotmail icloud live msn outlook proton protonmail yahoo yandex ymail".split())
_FREE = frozenset({
    # everywhere; those of `_BRANDS` have a domain in many countries
    "aol.com", "btinternet.com", "fastmail.com", "hushmail.com", "mac.com", "mail.com", "mail.ru", "me.com",
    "orange.fr", "pm.me", "rocketmail.com", "t-online.de", "tutanota.com", "web.de", "zoho.com", "zohomail.com",
    "zohomail.eu",
    # Italy, with what providers of certified mail give to everybody
    "alice.it", "aruba.it", "arubapec.it", "blu.it", "email.it", "fastwebnet.it", "giallo.it", "inwind.it", "iol.it",
    "jumpy.it", "katamail.com", "legalmail.it", "libero.it", "pec.it", "pecimprese.it", "postecert.it", "poste.it",
    "pec.libero.it", "supereva.it", "teletu.it", "tim.it", "tin.it", "tiscali.it", "tiscalinet.it", "vodafone.it",
    "virgilio.it", "virgiliopec.it", "gigapec.it", "mypec.eu", "sicurezzapostale.it",
    # Israel
    "012.net.il", "013.net", "013net.net", "017.net.il", "actcom.co.il", "barak.net.il", "bezeqint.net",
    "inter.net.il", "internet-zahav.net", "nana.co.il", "nana10.co.il", "netvision.net.il",
    "smile.net.il", "walla.co.il", "walla.com", "zahav.net.il",
})  # fmt: skip


def domain_of(address: str) -> str:
    """What stands after the last @, in lower case; "" for what is no domain of a mail."""
    domain = address.rpartition("@")[2].strip().lower()
    labels = domain.split(".")
    whole = len(labels) > 1 and len(domain) <= 253 and all(map(_LABEL.fullmatch, labels))
    return domain if whole else ""


def same_organisation(one: str, other: str) -> bool:
    """Whether two domains are equal, or one lies under the other and that one is no registry's.

    Narrower than DMARC's relaxed alignment (RFC 7489, 3.1.1), which also takes two that lie side by side: for that
    one needs the whole list of public suffixes. What is wrongly apart is not believed, which does no harm.
    """
    if not one or not other:
        return False
    above, below = sorted((one.lower(), other.lower()), key=len)
    return above == below or (below.endswith(f".{above}") and not is_public(above))


def organisation_of(domain: str) -> str:
    """The part of a domain that its owner registered, as far as the registries that are known here tell."""
    labels = domain.lower().split(".")
    return ".".join(labels[-3:] if is_public(".".join(labels[-2:])) else labels[-2:])


def is_public(domain: str) -> bool:
    """Whether anybody can get a domain under this one."""
    labels = domain.lower().split(".")
    if len(labels) < 2 or domain.lower() in _HOSTING:
        return True
    return len(labels) == 2 and len(labels[1]) == 2 and labels[0] in _REGISTRY_LABELS


def is_free(domain: str) -> bool:
    """Whether anybody can have an address of this domain, so that it says nothing about a firm."""
    brand, _, ending = domain.lower().partition(".")
    return domain.lower() in _FREE or (brand in _BRANDS and ending.count(".") < 2)
