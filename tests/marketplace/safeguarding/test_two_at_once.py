"""One form sent several times at once makes one concern; two officers at once triage it once."""

import pytest

from marketplace.safeguarding.actions.raising import raise_concern
from marketplace.safeguarding.actions.working import triage_concern
from marketplace.safeguarding.models import ConcernNote, SafeguardingConcern
from marketplace.safeguarding.rules import AboutWhom, Report
from marketplace.safeguarding.samples import TRIAGED
from marketplace.tasks.models import Task
from tests.factories.accounts import as_viewer, make_authority
from tests.factories.at_once import at_once
from tests.factories.safeguarding import FORM, make_concern, make_officer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def test_form_when_sent_four_times_at_once_makes_one_concern_and_one_task() -> None:
    by, report = as_viewer(FORM, authority=make_authority()), Report("Words", AboutWhom.ADULT)

    def send() -> object:
        return raise_concern(by=by, sending_key="one", report=report)

    assert at_once(send, send, send, send) == []
    assert SafeguardingConcern.objects.count() == 1
    assert Task.objects.count() == 1


def test_concern_when_two_officers_triage_it_at_once_is_triaged_by_one() -> None:
    concern = make_concern()
    first, second = as_viewer(make_officer()), as_viewer(make_officer())
    codes = at_once(
        lambda: triage_concern(by=first, concern_id=concern.pk, **TRIAGED),
        lambda: triage_concern(by=second, concern_id=concern.pk, **TRIAGED),
    )
    assert codes == ["transition_refused"]
    assert ConcernNote.objects.count() == 1
