"""The connection to Cloud Vision: Google's client, its transport and its credentials."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any
from weakref import WeakSet

import grpc
from google.api_core.client_options import ClientOptions
from google.auth.exceptions import GoogleAuthError
from google.cloud.vision_v1 import ImageAnnotatorClient
from google.cloud.vision_v1.services.image_annotator.transports import ImageAnnotatorGrpcTransport

from desktop.core.errors import LabellerUnavailableError
from desktop.core.settings import GoogleSettings
from desktop.labelling.labellers.google.troubles import WAY_OUT

PLAIN = "http://"
NO_MESSAGE_LIMIT = [("grpc.max_send_message_length", -1), ("grpc.max_receive_message_length", -1)]
"""As the client sets it on its own channels."""
OWN_CONNECTION = [("grpc.use_local_subchannel_pool", 1)]
"""Without it a new channel takes over the back-off (of up to two minutes) of the one before."""


class Connection:
    """Makes the client when it is first wanted, and again after :meth:`renew`."""

    def __init__(self, settings: GoogleSettings) -> None:
        self._settings = settings
        self._making = threading.Lock()
        self._client: ImageAnnotatorClient | None = None
        self._in_use_lock = threading.Lock()
        self._in_use: WeakSet[ImageAnnotatorClient] = WeakSet()

    def client(self) -> ImageAnnotatorClient:
        """The present client.

        Raises:
            LabellerUnavailableError: there are no credentials, or none that can be read.
        """
        with self._making:
            client = self._client or _make_client(self._settings)
            with self._in_use_lock:
                self._in_use.add(client)
            self._client = client
            return client

    def renew(self) -> None:
        """Lets the next call start afresh, with the credentials of that time and no back-off of the old channel."""
        self._client = None

    def close(self) -> None:
        """Cancels all calls in flight."""
        with self._in_use_lock:
            clients = list(self._in_use)
        for client in clients:
            client.transport.close()  # type: ignore[no-untyped-call]


def _make_client(settings: GoogleSettings) -> ImageAnnotatorClient:
    if settings.endpoint.startswith(PLAIN):
        address = settings.endpoint.removeprefix(PLAIN).rstrip("/")
        plain_channel = grpc.insecure_channel(address, NO_MESSAGE_LIMIT + OWN_CONNECTION)
        return ImageAnnotatorClient(transport=ImageAnnotatorGrpcTransport(channel=plain_channel))
    options = ClientOptions(api_endpoint=settings.endpoint.removeprefix("https://").rstrip("/"))
    transport = partial(ImageAnnotatorGrpcTransport, channel=_own_channel)
    try:
        if settings.key_file:
            with_key: ImageAnnotatorClient = ImageAnnotatorClient.from_service_account_file(
                settings.key_file, client_options=options, transport=transport
            )
            return with_key
        if settings.api_key:
            options.api_key = settings.api_key
        return ImageAnnotatorClient(client_options=options, transport=transport)
    except OSError as error:
        raise LabellerUnavailableError(f"google.key_file {settings.key_file}: {error.strerror}. {WAY_OUT}") from error
    except (GoogleAuthError, ValueError) as error:
        raise LabellerUnavailableError(f"Cloud Vision has no credentials to use: {error} {WAY_OUT}") from error


def _own_channel(host: str, *, options: list[tuple[str, int]], **arguments: Any) -> grpc.Channel:
    return ImageAnnotatorGrpcTransport.create_channel(host, options=options + OWN_CONNECTION, **arguments)
