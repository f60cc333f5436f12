"""People, what they may reach, and the tokens of their devices."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from backend import clock


class Role(models.TextChoices):
    """What a person does here; exactly one each."""

    SHOPPER = "shopper", "shopper"
    SCHEDULER = "scheduler", "scheduler"
    REVIEWER = "reviewer", "reviewer"
    MANAGER = "manager", "regional manager"
    CLIENT_ADMIN = "client_admin", "client admin"
    SYSTEM_ADMIN = "system_admin", "system admin"


CLIENT_ROLES = (Role.MANAGER, Role.CLIENT_ADMIN)
STAFF_ROLES = (Role.SCHEDULER, Role.REVIEWER, Role.SYSTEM_ADMIN)


class PersonQuerySet(models.QuerySet["Person"]):
    """Reading people."""

    def visible_to(self, person: Person) -> Self:
        """System admin: all. Scheduler: shoppers and client staff. Client: the same brand's
        client staff. Everybody: themselves."""
        if person.role == Role.SYSTEM_ADMIN:
            return self.all()
        own = models.Q(pk=person.pk)
        if person.role == Role.SCHEDULER:
            return self.filter(own | models.Q(role__in=[Role.SHOPPER, *CLIENT_ROLES]))
        if person.role in CLIENT_ROLES and person.brand_code:
            return self.filter(own | models.Q(role__in=CLIENT_ROLES, brand_code=person.brand_code))
        return self.filter(own)


class PersonManager(BaseUserManager["Person"]):
    """Creating people the way Django's own tools expect it."""

    def get_queryset(self) -> PersonQuerySet:
        """Start of every read."""
        return PersonQuerySet(self.model, using=self._db)

    def visible_to(self, person: Person) -> PersonQuerySet:
        """See `PersonQuerySet.visible_to`."""
        return self.get_queryset().visible_to(person)

    def get_by_natural_key(self, username: str | None) -> Person:
        """E-mail addresses are compared without regard to case."""
        return self.get(email=(username or "").strip().lower())

    def create_superuser(self, email: str, password: str, **fields: Any) -> Person:
        """A system admin, for `manage.py createsuperuser`."""
        person = self.model(
            email=email.strip().lower(),
            role=Role.SYSTEM_ADMIN,
            is_superuser=True,
            created_at=clock.now(),
            **fields,
        )
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. `brand_code` and regions bound what client staff reach.

    Scopes are codes, not foreign keys: this room lies below the network's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role.choices)
    brand_code = models.CharField(max_length=60, blank=True, default="")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = PersonManager()

    class Meta:
        ordering = ["email"]
        verbose_name_plural = "people"
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_any_case")]

    def __str__(self) -> str:
        return f"{self.name} ({self.role})"

    @property
    def is_staff(self) -> bool:
        """Who may open Django's admin: those who keep the master data."""
        return self.role in (Role.SYSTEM_ADMIN, Role.SCHEDULER)


class PersonRegion(models.Model):
    """A region (with all below it) that a regional manager answers for."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="regions")
    region_code = models.CharField(max_length=60)

    class Meta:
        ordering = ["region_code"]
        constraints = [
            models.UniqueConstraint(fields=["person", "region_code"], name="person_region_once")
        ]

    def __str__(self) -> str:
        return self.region_code


class ShopperProfile(models.Model):
    """What scheduling needs to know of a shopper."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="shopper")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    household = models.CharField(max_length=60, blank=True, default="", db_index=True)
    qualifications = models.JSONField(default=list, blank=True)
    conflicts = models.JSONField(default=list, blank=True, help_text="codes of brands")
    availability = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"shopper {self.person_id}"


class DeviceTokenQuerySet(models.QuerySet["DeviceToken"]):
    """Reading tokens."""

    def visible_to(self, person: Person) -> Self:
        """Everybody: their own. System admin: all."""
        if person.role == Role.SYSTEM_ADMIN:
            return self.all()
        return self.filter(person=person)


class DeviceToken(models.Model):
    """A bearer token of one device; only its SHA-256 is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    device = models.CharField(max_length=120)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = DeviceTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.device} of {self.person_id}"
