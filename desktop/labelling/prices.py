"""What Cloud Vision's features cost, from the public price list in ``resources/prices.toml``."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

import msgspec
from msgspec import Struct

FREE_WITH = " with "


class PriceList(Struct, frozen=True, forbid_unknown_fields=True):
    """Prices in USD for 1,000 units a month: the usual one, and that above ``high_volume_above`` units.

    The first ``free_units`` a month of each feature are free. A feature of ``free_with`` is free beside another one,
    and counted under a name of its own then.
    """

    source: str
    as_of: datetime.date
    free_units: int
    high_volume_above: int
    usd_per_1000: dict[str, tuple[float, float]]
    free_with: dict[str, str]

    def units_of_an_image(self, features: Iterable[str]) -> dict[str, int]:
        """The units that one image costs, by what they are billed as."""
        wanted = set(features)
        return {self._billed_as(feature, wanted): 1 for feature in sorted(wanted)}

    def cost_usd(self, units: Mapping[str, int]) -> float:
        """What that many units of one month cost. A name that the list has not is priced like the dearest."""
        return sum(self._cost_usd(billed_as, count) for billed_as, count in units.items())

    def _billed_as(self, feature: str, wanted: set[str]) -> str:
        other = self.free_with.get(feature)
        return f"{feature}{FREE_WITH}{other}" if other in wanted else feature

    def _cost_usd(self, billed_as: str, count: int) -> float:
        if FREE_WITH in billed_as:
            return 0.0
        usual, high_volume = self.usd_per_1000.get(billed_as) or max(self.usd_per_1000.values())
        charged = max(0, min(count, self.high_volume_above) - self.free_units)
        return (charged * usual + max(0, count - self.high_volume_above) * high_volume) / 1000


@cache
def price_list() -> PriceList:
    """The price list that Miharu was delivered with."""
    text = resources.files("resources").joinpath("prices.toml").read_text("utf-8")
    return msgspec.toml.decode(text, type=PriceList)
