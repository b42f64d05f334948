"""Every class of ImageNet has one plain word, and they stand in the order of the models' outputs."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib import resources
from pathlib import Path

import pytest

from desktop.labelling.plain_names import class_names, coco, expand, imagenet


def entries() -> list[str]:
    text = resources.files("resources").joinpath("plain_names.toml").read_text("utf-8")
    return [entry for section in tomllib.loads(text).values() for names in section.values() for entry in names]


def test_every_fine_name_stands_exactly_once_in_the_map():
    fine_names = tuple(name.fine for name in imagenet())
    counts = Counter(fine for entry in entries() for fine in expand(entry, fine_names))
    assert len(fine_names) == 1000
    assert counts == dict.fromkeys(fine_names, 1)


def test_no_range_of_the_map_is_empty():
    fine_names = tuple(name.fine for name in imagenet())
    assert [entry for entry in entries() if not expand(entry, fine_names)] == []


def test_a_name_that_imagenet_does_not_have_is_refused():
    with pytest.raises(ValueError, match="tuple"):
        expand("unicorn", ("cat", "dog"))


@pytest.mark.parametrize(
    ("index", "plain", "fine"),
    [
        (281, "cat", "tabby"),
        (285, "cat", "Egyptian cat"),
        (286, "cougar", "cougar"),
        (151, "dog", "Chihuahua"),
        (268, "dog", "Mexican hairless"),
        (269, "wolf", "timber wolf"),
        (88, "bird", "macaw"),
        (134, "bird", "crane (bird)"),
        (517, "crane", "crane (machine)"),
        (817, "car", "sports car"),
        (934, "hot dog", "hotdog"),
        (981, "person", "ballplayer"),
        (999, "toilet paper", "toilet tissue"),
    ],
)
def test_classes_have_the_words_a_person_would_search_for(index, plain, fine):
    assert imagenet()[index] == (plain, fine)


def test_words_for_what_detectors_know_too_are_the_detectors():
    plain = {name.plain for name in imagenet()}
    for word in ("person", "car", "truck", "bus", "boat", "bicycle", "cat", "dog", "bird", "cow", "sheep", "tv", "cup"):
        assert word in plain
        assert word in coco()


def test_the_order_is_that_of_the_published_list(models: Path):
    published = [line.split(" ", 1)[1] for line in (models / "imagenet_synset.txt").read_text().splitlines()]
    ours = [name.fine.split(" (")[0].casefold() for name in imagenet()]
    assert [name for name, synonyms in zip(ours, published, strict=True) if name not in synonyms.casefold()] == []


def test_own_names_are_plain_already():
    assert class_names(("great tit", "wren")) == (("great tit", "great tit"), ("wren", "wren"))
    assert len(class_names("coco")) == 80
    assert class_names("imagenet") is imagenet()
