"""Signing in to Cloud Vision: keys really travel over TLS, and what is missing is told with the way out."""

from __future__ import annotations

import base64
import datetime
import json
import os
import subprocess
import sys
from pathlib import Path

import grpc
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from google.auth.exceptions import RefreshError
from google.cloud.vision_v1 import ImageAnnotatorClient

from desktop.core.errors import LabellerUnavailableError, SettingsError
from desktop.core.records import Picture
from desktop.core.settings import GoogleSettings, Settings
from desktop.labelling.labellers import google
from desktop.labelling.labellers.google import pacing
from tests.helpers.meters import FreeMeter
from tests.helpers.pictures import plain
from tests.helpers.vision_server import VisionServer

# gRPC reads its root certificates once a process, so the client gets one of its own.
LABEL_ONE = """
import sys
from pathlib import Path
import msgspec
from desktop.core.records import Picture
from desktop.core.settings import GoogleSettings, Settings
from desktop.labelling.labellers import google
from tests.helpers.meters import FreeMeter
settings = msgspec.json.decode(sys.argv[1], type=GoogleSettings)
labeller = google.create(Settings(google=settings), FreeMeter())
print(labeller.label([Picture(path=Path(sys.argv[2]))])[0].labels[0].name)
labeller.close()
"""


@pytest.fixture(scope="module")
def private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def key_pem(private_key: rsa.RSAPrivateKey) -> bytes:
    return private_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@pytest.fixture(scope="module")
def certificate_pem(private_key: rsa.RSAPrivateKey) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, private_key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(private_key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM)


def label_over_tls(settings: dict[str, str], key_pem: bytes, certificate_pem: bytes, folder: Path) -> VisionServer:
    (folder / "roots.pem").write_bytes(certificate_pem)
    tls = grpc.ssl_server_credentials([(key_pem, certificate_pem)])
    with VisionServer(tls=tls) as server:
        given = json.dumps(settings | {"endpoint": f"localhost:{server.port}"})
        result = subprocess.run(
            [sys.executable, "-c", LABEL_ONE, given, str(plain(folder / "red.png"))],
            env=os.environ | {"GRPC_DEFAULT_SSL_ROOTS_FILE_PATH": str(folder / "roots.pem")},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert result.stdout == "red\n", result.stderr
    return server


def test_an_api_key_is_sent_with_each_call(key_pem: bytes, certificate_pem: bytes, tmp_path: Path) -> None:
    server = label_over_tls({"api_key": "my-api-key"}, key_pem, certificate_pem, tmp_path)
    assert [call.api_key for call in server.calls] == ["my-api-key"]


def test_a_key_file_signs_each_call(key_pem: bytes, certificate_pem: bytes, tmp_path: Path) -> None:
    key_file = tmp_path / "key.json"
    account = {"type": "service_account", "client_email": "hen@farm.test", "private_key": key_pem.decode()}
    key_file.write_text(json.dumps(account | {"token_uri": "https://farm.test/token", "private_key_id": "1"}))
    server = label_over_tls({"key_file": str(key_file)}, key_pem, certificate_pem, tmp_path)
    scheme, token = (server.calls[0].authorization or "").split()
    claims = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    assert (scheme, claims["iss"]) == ("Bearer", "hen@farm.test")


@pytest.mark.parametrize("content", [None, "no JSON", "{}"], ids=["missing", "not JSON", "not a key"])
def test_a_key_file_that_is_no_good_is_told_with_the_way_out(content: str | None, tmp_path: Path) -> None:
    key_file = tmp_path / "key.json"
    if content is not None:
        key_file.write_text(content)
    labeller = google.create(Settings(google=GoogleSettings(key_file=str(key_file))), FreeMeter())
    with pytest.raises(LabellerUnavailableError, match=r"Check google\.key_file"):
        labeller.label([Picture(path=plain(tmp_path / "red.png"))])


def test_no_credentials_at_all_are_told_with_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_GCE_CHECK", "true")  # else google-auth looks for Google's own computers for seconds
    labeller = google.create(Settings(), FreeMeter())
    with pytest.raises(LabellerUnavailableError, match="gcloud auth application-default login"):
        labeller.label([Picture(path=plain(tmp_path / "red.png"))])


def test_a_key_file_that_is_mended_is_taken_up(key_pem: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "FIRST_PAUSE_S", 0.01)
    key_file = tmp_path / "key.json"
    picture = Picture(path=plain(tmp_path / "red.png"))
    labeller = google.create(
        Settings(google=GoogleSettings(key_file=str(key_file), endpoint="localhost:1")), FreeMeter()
    )
    with pytest.raises(LabellerUnavailableError, match="No such file"):
        labeller.label([picture])
    account = {"type": "service_account", "client_email": "hen@farm.test", "private_key": key_pem.decode()}
    key_file.write_text(json.dumps(account | {"token_uri": "https://farm.test/token", "private_key_id": "1"}))
    with pytest.raises(LabellerUnavailableError, match="can't be reached"):
        labeller.label([picture])
    labeller.close()


def test_credentials_that_fail_in_use_are_told_with_the_way_out_and_cost_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise RefreshError("Token has been expired or revoked.")

    monkeypatch.setattr(ImageAnnotatorClient, "batch_annotate_images", fail)
    meter = FreeMeter()
    labeller = google.create(Settings(google=GoogleSettings(endpoint="http://127.0.0.1:1")), meter)
    with pytest.raises(LabellerUnavailableError, match=r"expired or revoked\. Check google\.key_file"):
        labeller.label([Picture(path=plain(tmp_path / "red.png"))])
    labeller.close()
    assert meter.spent.total() == 0


def test_an_unknown_feature_is_refused_by_name() -> None:
    settings = Settings(google=GoogleSettings(features=("labels", "lables")))
    with pytest.raises(SettingsError, match=r"google\.features: there is no feature 'lables'; there are labels, obj"):
        google.create(settings, FreeMeter())
