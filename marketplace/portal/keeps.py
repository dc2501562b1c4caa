"""What other packages keep of somebody, and until when: sign-in, sessions, jobs, pages, uploads."""

from datetime import timedelta

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult
from wagtail.admin.models import EditingSession, FormState
from wagtail.documents.models import Document
from wagtail.images.models import Image, Rendition
from wagtail.models import (
    Comment,
    CommentReply,
    ModelLogEntry,
    Page,
    PageLogEntry,
    PageSubscription,
    Revision,
    TaskState,
    UploadedFile,
    WorkflowState,
)
from wagtail.users.models import UserProfile

from marketplace.core.job_queue import PARKED_KEPT
from marketplace.core.retention import FileStore, Kept, Never, Part, Tidied

EDITED = Never("the history of what the council publishes: it names an editor by id")
PUBLISHED = Never("it is what the council publishes, and its editors take away")
#: Django's clearsessions takes a session away in the night after it ends.
A_DAY = timedelta(days=1)

KEEPS = (
    Kept(
        EmailAddress,
        "Email addresses of your account",
        Part("user"),
        shows={"email": "Email address", "verified": "Confirmed"},
    ),
    Kept(
        EmailConfirmation,
        "Links that confirm an email address",
        Part("email_address"),
        left_out="the link works for its reader alone",
    ),
    Kept(
        Authenticator,
        "Second steps for signing in",
        Part("user"),
        shows={"type": "Kind", "created_at": "Set up", "last_used_at": "Last used"},
    ),
    Kept(
        UserProfile,
        "How an editor sees the pages",
        Part("user"),
        files=("avatar",),
        left_out="only editors have one",
    ),
    Kept(EditingSession, "Who has a page open", Part("user"), left_out="only editors have one"),
    Kept(FormState, "What an editor has not saved", Part("user"), left_out="only editors have one"),
    Kept(
        PageSubscription, "Pages an editor follows", Part("user"), left_out="only editors have one"
    ),
    Kept(Session, "Who is signed in", Tidied("core.jobs.clear_sessions", A_DAY)),
    Kept(DBTaskResult, "Jobs of the worker", Tidied("core.jobs.tidy_queue", PARKED_KEPT)),
    Kept(Page, "Pages", PUBLISHED),
    Kept(Document, "Documents of pages", PUBLISHED, files=("file",)),
    Kept(Image, "Pictures of pages", PUBLISHED, files=("file",)),
    Kept(Rendition, "Pictures as they were cut", PUBLISHED, files=("file",)),
    Kept(UploadedFile, "Files that an editor sends", EDITED, files=("file",)),
    Kept(Revision, "Earlier words of pages", EDITED),
    Kept(PageLogEntry, "Who changed a page", EDITED),
    Kept(ModelLogEntry, "Who changed a setting of pages", EDITED),
    Kept(Comment, "Comments on pages", EDITED),
    Kept(CommentReply, "Answers to comments on pages", EDITED),
    Kept(TaskState, "Steps of publishing", EDITED),
    Kept(WorkflowState, "States of publishing", EDITED),
)
STORES = (FileStore("media", "pictures and documents of pages", "the editors, page by page"),)
