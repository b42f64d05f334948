"""What Cloud Vision can be asked for, and how large the image has to be for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from desktop.core.errors import SettingsError
from desktop.labelling.images import Scale, at_least


class Feature(NamedTuple):
    """One thing to ask for; each costs one unit an image. The size is that of an image lying on its side."""

    api_name: str
    width_px: int
    height_px: int


# Sizes: https://cloud.google.com/vision/docs/supported-files ("a minimum of 640x480", more for faces and text).
FEATURES = {
    "labels": Feature("LABEL_DETECTION", 640, 480),
    "objects": Feature("OBJECT_LOCALIZATION", 640, 480),
    "text": Feature("TEXT_DETECTION", 1024, 768),
    "document_text": Feature("DOCUMENT_TEXT_DETECTION", 1024, 768),
    "faces": Feature("FACE_DETECTION", 1600, 1200),
    "landmarks": Feature("LANDMARK_DETECTION", 640, 480),
    "logos": Feature("LOGO_DETECTION", 640, 480),
    "safe_search": Feature("SAFE_SEARCH_DETECTION", 640, 480),
    "colours": Feature("IMAGE_PROPERTIES", 640, 480),
    "crop_hints": Feature("CROP_HINTS", 640, 480),
    "web": Feature("WEB_DETECTION", 640, 480),
}


def chosen_features(names: Iterable[str]) -> list[Feature]:
    """The features of these names, each once.

    Raises:
        SettingsError: there is no such feature; the text names all there are.
    """
    wanted = dict.fromkeys(names)
    unknown = [name for name in wanted if name not in FEATURES]
    if unknown:
        known = ", ".join(FEATURES)
        raise SettingsError(f"google.features: there is no feature {unknown[0]!r}; there are {known}")
    return [FEATURES[name] for name in wanted]


def upload_scale(features: Sequence[Feature]) -> Scale:
    """The scale at which an image is just large enough for the most demanding of ``features``."""
    return at_least(max(feature.width_px for feature in features), max(feature.height_px for feature in features))
