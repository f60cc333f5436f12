"""The stage of the matrix, as the API's tests build it."""

from tests.api.conftest import act as act
from tests.api.conftest import stage as stage
