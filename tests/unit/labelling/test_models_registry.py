"""The models that Miharu offers by itself."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from desktop.labelling.models.registry import known_models

KNOWN = {spec.name: spec for spec in known_models()}


@pytest.mark.parametrize(
    ("name", "size_bytes", "sha256", "licence"),
    [
        ("mobilenetv2", 13_964_571, "c0c3f76d93fa3fd6580652a45618618a220fced18babf65774ed169de0432ad5", "Apache-2.0"),
        ("nanodet", 3_800_954, "4b82da9944b88577175ee23a459dce2e26e6e4be573def65b1055dc2d9720186", "Apache-2.0"),
        ("yunet", 232_589, "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4", "MIT"),
        ("yolox-s", 35_858_002, "c5c2d13e59ae883e6af3b45daea64af4833a4951c92d116ec270d9ddbe998063", "Apache-2.0"),
    ],
)
def test_each_model_is_pinned_to_its_bytes(name, size_bytes, sha256, licence):
    spec = KNOWN[name]
    assert (spec.size_bytes, spec.sha256, spec.licence) == (size_bytes, sha256, licence)


def test_nothing_else_is_offered():
    assert sorted(KNOWN) == ["mobilenetv2", "nanodet", "yolox-s", "yunet"]


@pytest.mark.parametrize("spec", KNOWN.values(), ids=KNOWN.keys())
def test_each_model_has_two_publishers_reached_by_https(spec):
    addresses = [urlsplit(source) for source in spec.sources]
    assert {address.scheme for address in addresses} == {"https"}
    assert len({address.hostname for address in addresses}) >= 2
    assert all(address.path.endswith(".onnx") for address in addresses)


@pytest.mark.parametrize("spec", KNOWN.values(), ids=KNOWN.keys())
def test_the_first_source_is_one_commit_for_good_and_has_the_name_of_the_file(spec):
    path = urlsplit(spec.sources[0]).path.split("/")
    assert "966be4cb6eefc2a4f586ed0581bf4bbaa2533070" in path
    assert path[-1] == spec.file
