"""The agent: the place where its parts are put together, with an ordered start and stop."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import zmq

from node_agent import clock
from node_agent.announce import Announcer
from node_agent.cameras import Camera, FolderCamera, LiveCamera
from node_agent.commands import Commands, Configurable
from node_agent.config import AgentConfig, Plan
from node_agent.control import ControlDesk
from node_agent.encode import Encoder
from node_agent.errors import CommandRefusedError, SpoolError
from node_agent.message_file import Tally
from node_agent.publisher import Publisher
from node_agent.pulse import Pulse
from node_agent.recorder import BATCH_SIZE, Recorder
from node_agent.run_report import RunReport, write_report
from node_agent.sources.camera import CameraSource
from node_agent.sources.examine import Examiner
from node_agent.sources.folder import FolderSource
from node_agent.sources.scenery import SCENES
from node_agent.sources.scenes import SceneSource
from node_agent.sources.sent_files import SentFiles
from node_agent.sources.specs import CameraSpec, FolderSpec, SceneSpec, SourceSpec
from node_agent.spool import Spool
from node_agent.state_folder import SENT_FILES_FILE, StateFolder
from node_agent.trigger import IntervalTrigger, MotionOrIntervalTrigger, MotionTrigger, Trigger
from node_agent.vitals import temperature_c, throttled
from node_agent.wire.curve import DATA_DOMAIN
from node_agent.wire.errors import DamagedFileError
from node_agent.wire.keys import KeyPair
from node_agent.wire.messages import CameraTally, FrameHeader, Heartbeat
from node_agent.wire.service import ServiceInfo
from node_agent.zap import ZapHandler

log = logging.getLogger(__name__)

USUAL_INTERVAL_S = 10.0
HANGS_AFTER_S = 30.0
"""A slow card may keep the recorder waiting for seconds; nothing keeps a part waiting so long."""


class AgentFacts(NamedTuple):
    """Who a running agent is and where it listens."""

    name: str
    node_id: str
    data_port: int
    control_port: int


class Agent:
    """All parts of one agent. Images flow from the cameras through the recorder and its spool to the publisher.

    Attributes:
        invitation: how to pair with the first desktop, in words; empty once a desktop has ever been let in.
    """

    def __init__(
        self, plan: Plan, on_crash: Callable[[], None] = lambda: None, configurable: Configurable | None = None
    ) -> None:
        """``on_crash`` is called, on any thread, when a part has failed: the agent is of no use any more."""
        self._plan = plan
        self._on_crash = on_crash
        self._configurable = configurable
        self._config = plan.config
        self.invitation = ""
        self._publisher: Publisher | None = None
        self._encoder = Encoder(plan.config.jpeg_quality, plan.config.thumbnail_quality)
        self._cameras: list[Camera] = []
        self._vital_signs: Callable[[], Heartbeat] | None = None
        self._started = datetime.now(UTC)
        self._pulses: dict[str, Pulse] = {}
        self._parts = ExitStack()

    def start(self) -> AgentFacts:
        """Opens the spool and the sockets, and begins to capture.

        Raises:
            SpoolError: the state folder, or the list of desktops in it, is in use or damaged.
            PortError: a port is taken.
        """
        # What has begun is ended in reverse order: by stop(), or here when a later part can't begin.
        with self._parts:
            facts = self._start()
            self._parts = self._parts.pop_all()
        return facts

    def report(self, config: Path | None) -> None:
        """Writes down how the agent is, where `miharu-agent status` finds it. Raises OSError when that fails."""
        assert self._vital_signs is not None
        assert self._publisher is not None
        last = {camera.name: camera.last_captured_ns for camera in self._cameras}
        report = RunReport(
            pid=os.getpid(),
            config=str(config.absolute()) if config else "",
            data_port=self._publisher.data_port,
            started=self._started,
            written=datetime.now(UTC),
            heartbeat=self._vital_signs(),
            last_captured={name: datetime.fromtimestamp(ns / 1e9, UTC) for name, ns in last.items() if ns},
        )
        write_report(self._config.state_folder, report)

    def hanging(self) -> list[str]:
        """The parts that have not got around to their work for :data:`HANGS_AFTER_S`; none while all is well."""
        return [name for name, pulse in self._pulses.items() if pulse.silent_s() >= HANGS_AFTER_S]

    def stop(self) -> None:
        """Stops all parts in order; what was captured is spooled and published before, and desktops are told."""
        if self._publisher is not None:
            self._publisher.say_good_bye()
        self._parts.close()

    def make_way(self) -> None:
        """Stops all parts as :meth:`stop` does, for another agent that goes on in its place at once."""
        self._parts.close()

    def _start(self) -> AgentFacts:
        folder = self._parts.enter_context(StateFolder(self._config.state_folder))
        keys, allow_list = folder.keys(), folder.allow_list()
        spool = _open_spool(folder, self._config)
        self._at_stop(spool.close)
        context = self._parts.enter_context(zmq.Context())
        self._parts.enter_context(ZapHandler(context, DATA_DOMAIN, allow_list.admits))
        publisher = self._publisher = Publisher(context, keys, allow_list, self._config.port, self._config.control_port)
        self._at_stop(publisher.close)
        if folder.never_paired():
            self._open_pairing(folder, keys)
        facts = AgentFacts(self._config.node_name, keys.identity, publisher.data_port, publisher.control_port)
        announcers = [Announcer(_service(facts, keys), folder.pairing_port)] if self._config.announce else []
        self._at_stop(*(announcer.join for announcer in announcers))
        recorder = Recorder(spool, publisher.publish, self._on_crash)
        self._at_stop(recorder.close)
        self._cameras = self._open_cameras(folder, spool, recorder)
        # All begin to end at once; only then are they waited for.
        self._at_stop(*(camera.join for camera in self._cameras))
        self._at_stop(*(camera.stop for camera in self._cameras), *(announcer.stop for announcer in announcers))
        commands = Commands(self._capture_now, self._configurable)
        desk = ControlDesk(facts.node_id, facts.name, facts.data_port, spool, commands.carry_out)
        self._vital_signs = lambda: self._heartbeat(facts, spool)
        publisher.start(facts.node_id, desk, self._vital_signs, self._on_crash)
        self._pulses = {"publisher": publisher.pulse, "recorder": recorder.pulse}
        for camera in self._cameras:
            camera.start(self._on_crash)
        return facts

    def _at_stop(self, *calls: Callable[[], None]) -> None:
        """Later calls are made first."""
        for call in calls:
            self._parts.callback(call)

    def _open_pairing(self, folder: StateFolder, keys: KeyPair) -> None:
        # What pairing needs takes 8 MB, and most agents have no use for it.
        from node_agent.pairing import PairingError, PairingWindow

        try:
            window = PairingWindow(keys, self._config.node_name, folder.path)
        except (PairingError, DamagedFileError, OSError) as error:
            # Images are captured all the same, and `miharu-agent pair` is there for another try.
            log.warning("%s", error)
            return
        self._at_stop(window.close)
        self.invitation = window.invitation(self._config.flags)

    def _open_cameras(self, folder: StateFolder, spool: Spool, recorder: Recorder) -> list[Camera]:
        try:
            sent = SentFiles(folder.path / SENT_FILES_FILE)
            newest = spool.newest(BATCH_SIZE)
        except OSError as error:
            raise SpoolError(f"{folder.path} can't be read: {error.strerror or error}") from error
        return [self._open_camera(spec, sent, newest, spool, recorder) for spec in self._plan.sources]

    def _open_camera(
        self, spec: SourceSpec, sent: SentFiles, newest: Sequence[FrameHeader], spool: Spool, recorder: Recorder
    ) -> Camera:
        match spec:
            case FolderSpec(name, path):
                spooled = [header for header in newest if header.camera == name]
                leave_out = [self._config.state_folder]
                source = FolderSource(path, sent, Examiner(self._encoder), spooled, leave_out)
                return FolderCamera(name, source, recorder, spool)
            case CameraSpec(name, footage):
                return LiveCamera(name, CameraSource(footage), self._trigger(), self._encoder, recorder, spool)
            case SceneSpec(name, scene):
                drawing = SceneSource(SCENES[scene])
                return LiveCamera(name, drawing, self._trigger(), self._encoder, recorder, spool)

    def _trigger(self) -> Trigger:
        interval_s = self._config.interval_s
        if self._config.motion and interval_s is not None:
            return MotionOrIntervalTrigger(interval_s)
        return MotionTrigger() if self._config.motion else IntervalTrigger(interval_s or USUAL_INTERVAL_S)

    def _heartbeat(self, facts: AgentFacts, spool: Spool) -> Heartbeat:
        status, moment = spool.status(), clock.now()
        return Heartbeat(
            node_id=facts.node_id,
            name=facts.name,
            control_port=facts.control_port,
            stream=spool.stream,
            first_seq=status.first_seq,
            last_seq=status.last_seq,
            spool_bytes=status.held_bytes,
            spool_quota_bytes=status.quota_bytes,
            disk_free_bytes=status.disk_free_bytes,
            cameras=tuple(camera.health(status.tally.captured.get(camera.name, 0)) for camera in self._cameras),
            dropped=status.tally.dropped,
            tally=_tally(status.tally),
            torn=status.tally.torn,
            spool_full=status.full,
            wall_ns=moment.wall_ns,
            monotonic_ns=moment.monotonic_ns,
            boot_id=moment.boot_id,
            clock_synced=moment.clock_synced,
            temperature_c=temperature_c(),
            throttled=throttled(),
        )

    def _capture_now(self, name: str | None) -> None:
        """Tells one camera, or all, to take the next frame; CommandRefusedError when none of them can."""
        wanted = [camera for camera in self._cameras if name in (None, camera.name)]
        refusals = [refusal for camera in wanted if (refusal := _refusal(camera)) is not None]
        if not wanted:
            raise CommandRefusedError(f"there is no camera {name!r}")
        if len(refusals) == len(wanted):
            raise refusals[0]


def _open_spool(folder: StateFolder, config: AgentConfig) -> Spool:
    try:
        return Spool(folder.path, config.spool_quota_mib * 2**20)
    except OSError as error:
        raise SpoolError(f"{folder.path} can't be used as a spool: {error.strerror or error}") from error


def _service(facts: AgentFacts, keys: KeyPair) -> ServiceInfo:
    return ServiceInfo(
        node_id=facts.node_id,
        name=facts.name,
        data_port=facts.data_port,
        control_port=facts.control_port,
        public_key=keys.public,
    )


def _tally(tally: Tally) -> tuple[CameraTally, ...]:
    return tuple(
        CameraTally(camera=camera, captured=count, refused=tally.refused.get(camera, {}))
        for camera, count in tally.captured.items()
    )


def _refusal(camera: Camera) -> CommandRefusedError | None:
    try:
        camera.capture_now()
    except CommandRefusedError as error:
        return error
    return None
