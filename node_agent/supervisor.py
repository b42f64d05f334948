"""Runs the agent under one configuration after another, until it is told to end."""

from __future__ import annotations

import logging
import queue
import time
from collections.abc import Callable, Mapping
from enum import Enum
from pathlib import Path

import msgspec

from node_agent.agent import Agent, AgentFacts
from node_agent.config import Plan, load
from node_agent.errors import AgentError
from node_agent.log_limit import LogLimit
from node_agent.memory import give_back_freed_memory
from node_agent.proposals import Proposal, Proposals
from node_agent.service_manager import ServiceManager

log = logging.getLogger(__name__)

LOOK_EVERY_S = 5.0
"""How often the agent is looked at where nobody wants it more often."""


class _Wish(Enum):
    RELOAD = "reload"
    END = "end"
    CRASHED = "crashed"


class Supervisor:
    """Holds the one agent of this process and changes its configuration.

    All that happens on the thread that calls :meth:`run`; others, and signal handlers, only leave word.
    """

    def __init__(
        self, file: Path | None, flags: Mapping[str, object], service: ServiceManager, invite: Callable[[str], None]
    ) -> None:
        """``invite`` is called with the words by which an agent that is open for pairing asks for it."""
        self._invite = invite
        self._file = file
        self._flags = flags
        self._service = service
        # Unlike an Event it may be used in a signal handler that interrupts whoever waits for it.
        self._words: queue.SimpleQueue[_Wish | Proposal] = queue.SimpleQueue()
        self._proposals = Proposals(file, flags, lambda: self._plan, self._words.put)
        self._before_trial: Plan | None = None
        self._trial_ends_s = 0.0
        self._look_due_s = 0.0
        self._seen_hanging: list[str] = []
        self._complaints = LogLimit(log)

    def start(self) -> AgentFacts:
        """Begins with the configuration as it is now.

        Raises:
            ConfigError: it can't be used.
            AgentError: the agent can't begin.
        """
        self._plan = load(self._file, self._flags)
        self._facts = self._first_facts = self._begin(self._plan)
        return self._facts

    def run(self) -> bool:
        """Returns when it is time to stop: True after :meth:`end`, False when the agent has failed.

        Raises:
            AgentError: neither a new configuration nor the one before it could be begun with.
        """
        while True:
            match self._next_word():
                case _Wish.END:
                    return True
                case _Wish.CRASHED:
                    return False
                case _Wish.RELOAD:
                    self._reload()
                case Proposal() as proposal:
                    self._try_out(proposal)
                case None:
                    self._look()

    def stop(self) -> None:
        self._service.stopping()
        self._proposals.withdraw("the agent was stopped")
        self._report()
        self._agent.stop()

    def reload(self) -> None:
        """Makes :meth:`run` read the file again; safe in a signal handler."""
        self._words.put(_Wish.RELOAD)

    def end(self) -> None:
        """Makes :meth:`run` return; safe in a signal handler."""
        self._words.put(_Wish.END)

    def _next_word(self) -> _Wish | Proposal | None:
        """The next one; None when it is time to look after the agent."""
        due_s = self._look_due_s if self._before_trial is None else min(self._look_due_s, self._trial_ends_s)
        try:
            return self._words.get(timeout=max(0.0, due_s - time.monotonic()))
        except queue.Empty:
            return None

    def _look(self) -> None:
        now_s = time.monotonic()
        if self._before_trial is not None and now_s >= self._trial_ends_s:
            self._end_trial(self._before_trial)
        if now_s < self._look_due_s:
            return
        self._look_due_s = now_s + min(self._service.alive_every_s or LOOK_EVERY_S, LOOK_EVERY_S)
        self._report()
        hanging = self._agent.hanging()
        if hanging and hanging != self._seen_hanging:
            log.critical("The agent hangs: %s", ", ".join(hanging))
        self._seen_hanging = hanging
        if not hanging:
            self._service.alive()

    def _report(self) -> None:
        try:
            self._agent.report(self._file)
        except OSError as error:
            self._complaints.warning("How the agent is can't be written down: %s", error)

    def _begin(self, plan: Plan) -> AgentFacts:
        self._agent = Agent(plan, lambda: self._words.put(_Wish.CRASHED), self._proposals)
        facts = self._agent.start()
        if self._agent.invitation:
            self._invite(self._agent.invitation)
        self._service.ready(f"{facts.name} watches {', '.join(source.name for source in plan.sources)}")
        return facts

    def _change_to(self, plan: Plan) -> None:
        """Raises AgentError when the agent can't begin with ``plan``; it goes on with the one before then."""
        before, self._plan = self._plan, plan
        self._service.reloading()
        self._agent.make_way()
        give_back_freed_memory()
        try:
            self._facts = self._begin(self._on_first_ports(plan))
        except AgentError:
            self._plan = before
            self._facts = self._begin(self._on_first_ports(before))
            raise

    def _on_first_ports(self, plan: Plan) -> Plan:
        """Where any port will do, the one from the start: desktops that have the address by hand find no other."""
        config, first = plan.config, self._first_facts
        port, control_port = config.port or first.data_port, config.control_port or first.control_port
        return plan._replace(config=msgspec.structs.replace(config, port=port, control_port=control_port))

    def _reload(self) -> None:
        if self._file is None:
            log.error("There is no configuration to reload: the agent was started without --config")
            return
        if self._proposals.withdraw("the agent was told to read its file again"):
            log.warning("The configuration on trial is given up: the file is to be read again")
        self._before_trial = None
        try:
            plan = load(self._file, self._flags)
            plan.check_successor_of(self._plan)
            if plan == self._plan:
                log.info("The configuration is as it was")
                return
            self._change_to(plan)
        except AgentError as error:
            log.error("The configuration is not reloaded, the one before stays in use: %s", error)
        else:
            log.info("The configuration is reloaded from %s", self._file)

    def _try_out(self, proposal: Proposal) -> None:
        if not self._proposals.holds(proposal):
            return
        before = self._plan
        try:
            self._change_to(proposal.plan)
        except AgentError as error:
            self._proposals.withdraw(f"it does not work there: {error}")
            log.error("The configuration that desktop %s sent does not work: %s", proposal.desktop_id, error)
            return
        self._before_trial = before
        self._trial_ends_s = time.monotonic() + proposal.confirm_within_s
        self._proposals.begin_trial()
        log.info("A configuration of desktop %s is on trial for %.0f s", proposal.desktop_id, proposal.confirm_within_s)

    def _end_trial(self, before: Plan) -> None:
        self._before_trial = None
        if not self._proposals.withdraw("it was too late"):
            log.info("The new configuration was confirmed")
            return
        log.warning("The new configuration was not confirmed in time: the one before is in use again")
        self._change_to(before)
