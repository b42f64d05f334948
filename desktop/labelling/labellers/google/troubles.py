"""What can go wrong with a call to Cloud Vision, what it means for the images, and how to say it."""

from __future__ import annotations

from typing import NamedTuple

from google.api_core.exceptions import GoogleAPICallError
from google.rpc.code_pb2 import Code
from google.rpc.error_details_pb2 import RetryInfo
from google.rpc.status_pb2 import Status

from desktop.core.records import LabelError

# Worth another try at once. (google.api_core's default leaves RESOURCE_EXHAUSTED and DEADLINE_EXCEEDED out.)
AGAIN = {Code.UNAVAILABLE, Code.RESOURCE_EXHAUSTED, Code.INTERNAL, Code.DEADLINE_EXCEEDED, Code.CANCELLED}
# Nothing of the image's making: no image can be labelled until it is over.
OUTAGES = {Code.UNAVAILABLE, Code.RESOURCE_EXHAUSTED, Code.CANCELLED}
REFUSALS = {Code.UNAUTHENTICATED, Code.PERMISSION_DENIED, Code.FAILED_PRECONDITION}
BAD_KEY_REASONS = {"API_KEY_INVALID", "API_KEY_EXPIRED"}  # come as INVALID_ARGUMENT
NO_SERVICE = {Code.UNIMPLEMENTED, Code.NOT_FOUND}
TOO_LARGE = "message larger than max"
"""How gRPC, with the status RESOURCE_EXHAUSTED, refuses a message over a server's (by default 4 MiB) limit."""
NO_SIGN_IN = "Getting metadata from plugin failed"
"""How gRPC, with the status UNAVAILABLE, says that google-auth could not get a token."""
UNSENT = (NO_SIGN_IN, TOO_LARGE, "failed to connect to all addresses", "DNS resolution failed")
"""How gRPC says of a call that no server ever had the whole of it."""
WAY_OUT = "Check google.key_file or google.api_key in the settings, or run: gcloud auth application-default login"

WAYS_OUT = {
    "SERVICE_DISABLED": "Enable the Cloud Vision API for that project in the Google Cloud console, or use another "
    "google.key_file",
    "BILLING_DISABLED": "Turn on billing for that project in the Google Cloud console, or use another google.key_file",
    "API_KEY_INVALID": "Copy the whole API key from the Google Cloud console into google.api_key in the settings",
    "API_KEY_EXPIRED": "Renew the API key in the Google Cloud console and set google.api_key in the settings",
    "API_KEY_SERVICE_BLOCKED": "Allow the Cloud Vision API for this API key in the Google Cloud console, or use "
    "another google.api_key",
    "ACCESS_TOKEN_EXPIRED": "Set this computer's clock right, or sign in anew: gcloud auth application-default login",
}
"""By the reason of Google's ErrorInfo: https://cloud.google.com/apis/design/errors"""


class Trouble(NamedTuple):
    """Why an image has no answer yet.

    ``again``: another try may help, after ``wait_s`` seconds if the server named a time. ``outage``: the service
    does not work at all, whatever the image.
    """

    message: str
    again: bool = False
    outage: bool = False
    wait_s: float = 0.0


def trouble_of_image(status: Status) -> Trouble | LabelError:
    """What the error that came in place of one image's annotations means."""
    message = f"Cloud Vision: {status.message or Code.Name(status.code)}"
    return Trouble(message, again=True) if status.code in AGAIN else LabelError(message)


def trouble_of_call(error: GoogleAPICallError) -> Trouble | LabelError:
    """What the failure of a whole call means for each of its images."""
    code = _code(error)
    if NO_SIGN_IN in error.message or code in REFUSALS or error.reason in BAD_KEY_REASONS:
        return trouble_of_sign_in(error.message, WAYS_OUT.get(error.reason or "", WAY_OUT))
    if code in NO_SERVICE:
        return Trouble(f"There is no Cloud Vision at google.endpoint: {error.message}", outage=True)
    if is_refused_together(error):
        return LabelError(f"Cloud Vision refuses the image: {error.message}")
    return Trouble(_words(code, error), code in AGAIN, code in OUTAGES, _wished_pause_s(error))


def trouble_of_sign_in(reason: str, way_out: str = WAY_OUT) -> Trouble:
    """What it means that Google does not accept the credentials, or that they can't be used."""
    return Trouble(f"Cloud Vision does not let Miharu in: {reason} {way_out}", outage=True)


def is_refused_together(error: GoogleAPICallError) -> bool:
    """Whether the images of a call may pass in smaller company: too many bytes, or a bad one among them."""
    is_bad = _code(error) == Code.INVALID_ARGUMENT and error.reason not in BAD_KEY_REASONS
    return is_bad or is_too_large(error)


def is_too_large(error: GoogleAPICallError) -> bool:
    """Whether a call was refused for its bytes."""
    return _code(error) == Code.RESOURCE_EXHAUSTED and TOO_LARGE in error.message


def is_unsent(error: GoogleAPICallError) -> bool:
    """Whether a failed call certainly never reached the service as one, so that none of it can be billed."""
    return any(words in error.message for words in UNSENT)


def _code(error: GoogleAPICallError) -> int:
    return int(error.grpc_status_code.value[0] if error.grpc_status_code else Code.UNKNOWN)


def _words(code: int, error: GoogleAPICallError) -> str:
    match code:
        case Code.UNAVAILABLE | Code.CANCELLED:
            return f"Cloud Vision can't be reached: {error.message}"
        case Code.RESOURCE_EXHAUSTED:
            return f"Cloud Vision's quota is used up for now: {error.message}"
        case Code.DEADLINE_EXCEEDED:
            return "Cloud Vision did not answer in time"
    return f"Cloud Vision: {error.message}"


def _wished_pause_s(error: GoogleAPICallError) -> float:
    delays = [detail.retry_delay.ToTimedelta() for detail in error.details if isinstance(detail, RetryInfo)]
    return max((delay.total_seconds() for delay in delays), default=0.0)
