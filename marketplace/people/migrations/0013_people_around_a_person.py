"""Who is around a person, what they agreed to and decided, what is known of them, and stated reasons."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_sent_forms"),
        ("people", "0012_who_writes_plans"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BrokenGlass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reason", models.CharField(max_length=400)),
                ("opened_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "broken glass",
                "ordering": ["-opened_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CapacityFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("plan", "the support plan"),
                            ("risk", "taking a risk"),
                            ("money", "managing money"),
                            ("sharing", "who may see the record"),
                            ("other", "something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("question", models.CharField(help_text="The decision, in words.", max_length=200)),
                (
                    "finding",
                    models.CharField(
                        choices=[
                            ("has", "Could decide"),
                            ("helped", "Could decide with help"),
                            ("lacks", "Could not decide, even with help"),
                        ],
                        max_length=10,
                    ),
                ),
                ("day", models.DateField()),
                ("found_by", models.CharField(blank=True, max_length=120)),
                ("help_given", models.TextField(blank=True, max_length=2000)),
                ("why", models.TextField(blank=True, max_length=2000)),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-day", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CommunicationNeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("large_print", "Large print"),
                            ("easy_read", "Easy read"),
                            ("braille", "Braille"),
                            ("audio", "Audio"),
                            ("by_email", "Letters by email"),
                            ("by_text", "Text messages, not calls"),
                            ("by_phone", "Phone, not letters"),
                            ("text_relay", "Text relay"),
                            ("bsl", "British Sign Language interpreter"),
                            ("deafblind", "Deafblind manual interpreter"),
                            ("lipspeaker", "Lipspeaker, or a clear view of the face"),
                            ("hearing_loop", "Hearing loop"),
                            ("language", "Interpreter of another language"),
                            ("more_time", "More time to talk"),
                            ("aid", "Communication aid, like a word board"),
                            ("somebody", "Somebody beside them who helps"),
                        ],
                        max_length=20,
                    ),
                ),
                ("detail", models.CharField(blank=True, max_length=200)),
                ("review_date", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["recorded_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "to",
                    models.CharField(
                        choices=[
                            ("broker", "A broker helps me plan"),
                            ("sharing", "You share my record with somebody"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "whom",
                    models.CharField(
                        blank=True, help_text="With whom it is shared.", max_length=120
                    ),
                ),
                ("scopes", models.JSONField(default=list)),
                (
                    "heard",
                    models.CharField(
                        choices=[
                            ("own_page", "On my own page"),
                            ("phone", "By phone"),
                            ("letter", "By letter"),
                            ("visit", "At a visit"),
                        ],
                        max_length=10,
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("given_by_system", models.CharField(blank=True, max_length=80)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_by_system", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "ordering": ["given_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("name", "Name"),
                            ("date_of_birth", "Date of birth"),
                            ("address", "Address"),
                            ("home", "Home"),
                            ("contact_wish", "How to contact you"),
                            ("needs", "What helps you read and talk"),
                            ("other", "Something else"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "words",
                    models.CharField(blank=True, help_text="As it was asked.", max_length=400),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waiting for an answer"),
                            ("made", "Corrected"),
                            ("kept", "Not changed"),
                        ],
                        default="asked",
                        max_length=6,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("was", models.CharField(blank=True, max_length=400)),
                ("answer", models.CharField(blank=True, max_length=400)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PersonAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lines", models.CharField(max_length=200)),
                ("town", models.CharField(blank=True, max_length=80)),
                ("postcode", models.CharField(blank=True, max_length=8)),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("from_date", models.DateField()),
                ("until_date", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "person addresses",
                "ordering": ["-from_date", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PersonEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("request", "Asked for support"),
                            ("assessment", "Assessment"),
                            ("decided", "Support decided"),
                            ("first_service", "First service"),
                            ("review", "Review"),
                        ],
                        max_length=14,
                    ),
                ),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                (
                    "route",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("community", "From home, or another way"),
                            ("discharge", "Discharge from hospital"),
                            ("diversion", "Instead of hospital"),
                            ("transition", "From children’s services"),
                            ("funds_used", "Paid for their own care until now"),
                            ("prison", "From prison"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("assessment", "Go on to an assessment"),
                            ("short_term", "Short-term support to get well"),
                            ("planning", "Go on to a support plan"),
                            ("reassessment", "Assess again"),
                            ("no_change", "No change"),
                            ("advice", "Information and advice only"),
                            ("self_funded", "Pays for their own care"),
                            ("declined", "Said no to support"),
                            ("hospital", "Went to hospital"),
                            ("ended", "Support ended"),
                            ("died", "Died"),
                            ("other", "Something else"),
                        ],
                        max_length=12,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["first_day", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Relationship",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("family", "Family"),
                            ("friend", "Friend"),
                            ("carer", "Unpaid carer"),
                            ("attorney_welfare", "Attorney for health and welfare"),
                            ("attorney_property", "Attorney for property and money"),
                            ("enduring_attorney", "Attorney under an enduring power (money only)"),
                            ("deputy_welfare", "Deputy for health and welfare"),
                            ("deputy_property", "Deputy for property and money"),
                            ("appointee", "Appointee for benefits"),
                            ("authorised", "Authorised person for a direct payment"),
                            ("nominated", "Nominated person for a direct payment"),
                            ("advocate", "Advocate"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Not checked yet"),
                            ("verified", "Checked"),
                            ("ended", "Ended"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=40)),
                (
                    "basis",
                    models.CharField(blank=True, help_text="On what it rests.", max_length=200),
                ),
                ("scopes", models.JSONField(default=list)),
                (
                    "paper",
                    models.CharField(blank=True, help_text="Which paper was seen.", max_length=200),
                ),
                ("paper_seen_date", models.DateField(blank=True, null=True)),
                ("has_conflict", models.BooleanField(default=False)),
                (
                    "conflict",
                    models.CharField(
                        blank=True, help_text="Between whose interests.", max_length=200
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["proposed_at", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="access",
            name="one_open_access_a_user",
        ),
        migrations.RemoveConstraint(
            model_name="person",
            name="person_erased_is_blank",
        ),
        migrations.AlterField(
            model_name="person",
            name="date_of_birth",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="person",
            name="town",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AlterField(
            model_name="person",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="person_records",
                related_query_name="person_record",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                fields=("authority", "user"), name="one_record_a_user_in_a_council"
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("erased_at__isnull", True),
                    models.Q(
                        ("case_reference", ""),
                        ("communication_needs", ""),
                        ("contact_wish", ""),
                        ("date_of_birth__isnull", True),
                        ("erased_at__isnull", False),
                        ("home", ""),
                        ("name", ""),
                        ("speaks_through", ""),
                        ("town", ""),
                        ("user__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="person_erased_is_blank",
            ),
        ),
        migrations.AddField(
            model_name="brokenglass",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.authority",
            ),
        ),
        migrations.AddField(
            model_name="brokenglass",
            name="opened_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="brokenglass",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="broken_glass",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="capacityfinding",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="findings",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="capacityfinding",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="communicationneed",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="communicationneed",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="needs",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="communicationneed",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="given_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consents",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="personaddress",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="addresses",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="personaddress",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="personevent",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="events",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="personevent",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="relationship",
            name="authority",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.authority",
            ),
        ),
        migrations.AddField(
            model_name="relationship",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="relationship",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="relationships",
                to="people.person",
            ),
        ),
        migrations.AddField(
            model_name="relationship",
            name="proposed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="relationship",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="relationships",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="relationship",
            name="verified_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="access",
            name="relationship",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="access",
                to="people.relationship",
            ),
        ),
        migrations.AddConstraint(
            model_name="access",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("ended_at", None),
                    ("relationship__isnull", True),
                    ("until_date", None),
                    ("user__isnull", False),
                ),
                fields=("person", "user", "capacity", "scope"),
                name="one_open_access_a_user",
            ),
        ),
        migrations.AddConstraint(
            model_name="access",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("ended_at", None), ("relationship__isnull", False), ("until_date", None)
                ),
                fields=("relationship", "scope"),
                name="one_open_access_a_relationship",
            ),
        ),
        migrations.AddConstraint(
            model_name="brokenglass",
            constraint=models.CheckConstraint(
                condition=models.Q(("until__gt", models.F("opened_at"))),
                name="glass_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="capacityfinding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finding", "lacks"), _negated=True),
                    models.Q(
                        models.Q(("found_by", ""), _negated=True),
                        models.Q(("why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="finding_says_by_whom_and_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="communicationneed",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="need_ended_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="communicationneed",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("person", "kind"),
                name="one_need_a_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("given_by__isnull", False), ("given_by_system", "")),
                    models.Q(
                        ("given_by__isnull", True), models.Q(("given_by_system", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="people_consent_given_by_one_actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        models.Q(
                            models.Q(("withdrawn_by__isnull", False), ("withdrawn_by_system", "")),
                            models.Q(
                                ("withdrawn_by__isnull", True),
                                models.Q(("withdrawn_by_system", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                    ),
                    models.Q(
                        ("withdrawn_at__isnull", True),
                        ("withdrawn_by__isnull", True),
                        ("withdrawn_by_system", ""),
                    ),
                    _connector="OR",
                ),
                name="people_consent_withdrawn_by_one_actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("person", "to", "whom"),
                name="one_consent_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answered_at__isnull", True),
                        ("answered_by__isnull", True),
                        ("state", "asked"),
                    ),
                    models.Q(
                        models.Q(("state", "asked"), _negated=True),
                        ("answered_at__isnull", False),
                        ("answered_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="correction_answered_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="personaddress",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("until_date", None), ("until_date__gt", models.F("from_date")), _connector="OR"
                ),
                name="address_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="personaddress",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                    models.Q(("latitude__isnull", False), ("longitude__isnull", False)),
                    _connector="OR",
                ),
                name="address_point_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="personaddress",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until_date", None)),
                fields=("person",),
                name="one_address_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="personevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_day__gte", models.F("first_day"))),
                name="event_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="personevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "request"), _negated=True),
                    models.Q(("route", ""), _negated=True),
                    _connector="OR",
                ),
                name="request_has_its_route",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verified_at__isnull", True), ("verified_by__isnull", True)),
                    models.Q(("verified_at__isnull", False), ("verified_by__isnull", False)),
                    _connector="OR",
                ),
                name="relationship_verified_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="relationship_ended_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__isnull", True),
                        ("state", "proposed"),
                        ("verified_at__isnull", True),
                    ),
                    models.Q(
                        ("ended_at__isnull", True),
                        ("state", "verified"),
                        ("verified_at__isnull", False),
                    ),
                    models.Q(("ended_at__isnull", False), ("state", "ended")),
                    _connector="OR",
                ),
                name="relationship_state_with_its_times",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("user__isnull", True), ("verified_at__isnull", False), _connector="OR"
                ),
                name="relationship_user_once_verified",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(("has_conflict", True), ("conflict", ""), _connector="OR"),
                name="relationship_conflict_said_only_if_any",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at", None), ("ended_at__gte", models.F("proposed_at")), _connector="OR"
                ),
                name="relationship_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="relationship",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), models.Q(("email", ""), _negated=True)),
                fields=("person", "kind", "email"),
                name="one_relationship_of_a_kind",
            ),
        ),
    ]
