"""The labeller that asks Cloud Vision."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.core.errors import ImageFileError, LabellerUnavailableError
from desktop.core.records import Annotation, LabelError, NotNow, Picture
from desktop.core.settings import GoogleSettings
from desktop.labelling.labeller import Meter, Outcome
from desktop.labelling.labellers.google.features import Feature, upload_scale
from desktop.labelling.labellers.google.service import STOPPED, Standing, VisionService
from desktop.labelling.labellers.google.troubles import Trouble
from desktop.labelling.labellers.google.uploads import MAX_IMAGES, Upload, make_upload
from desktop.labelling.prices import price_list

BATCH_S = 3
"""A batch takes at most this much of the quota, so that labels don't come in long gaps when it is low."""


class GoogleLabeller:
    """Prepares images, asks Cloud Vision for the chosen features, and sorts failed images from a failed service."""

    name = "google"
    version = "v1"

    def __init__(self, settings: GoogleSettings, features: Sequence[Feature], meter: Meter) -> None:
        self.units_of_an_image = price_list().units_of_an_image(settings.features)
        self.batch_size = min(MAX_IMAGES, max(1, settings.max_images_per_minute * BATCH_S // 60))
        self._scale = upload_scale(features)
        self._service = VisionService(settings, features, self.units_of_an_image, meter)

    def label(self, batch: Sequence[Picture]) -> list[Outcome]:
        prepared = [self._prepare(place, picture) for place, picture in enumerate(batch)]
        answers = self._service.ask(upload for upload in prepared if isinstance(upload, Upload))
        return self._settle(
            [answers.get(item.place, STOPPED) if isinstance(item, Upload) else item for item in prepared]
        )

    def close(self) -> None:
        self._service.close()

    def _prepare(self, place: int, picture: Picture) -> Upload | LabelError | Trouble:
        if self._service.closed:
            return STOPPED
        try:
            return make_upload(place, picture.path, self._scale)
        except ImageFileError as error:
            return LabelError(str(error))

    def _settle(self, outcomes: Sequence[Standing]) -> list[Outcome]:
        """An outage puts the whole batch back, unless that would throw labels away that are paid for."""
        outages = [outcome for outcome in outcomes if isinstance(outcome, Trouble) and outcome.outage]
        if outages and not any(isinstance(outcome, Annotation) for outcome in outcomes):
            self._service.renew()
            raise LabellerUnavailableError(outages[0].message)
        return [_final(outcome) for outcome in outcomes]


def _final(outcome: Standing) -> Outcome:
    if not isinstance(outcome, Trouble):
        return outcome
    return NotNow(outcome.message) if outcome.outage else LabelError(outcome.message, retry=True)
