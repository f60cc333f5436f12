"""Service standards with their dates, questionnaires and their frozen versions."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models.functions import Lower

from backend import clock
from backend.accounts.models import STAFF_ROLES, Person, Role
from backend.network.models import Brand

_CLIENT = (Role.MANAGER, Role.CLIENT_ADMIN)


class StandardQuerySet(models.QuerySet["StandardVersion"]):
    """Reading the register."""

    def visible_to(self, person: Person) -> Self:
        """Agency staff: all. Client staff: their brand's. Shoppers: none."""
        if person.role in STAFF_ROLES:
            return self.all()
        if person.role in _CLIENT and person.brand_code:
            return self.filter(brand_id=person.brand_code)
        return self.none()


class StandardVersion(models.Model):
    """A service standard from a day on; a change is a new row with a later `effective_from`."""

    code = models.CharField(max_length=60)
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="standards")
    text = models.JSONField()
    stage = models.CharField(max_length=20)
    dimension = models.CharField(max_length=20)
    behaviours = models.JSONField(default=list, blank=True)
    trust = models.JSONField(default=list, blank=True)
    unit = models.CharField(max_length=40, blank=True, default="")
    direction = models.CharField(max_length=10, default="higher")
    target_percent = models.DecimalField(max_digits=7, decimal_places=4)
    critical = models.BooleanField(default=False)
    owner_role = models.CharField(max_length=80)
    effective_from = models.DateField()
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = StandardQuerySet.as_manager()

    class Meta:
        ordering = ["code", "effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "effective_from"], name="standard_one_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.code} from {self.effective_from}"


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    """Reading questionnaires."""

    def visible_to(self, person: Person) -> Self:
        """Agency staff: all. Client staff: their brand's. Shoppers: none, only versions."""
        if person.role in STAFF_ROLES:
            return self.all()
        if person.role in _CLIENT and person.brand_code:
            return self.filter(brand_id=person.brand_code)
        return self.none()


class Questionnaire(models.Model):
    """A questionnaire by code: its draft; the published versions hang below it.

    `brand` is the brand of the standards its document names (`standards.publishing` sets it). It
    stays once a version is published: clients see the versions of their brand.
    """

    code = models.CharField(max_length=60, primary_key=True)
    brand = models.ForeignKey(
        Brand, null=True, blank=True, on_delete=models.PROTECT, related_name="questionnaires"
    )
    draft = models.TextField(help_text="canonical JSON of the document being worked on")
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(Lower("code"), name="questionnaire_code_any_case")]

    def __str__(self) -> str:
        return self.code


class QuestionnaireVersionQuerySet(models.QuerySet["QuestionnaireVersion"]):
    """Reading frozen documents."""

    def visible_to(self, person: Person) -> Self:
        """As questionnaires. Shoppers: the versions of assignments they hold or once held."""
        if person.role in STAFF_ROLES:
            return self.all()
        if person.role in _CLIENT and person.brand_code:
            return self.filter(questionnaire__brand_id=person.brand_code)
        if person.role == Role.SHOPPER:
            held = QuestionnaireVersion.objects.filter(assignments__holdings__shopper=person)
            return self.filter(pk__in=held.order_by().values("pk"))
        return self.none()


class QuestionnaireVersion(models.Model):
    """A frozen document. `frozen` is the canonical JSON whose SHA-256 everybody names."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="versions"
    )
    version = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, unique=True)
    frozen = models.TextField()
    published_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionnaireVersionQuerySet.as_manager()

    class Meta:
        ordering = ["questionnaire", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "version"], name="questionnaire_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire_id} v{self.version}"
