"""The catalogue's tables, as the statements that lead from one version to the next.

A row of ``node`` with an empty ``node_id`` is the person who drops files; one without a ``node_id`` (NULL) is
known only by the folder its images were found in. Counts are kept by triggers, so that they are right whatever
writes a row.
"""

from __future__ import annotations

from collections.abc import Sequence

VERSION_1 = """
CREATE TABLE library (id TEXT NOT NULL) STRICT;
INSERT INTO library VALUES (lower(hex(randomblob(16))));

CREATE TABLE node (
    id INTEGER PRIMARY KEY,
    node_id TEXT UNIQUE,
    name TEXT NOT NULL
) STRICT;

-- stored counts all that ever came in, images and bytes what is there now.
CREATE TABLE camera (
    id INTEGER PRIMARY KEY,
    node INTEGER NOT NULL REFERENCES node,
    name TEXT NOT NULL,
    stored INTEGER NOT NULL DEFAULT 0,
    images INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    UNIQUE (node, name)
) STRICT;

CREATE TABLE boot (
    id INTEGER PRIMARY KEY,
    boot_id TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE stream (
    id INTEGER PRIMARY KEY,
    stream TEXT NOT NULL UNIQUE,
    node INTEGER NOT NULL REFERENCES node
) STRICT;

-- Ranges that neither overlap nor touch.
CREATE TABLE settled (
    stream INTEGER NOT NULL REFERENCES stream,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (stream, first)
) STRICT, WITHOUT ROWID;

CREATE TABLE gone (
    stream INTEGER NOT NULL REFERENCES stream,
    reason TEXT NOT NULL,
    images INTEGER NOT NULL,
    PRIMARY KEY (stream, reason)
) STRICT, WITHOUT ROWID;

-- path is relative to the library for its own images, absolute for files that lie elsewhere. An id is never used
-- again (AUTOINCREMENT): a thumbnail or an open window may still know it. boot and monotonic_ns are what a wrong
-- clock can be mended with.
CREATE TABLE image (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    taken_ns INTEGER NOT NULL,
    node INTEGER NOT NULL REFERENCES node,
    camera INTEGER NOT NULL REFERENCES camera,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'labelling', 'labelled', 'failed')),
    owner TEXT,
    deadline_ns INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    best_labels BLOB,
    path TEXT NOT NULL UNIQUE,
    file_name TEXT,
    sha256 BLOB NOT NULL,
    size_bytes INTEGER NOT NULL,
    width_px INTEGER NOT NULL,
    height_px INTEGER NOT NULL,
    format TEXT NOT NULL,
    stored_ns INTEGER NOT NULL,
    mtime_ns INTEGER,
    stream INTEGER REFERENCES stream,
    seq INTEGER,
    trigger TEXT,
    clock_synced INTEGER NOT NULL DEFAULT 1,
    boot INTEGER REFERENCES boot,
    monotonic_ns INTEGER,
    motion_boxes BLOB,
    UNIQUE (stream, seq)
) STRICT;
CREATE INDEX image_by_time ON image (taken_ns);
CREATE INDEX image_by_camera ON image (camera, taken_ns);
CREATE INDEX image_waiting ON image (node, taken_ns) WHERE state = 'waiting';
CREATE INDEX image_leased ON image (deadline_ns) WHERE state = 'labelling';
CREATE INDEX image_failed ON image (taken_ns) WHERE state = 'failed';

CREATE TRIGGER image_comes AFTER INSERT ON image BEGIN
    UPDATE camera SET stored = stored + 1, images = images + 1, bytes = bytes + new.size_bytes WHERE id = new.camera;
END;
CREATE TRIGGER image_goes AFTER DELETE ON image BEGIN
    UPDATE camera SET images = images - 1, bytes = bytes - old.size_bytes WHERE id = old.camera;
END;
CREATE TRIGGER image_moves AFTER UPDATE OF camera ON image WHEN old.camera <> new.camera BEGIN
    UPDATE camera SET stored = stored - 1, images = images - 1, bytes = bytes - old.size_bytes WHERE id = old.camera;
    UPDATE camera SET stored = stored + 1, images = images + 1, bytes = bytes + new.size_bytes WHERE id = new.camera;
END;

-- All that was ever said of an image, one row a labeller; the latest one counts.
CREATE TABLE annotation (
    id INTEGER PRIMARY KEY,
    image INTEGER NOT NULL REFERENCES image ON DELETE CASCADE,
    labeller TEXT NOT NULL,
    labelled_ns INTEGER NOT NULL,
    content BLOB NOT NULL,
    UNIQUE (image, labeller)
) STRICT;

-- key is the casefolded name, name is how it was written first.
CREATE TABLE label (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    images INTEGER NOT NULL DEFAULT 0
) STRICT;

-- One row an image and label, in the order in which the screens ask. source adds up: 1 a label, 2 an object.
CREATE TABLE image_label (
    label INTEGER NOT NULL,
    taken_ns INTEGER NOT NULL,
    image INTEGER NOT NULL,
    score REAL,
    source INTEGER NOT NULL,
    PRIMARY KEY (label, taken_ns, image)
) STRICT, WITHOUT ROWID;

CREATE TABLE label_hour (
    label INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    images INTEGER NOT NULL,
    PRIMARY KEY (label, hour)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER label_comes AFTER INSERT ON image_label BEGIN
    UPDATE label SET images = images + 1 WHERE id = new.label;
    INSERT INTO label_hour VALUES (new.label, new.taken_ns / 3600000000000, 1)
        ON CONFLICT DO UPDATE SET images = images + 1;
END;
CREATE TRIGGER label_goes AFTER DELETE ON image_label BEGIN
    UPDATE label SET images = images - 1 WHERE id = old.label;
    UPDATE label_hour SET images = images - 1 WHERE label = old.label AND hour = old.taken_ns / 3600000000000;
END;

-- What other processes on this library have to be told; trimmed to the latest.
CREATE TABLE change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    process TEXT NOT NULL,
    event BLOB NOT NULL
) STRICT;
"""

VERSION_2 = """
-- The labeller that a person asked for.
ALTER TABLE image ADD COLUMN wanted TEXT;

-- The image that was really looked at, where this one merely looks like it.
ALTER TABLE annotation ADD COLUMN inherited_from INTEGER;
CREATE INDEX annotation_inherited ON annotation (image) WHERE inherited_from IS NOT NULL;

-- Units of paid services by Unix hour and by what they are billed as.
CREATE TABLE unit (
    hour INTEGER NOT NULL,
    billed_as TEXT NOT NULL,
    spent INTEGER NOT NULL DEFAULT 0,
    saved INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (hour, billed_as)
) STRICT, WITHOUT ROWID;
"""

VERSION_3 = """
-- Counts all images of a stream that ever came in, as camera.stored does over all streams.
CREATE TABLE stream_camera (
    stream INTEGER NOT NULL REFERENCES stream,
    camera INTEGER NOT NULL REFERENCES camera,
    stored INTEGER NOT NULL,
    PRIMARY KEY (stream, camera)
) STRICT, WITHOUT ROWID;
INSERT INTO stream_camera SELECT stream, camera, count(*) FROM image WHERE stream IS NOT NULL GROUP BY 1, 2;

CREATE TRIGGER stream_grows AFTER INSERT ON image WHEN new.stream IS NOT NULL BEGIN
    INSERT INTO stream_camera VALUES (new.stream, new.camera, 1) ON CONFLICT DO UPDATE SET stored = stored + 1;
END;
CREATE TRIGGER stream_claims AFTER UPDATE OF stream ON image WHEN old.stream IS NULL AND new.stream IS NOT NULL BEGIN
    INSERT INTO stream_camera VALUES (new.stream, new.camera, 1) ON CONFLICT DO UPDATE SET stored = stored + 1;
END;

-- What the device of a stream has counted last (msgpack), to be balanced with what is here.
CREATE TABLE device_count (
    stream INTEGER PRIMARY KEY REFERENCES stream,
    counted_ns INTEGER NOT NULL,
    content BLOB NOT NULL
) STRICT;
"""

VERSION_4 = """
ALTER TABLE image ADD COLUMN starred INTEGER NOT NULL DEFAULT 0;
ALTER TABLE image ADD COLUMN corrected INTEGER NOT NULL DEFAULT 0;
CREATE INDEX image_starred ON image (taken_ns) WHERE starred = 1;
CREATE INDEX image_corrected ON image (taken_ns) WHERE corrected = 1;

-- What a person says of an image, beside what labellers say: that it has a name (added 1), or has it not (added 0).
CREATE TABLE correction (
    image INTEGER NOT NULL REFERENCES image ON DELETE CASCADE,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    added INTEGER NOT NULL,
    corrected_ns INTEGER NOT NULL,
    PRIMARY KEY (image, key)
) STRICT, WITHOUT ROWID;

-- What is wrong on a camera whenever it is said: a name for the whole image, or with a box one at that place.
CREATE TABLE suppression (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    camera INTEGER NOT NULL REFERENCES camera,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    box BLOB,
    suppressed_ns INTEGER NOT NULL
) STRICT;
CREATE INDEX suppression_by_camera ON suppression (camera);

-- Cameras whose suppressions have changed: names of their images before this one are still to be written anew.
CREATE TABLE rework (
    camera INTEGER PRIMARY KEY REFERENCES camera,
    taken_ns INTEGER NOT NULL,
    image INTEGER NOT NULL
) STRICT;

-- Deleted images that can still be had back: content is their rows (msgpack), path where their file was, own whether
-- it is Miharu's, and so moved; moving_ns is set while it may be here or there.
CREATE TABLE bin (
    image INTEGER PRIMARY KEY,
    binned_ns INTEGER NOT NULL,
    moving_ns INTEGER,
    path TEXT NOT NULL,
    own INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL,
    content BLOB NOT NULL
) STRICT;
CREATE INDEX bin_by_path ON bin (path);
CREATE INDEX bin_by_time ON bin (binned_ns);
CREATE INDEX bin_moving ON bin (moving_ns) WHERE moving_ns IS NOT NULL;

-- Numbers of streams whose images were deleted here, as ranges that neither overlap nor touch: a repeat is not taken.
CREATE TABLE deleted (
    stream INTEGER NOT NULL REFERENCES stream,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (stream, first)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER deleted_stays_away BEFORE INSERT ON image
WHEN new.stream IS NOT NULL AND new.seq <= (
    SELECT last FROM deleted WHERE stream = new.stream AND first <= new.seq ORDER BY first DESC LIMIT 1)
BEGIN
    SELECT RAISE(IGNORE);
END;
"""

VERSION_5 = """
-- What the device's clock said, for an image whose taken_ns was worked out later.
ALTER TABLE image ADD COLUMN device_clock_ns INTEGER;
CREATE INDEX image_undated ON image (node, boot)
    WHERE clock_synced = 0 AND device_clock_ns IS NULL AND monotonic_ns > 0;

-- When (Unix time) each boot of a node began, by the first right clock of it that was heard of.
CREATE TABLE boot_clock (
    node INTEGER NOT NULL REFERENCES node,
    boot INTEGER NOT NULL REFERENCES boot,
    began_ns INTEGER NOT NULL,
    PRIMARY KEY (node, boot)
) STRICT, WITHOUT ROWID;
INSERT INTO boot_clock SELECT node, boot, taken_ns - monotonic_ns FROM (
    SELECT node, boot, taken_ns, monotonic_ns, min(id) FROM image WHERE clock_synced = 1 AND monotonic_ns > 0
    GROUP BY node, boot);
"""

VERSION_6 = """
-- What else than labels and objects an image can be found by: kind is the field of a search (text, logo, has ...).
CREATE TABLE term (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    images INTEGER NOT NULL DEFAULT 0,
    UNIQUE (kind, key)
) STRICT;

CREATE TABLE image_term (
    term INTEGER NOT NULL,
    taken_ns INTEGER NOT NULL,
    image INTEGER NOT NULL,
    score REAL,
    PRIMARY KEY (term, taken_ns, image)
) STRICT, WITHOUT ROWID;
CREATE INDEX image_term_by_image ON image_term (image);

CREATE TRIGGER term_comes AFTER INSERT ON image_term BEGIN
    UPDATE term SET images = images + 1 WHERE id = new.term;
END;
CREATE TRIGGER term_goes AFTER DELETE ON image_term BEGIN
    UPDATE term SET images = images - 1 WHERE id = old.term;
END;
CREATE TRIGGER terms_go AFTER DELETE ON image BEGIN
    DELETE FROM image_term WHERE image = old.id;
END;
CREATE TRIGGER terms_move AFTER UPDATE OF taken_ns ON image WHEN old.taken_ns <> new.taken_ns BEGIN
    UPDATE image_term SET taken_ns = new.taken_ns WHERE image = new.id;
END;

CREATE TEMP TABLE latest AS
    SELECT image, terms_of(content) AS terms FROM annotation
    WHERE id IN (SELECT max(id) FROM annotation GROUP BY image);
INSERT OR IGNORE INTO term (kind, key, name)
    SELECT value ->> 0, value ->> 1, value ->> 2 FROM latest, json_each(terms);
INSERT OR IGNORE INTO image_term
    SELECT term.id, image.taken_ns, image.id, value ->> 3
    FROM latest CROSS JOIN image ON image.id = latest.image CROSS JOIN json_each(terms)
    CROSS JOIN term ON term.kind = value ->> 0 AND term.key = value ->> 1;
DROP TABLE latest;

-- The best score of all names that an image can be found by.
ALTER TABLE image ADD COLUMN best_score REAL;
CREATE TEMP TABLE best AS SELECT image, max(score) AS score FROM image_label GROUP BY image;
UPDATE image SET best_score = best.score FROM best WHERE best.image = image.id;
DROP TABLE best;
CREATE INDEX image_scored ON image (taken_ns, best_score) WHERE best_score IS NOT NULL;
CREATE INDEX image_unlabelled ON image (taken_ns) WHERE state IN ('waiting', 'labelling');

CREATE TABLE saved_search (
    name TEXT PRIMARY KEY,
    line TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

VERSION_7 = """
-- Files of images that made room for others: their rows are gone, they themselves go next.
CREATE TABLE retired (path TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
"""

VERSION_8 = """
-- Images of a node by the Unix hour that they were taken in, and how many of them have labels.
CREATE TABLE node_hour (
    node INTEGER NOT NULL REFERENCES node,
    hour INTEGER NOT NULL,
    images INTEGER NOT NULL,
    labelled INTEGER NOT NULL,
    PRIMARY KEY (node, hour)
) STRICT, WITHOUT ROWID;
INSERT INTO node_hour SELECT node, taken_ns / 3600000000000, count(*), sum(state = 'labelled') FROM image GROUP BY 1, 2;

CREATE TRIGGER hour_gains AFTER INSERT ON image BEGIN
    INSERT INTO node_hour VALUES (new.node, new.taken_ns / 3600000000000, 1, new.state = 'labelled')
        ON CONFLICT DO UPDATE SET images = images + 1, labelled = labelled + excluded.labelled;
END;
CREATE TRIGGER hour_loses AFTER DELETE ON image BEGIN
    UPDATE node_hour SET images = images - 1, labelled = labelled - (old.state = 'labelled')
        WHERE node = old.node AND hour = old.taken_ns / 3600000000000;
END;
CREATE TRIGGER hour_changes AFTER UPDATE OF node, taken_ns, state ON image
WHEN old.node <> new.node OR old.taken_ns <> new.taken_ns OR (old.state = 'labelled') <> (new.state = 'labelled') BEGIN
    UPDATE node_hour SET images = images - 1, labelled = labelled - (old.state = 'labelled')
        WHERE node = old.node AND hour = old.taken_ns / 3600000000000;
    INSERT INTO node_hour VALUES (new.node, new.taken_ns / 3600000000000, 1, new.state = 'labelled')
        ON CONFLICT DO UPDATE SET images = images + 1, labelled = labelled + excluded.labelled;
END;

-- Images with a label by day (UTC, since 1970): a year by hour would be too many rows.
CREATE TABLE label_day (
    label INTEGER NOT NULL,
    day INTEGER NOT NULL,
    images INTEGER NOT NULL,
    PRIMARY KEY (label, day)
) STRICT, WITHOUT ROWID;
INSERT INTO label_day SELECT label, hour / 24, sum(images) FROM label_hour GROUP BY 1, 2;

CREATE TRIGGER label_day_gains AFTER INSERT ON image_label BEGIN
    INSERT INTO label_day VALUES (new.label, new.taken_ns / 86400000000000, 1)
        ON CONFLICT DO UPDATE SET images = images + 1;
END;
CREATE TRIGGER label_day_loses AFTER DELETE ON image_label BEGIN
    UPDATE label_day SET images = images - 1 WHERE label = old.label AND day = old.taken_ns / 86400000000000;
END;
"""

VERSION_9 = """
-- What the web calls an image, its colours, and what safe search finds in it.
CREATE TEMP TABLE latest AS
    SELECT image, terms_of(content) AS terms FROM annotation
    WHERE id IN (SELECT max(id) FROM annotation GROUP BY image);
INSERT OR IGNORE INTO term (kind, key, name)
    SELECT value ->> 0, value ->> 1, value ->> 2 FROM latest, json_each(terms)
    WHERE value ->> 0 IN ('web', 'colour', 'unsafe') OR value ->> 0 = 'has' AND value ->> 1 IN ('colour', 'crop');
INSERT OR IGNORE INTO image_term
    SELECT term.id, image.taken_ns, image.id, value ->> 3
    FROM latest CROSS JOIN image ON image.id = latest.image CROSS JOIN json_each(terms)
    CROSS JOIN term ON term.kind = value ->> 0 AND term.key = value ->> 1
    WHERE term.kind IN ('web', 'colour', 'unsafe') OR term.kind = 'has' AND term.key IN ('colour', 'crop');
DROP TABLE latest;
"""

MIGRATIONS: Sequence[str] = (
    VERSION_1,
    VERSION_2,
    VERSION_3,
    VERSION_4,
    VERSION_5,
    VERSION_6,
    VERSION_7,
    VERSION_8,
    VERSION_9,
)
"""Statements that lead from version n (the index) to n + 1."""
