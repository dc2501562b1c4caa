"""Setting a council's figure from a day, its school terms, and what it is to the world outside."""

from datetime import date

from django.db import transaction

from marketplace.accounts.models import Authority, AuthorityHost
from marketplace.accounts.permissions import check
from marketplace.accounts.queries import hosts_of
from marketplace.accounts.viewer import Viewer
from marketplace.core.actor_columns import actor_columns
from marketplace.core.audit import record
from marketplace.core.errors import problem
from marketplace.core.rooms import collected
from marketplace.core.sealing import seal
from marketplace.core.seen import seen_problems
from marketplace.council.errors import FigureRefused, OutsideRefused, SchoolTermRefused
from marketplace.council.models import CardProcessorAccount, CouncilFigure, SchoolTerm
from marketplace.council.queries import (
    addresses_of,
    contact_of,
    figure_facts,
    processor_facts,
    processor_secrets,
    secrets_of,
)
from marketplace.council.rules import (
    MAY_SET_FIGURES,
    MAY_SET_OUTSIDE,
    ProcessorMode,
    contact_problems,
    figure_problems,
    host_problems,
    processor_problems,
    school_term_problems,
    secrets_after,
)
from marketplace.council.signals import hosts_changed


@transaction.atomic
def set_figure(
    *,
    by: Viewer,
    authority: Authority,
    key: str,
    value: int,
    from_date: date,
    source: str,
    seen: str | None = None,
) -> CouncilFigure:
    """Let a figure be so from a day on; set again for the same day, it is put right. What it was stays known.

    Raises FigureRefused when no room declares the key or the value cannot be.
    """
    check(by, MAY_SET_FIGURES, authority.pk)
    FigureRefused.refuse_if_any(figure_problems(collected().figures.get(key), key, value))
    Authority.objects.select_for_update().get(pk=authority.pk)
    FigureRefused.refuse_if_any(seen_problems(figure_facts(authority.pk, key), seen))
    before = CouncilFigure.objects.known().filter(authority=authority, key=key, from_date=from_date)
    before.update(withdrawn_at=by.at)
    row = CouncilFigure.objects.create(
        authority=authority,
        key=key,
        from_date=from_date,
        value=value,
        source=source,
        set_at=by.at,
        **actor_columns("set_by", by),
    )
    record(event="figure_set", by=by, subject=row, key=key, value=value, day=str(from_date))
    return row


@transaction.atomic
def set_school_term(
    *, by: Viewer, authority: Authority, name: str, from_date: date, until_date: date
) -> SchoolTerm:
    """Say when a school term runs; `until_date` is the first day after it. Set again by its name, it is
    put right, and what it was stays known.

    Raises SchoolTermRefused, and where it would overlap another term of the council.
    """
    check(by, MAY_SET_FIGURES, authority.pk)
    Authority.objects.select_for_update().get(pk=authority.pk)
    terms = SchoolTerm.objects.known().filter(authority=authority)
    others = {row.name: row.period for row in terms}
    others.pop(name, None)
    SchoolTermRefused.refuse_if_any(school_term_problems(name, from_date, until_date, others))
    terms.filter(name=name).update(withdrawn_at=by.at)
    row = SchoolTerm.objects.create(
        authority=authority,
        name=name,
        from_date=from_date,
        until_date=until_date,
        set_at=by.at,
        **actor_columns("set_by", by),
    )
    days = {"start": str(from_date), "until": str(until_date)}
    record(event="school_term_set", by=by, subject=row, **days)
    return row


@transaction.atomic
def remove_school_term(*, by: Viewer, authority: Authority, name: str) -> None:
    """Take a school term away. Raises SchoolTermRefused where the council has none of that name."""
    check(by, MAY_SET_FIGURES, authority.pk)
    Authority.objects.select_for_update().get(pk=authority.pk)
    row = SchoolTerm.objects.known().filter(authority=authority, name=name).first()
    if row is None:
        raise SchoolTermRefused(problem("school_term_unknown", "name", name=name))
    days = {"start": str(row.from_date), "until": str(row.until_date)}
    record(event="school_term_removed", by=by, subject=row, **days)
    row.withdrawn_at = by.at
    row.save(update_fields=["withdrawn_at"])


@transaction.atomic
def set_addresses(
    *, by: Viewer, authority: Authority, main_host: str, mail_from: str, seen: str | None = None
) -> Authority:
    """Say where a council's mail leads, and whom it comes from; an empty sender is the server's.

    Raises OutsideRefused for a host name at which the council is not served.
    """
    check(by, MAY_SET_OUTSIDE, authority.pk)
    council = Authority.objects.select_for_update().get(pk=authority.pk)
    OutsideRefused.refuse_if_any(seen_problems(addresses_of(council), seen))
    if main_host not in hosts_of(council):
        raise OutsideRefused(problem("host_not_own", "main_host", host=main_host))
    council.main_host, council.mail_from = main_host, mail_from
    council.save(update_fields=["main_host", "mail_from"])
    record(event="addresses_set", by=by, subject=council)
    return council


@transaction.atomic
def set_contact(
    *,
    by: Viewer,
    authority: Authority,
    help_phone: str,
    help_hours: str,
    email: str,
    seen: str | None = None,
) -> Authority:
    """Say at which phone number and when, and at which e-mail address, people reach the council.

    Raises OutsideRefused for what is no phone number or e-mail address, or says no hours.
    """
    check(by, MAY_SET_OUTSIDE, authority.pk)
    phone, hours, email = help_phone.strip(), help_hours.strip(), email.strip()
    OutsideRefused.refuse_if_any(contact_problems(phone, hours, email))
    council = Authority.objects.select_for_update().get(pk=authority.pk)
    OutsideRefused.refuse_if_any(seen_problems(contact_of(council), seen))
    council.help_phone, council.help_hours, council.email = phone, hours, email
    council.save(update_fields=["help_phone", "help_hours", "email"])
    record(event="contact_set", by=by, subject=council)
    return council


@transaction.atomic
def set_card_processor(
    *,
    by: Viewer,
    authority: Authority,
    account: str,
    mode: ProcessorMode,
    secret: str = "",
    only_newest: bool = False,
    seen: str | None = None,
) -> CardProcessorAccount:
    """Say which account of the card processor is the council's, and how its events are signed.

    A new signing secret counts beside the one before, until that is taken away with `only_newest`.
    Raises OutsideRefused, and for an account that another council has.
    """
    check(by, MAY_SET_OUTSIDE, authority.pk)
    Authority.objects.select_for_update().get(pk=authority.pk)
    OutsideRefused.refuse_if_any(seen_problems(processor_facts(authority.pk), seen))
    kept = processor_secrets(authority.pk)
    OutsideRefused.refuse_if_any(processor_problems(account, secret, len(kept)))
    if CardProcessorAccount.objects.filter(account=account).exclude(authority=authority).exists():
        raise OutsideRefused(problem("processor_account_taken", "account"))
    secrets = secrets_after(kept, secret, only_newest=only_newest)
    row, _ = CardProcessorAccount.objects.update_or_create(
        authority=authority,
        defaults={
            "account": account,
            "mode": mode,
            "sealed_secrets": seal(secrets, secrets_of(authority.pk)),
            "set_at": by.at,
            **actor_columns("set_by", by),
        },
    )
    record(event="card_processor_set", by=by, subject=row, mode=mode.value, secrets=len(secrets))
    return row


@transaction.atomic
def add_host(*, by: Viewer, authority: Authority, host: str) -> None:
    """Serve a council at one more host name, its pages included.

    Raises OutsideRefused for what is no host name, and for one at which a council is served already.
    """
    check(by, MAY_SET_OUTSIDE, authority.pk)
    Authority.objects.select_for_update().get(pk=authority.pk)
    taken = AuthorityHost.objects.filter(host=host).exists()
    OutsideRefused.refuse_if_any(host_problems(host, taken=taken))
    added = AuthorityHost.objects.create(authority=authority, host=host)
    record(event="host_added", by=by, subject=added)
    hosts_changed.send(sender=Authority, authority_id=authority.pk, at=by.at)


@transaction.atomic
def remove_host(*, by: Viewer, authority: Authority, host: str, reached_at: str = "") -> None:
    """Serve a council at a host name no more. Raises OutsideRefused for another's, and for the last.

    `reached_at` is the host name at which whoever removes it works now: not that one, or they would
    be shut out with the press.
    """
    check(by, MAY_SET_OUTSIDE, authority.pk)
    council = Authority.objects.select_for_update().get(pk=authority.pk)
    hosts = hosts_of(council)
    if host not in hosts:
        raise OutsideRefused(problem("host_not_own", "main_host", host=host))
    if hosts == [host]:
        raise OutsideRefused(problem("host_last", host=host))
    if host == reached_at:
        raise OutsideRefused(problem("host_in_use", host=host))
    gone = AuthorityHost.objects.get(authority=council, host=host)
    record(event="host_removed", by=by, subject=gone)
    gone.delete()
    if council.main_host == host:
        council.main_host = ""
        council.save(update_fields=["main_host"])
    hosts_changed.send(sender=Authority, authority_id=council.pk, at=by.at)
