"""The operations, computed by each engine in turn, for the peers as well."""

from tests.ops.conftest import ops

__all__ = ["ops"]
