"""Asks Cloud Vision for annotations until each image has an answer, or has none to hope for."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Mapping, Sequence

from google.api_core.exceptions import GoogleAPICallError
from google.auth.exceptions import GoogleAuthError
from google.cloud import vision_v1 as vision

from desktop.core.errors import BudgetSpentError, LabellerUnavailableError
from desktop.core.records import Annotation, LabelError
from desktop.core.settings import GoogleSettings
from desktop.labelling.labeller import Meter
from desktop.labelling.labellers.google.answers import Message, annotation_of
from desktop.labelling.labellers.google.connection import Connection
from desktop.labelling.labellers.google.features import Feature
from desktop.labelling.labellers.google.pacing import Pacer, Patience
from desktop.labelling.labellers.google.troubles import (
    Trouble,
    is_refused_together,
    is_too_large,
    is_unsent,
    trouble_of_call,
    trouble_of_image,
    trouble_of_sign_in,
)
from desktop.labelling.labellers.google.uploads import Upload, requests_of

log = logging.getLogger(__name__)

MAX_REQUEST_BYTES = 7_500_000
"""Of image bytes: 10 MB, the limit of a request, less what base64 would add."""
STOPPED = Trouble("Labelling was stopped before this image had its labels", outage=True)

Standing = Annotation | LabelError | Trouble
"""Where an image stands: labelled, failed for good, or in trouble that may pass."""


class VisionService:
    """Each image stands for itself: those with an answer are never sent (and billed) again for their batch-mates."""

    def __init__(
        self, settings: GoogleSettings, features: Sequence[Feature], units_of_an_image: Mapping[str, int], meter: Meter
    ) -> None:
        self._units_of_an_image = units_of_an_image
        self._meter = meter
        self._features = [vision.Feature(type_=getattr(vision.Feature.Type, feature.api_name)) for feature in features]
        self._timeout_s = settings.timeout_s
        self._max_request_bytes = MAX_REQUEST_BYTES
        self._pacer = Pacer(settings.max_images_per_minute)
        self._connection = Connection(settings)
        self._closed = threading.Event()

    def ask(self, uploads: Iterable[Upload]) -> dict[int, Standing]:
        """The outcomes by place. An upload is left out when an outage came before its turn."""
        outcomes: dict[int, Standing] = {}
        for request in requests_of(uploads, self._max_request_bytes):
            outcomes |= self._ask_patiently(request)
            if any(isinstance(outcome, Trouble) and outcome.outage for outcome in outcomes.values()):
                break
        return outcomes

    @property
    def closed(self) -> bool:
        return self._closed.is_set()

    def renew(self) -> None:
        """Starts the next call on a new connection, with the credentials of that time."""
        self._connection.renew()

    def close(self) -> None:
        """Cancels all calls and pauses; what is asked later is answered with :data:`STOPPED`."""
        self._closed.set()
        self._connection.close()

    def _ask_patiently(self, request: Sequence[Upload]) -> dict[int, Standing]:
        outcomes = _for_each(request, STOPPED)
        pending = request
        patience = None
        while self._pacer.take(len(pending), self._closed):
            patience = patience or Patience(self._timeout_s, self._closed)
            outcomes |= self._try_once(pending, patience)
            troubles = {place: outcome for place, outcome in outcomes.items() if isinstance(outcome, Trouble)}
            pending = [upload for upload in pending if upload.place in troubles and troubles[upload.place].again]
            if not pending or not patience.pause(max(troubles[upload.place].wait_s for upload in pending)):
                break
        return outcomes

    def _try_once(self, uploads: Sequence[Upload], patience: Patience) -> dict[int, Standing]:
        """One call; more where the service refuses the images together but may take them in smaller company, or the
        budget has no room for all of them."""
        try:
            return self._call(uploads, patience.left_s)
        except BudgetSpentError as error:
            if len(uploads) > 1 and self._meter.has_room(self._units_of_an_image):
                return self._try_halves(uploads, patience)
            return _for_each(uploads, Trouble(str(error), outage=True))
        except LabellerUnavailableError as error:
            return _for_each(uploads, Trouble(str(error), outage=True))
        except GoogleAuthError as error:
            return _for_each(uploads, trouble_of_sign_in(str(error)))
        except GoogleAPICallError as error:
            if is_too_large(error):
                self._max_request_bytes = sum(len(upload.jpeg) for upload in uploads) // 2
            if is_refused_together(error) and len(uploads) > 1:
                return self._try_halves(uploads, patience)
            if self.closed:
                return _for_each(uploads, STOPPED)
            log.info("a call with %d images failed: %s", len(uploads), error)
            return _for_each(uploads, trouble_of_call(error))

    def _try_halves(self, uploads: Sequence[Upload], patience: Patience) -> dict[int, Standing]:
        middle = len(uploads) // 2
        return self._try_once(uploads[:middle], patience) | self._try_once(uploads[middle:], patience)

    def _call(self, uploads: Sequence[Upload], timeout_s: float) -> dict[int, Standing]:
        client = self._connection.client()
        if self.closed:  # while the client was made, when close() could not cancel its calls
            return _for_each(uploads, STOPPED)
        units = {billed_as: count * len(uploads) for billed_as, count in self._units_of_an_image.items()}
        requests = [
            vision.AnnotateImageRequest(image=vision.Image(content=upload.jpeg), features=self._features)
            for upload in uploads
        ]
        self._meter.spend(units)
        try:
            response = client.batch_annotate_images(requests=requests, retry=None, timeout=timeout_s)
        except GoogleAPICallError as error:
            if is_unsent(error):
                self._meter.refund(units)
            raise
        except GoogleAuthError:  # without a token nothing was sent
            self._meter.refund(units)
            raise
        except ValueError:
            if not self.closed:
                raise
            self._meter.refund(units)
            return _for_each(uploads, STOPPED)  # the channel was closed just before the call
        answers = vision.BatchAnnotateImagesResponse.pb(response).responses
        if len(answers) != len(uploads):
            message = f"Cloud Vision gave {len(answers)} answers for {len(uploads)} images: none can be trusted"
            return _for_each(uploads, Trouble(message))
        return {upload.place: _outcome(answer, upload) for answer, upload in zip(answers, uploads, strict=True)}


def _outcome(answer: Message, upload: Upload) -> Standing:
    try:
        annotation = annotation_of(answer, upload)
    except Exception as error:  # the answer is paid for, and another one would be no better
        log.exception("an answer of Cloud Vision can't be understood")
        return LabelError(f"Cloud Vision's answer can't be understood: {error!r}")
    if not answer.error.code:
        return annotation
    trouble = trouble_of_image(answer.error)
    # By the API's word, annotations that came along with an error are right all the same.
    partly_answered = isinstance(trouble, LabelError) and annotation != Annotation()
    return annotation if partly_answered else trouble


def _for_each(uploads: Iterable[Upload], outcome: Standing) -> dict[int, Standing]:
    return dict.fromkeys((upload.place for upload in uploads), outcome)
