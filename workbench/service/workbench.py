"""`Workbench`: what a person can do, one short method each. Views know nothing below this door.

Methods load the room they need when they are called, so that a list starts without the HTTP
client and the page reader. Async methods have blocking twins that also work inside a running loop.
"""

from __future__ import annotations

from workbench.errors import InputError
from workbench.history import Store
from workbench.service.deletions import Deletions
from workbench.service.locations import history_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from workbench.history import Completion
    from workbench.inspection.comparing.text import TextDiff
    from workbench.inspection.summary import Line
    from workbench.model.capture import Limits, Trust
    from workbench.model.comparison import Comparison
    from workbench.model.finding import Finding, Place
    from workbench.model.profile import Profile
    from workbench.model.progress import OnProgress
    from workbench.model.request import AuthorizeRequest, HttpRequest, Pair
    from workbench.model.summary import Summary
    from workbench.redaction import Redactor
    from workbench.service.app_state import StateFile
    from workbench.service.blocking import LoopThread
    from workbench.service.calling import Caller, CallOptions
    from workbench.service.changes import Changes
    from workbench.service.composing import Again, Given
    from workbench.service.exchange import Exchange
    from workbench.service.listing import History
    from workbench.service.pasted import Pasted
    from workbench.service.sweeping import Pace, Plan, Sweep
    from workbench.service.telling import Language
    from workbench.service.transfer import ImportResult
    from workbench.settings import Settings
    from workbench.sweep import Values


class Workbench:
    """One history, one profile, and the calls made with them.

    `history` is a file (default: `WORKBENCH_HISTORY`, else the platform's data folder); nothing is
    opened or read before it is needed. `on_notice` hears what a person should know beside the
    result. Raises `InputError` and `HistoryError`; a network failure is kept, not raised.
    """

    def __init__(
        self,
        history: str | Path | None = None,
        profile: str | None = None,
        *,
        config: str | Path | None = None,
        demo: bool = False,
        limits: Limits | None = None,
        trust: Trust | None = None,
        key_file: str | None = None,
        on_notice: Callable[[str], None] | None = None,
    ) -> None:
        self._history = history_path(history, demo=demo)
        self.demo = demo
        self.interrupted: Exchange | None = None
        self.simulator_url: str | None = None
        self._profile_name = profile
        self._config = config
        self._limits, self._trust, self._key_file = limits, trust, key_file
        self._on_notice = on_notice or (lambda _: None)
        self._opened: Store | None = None
        self._caller: Caller | None = None
        self._loop_thread: LoopThread | None = None
        self._known_settings: Settings | None = None
        self._redactor: Redactor | None = None
        self._knowing_of: tuple[tuple[Exchange, Redactor], ...] = ()
        self._app_state: StateFile | None = None
        self._deletions = Deletions()

    @property
    def path(self) -> Path:
        """The history's file."""
        from pathlib import Path

        return Path(self._history)

    # -- settings -----------------------------------------------------------------------------

    @property
    def settings(self) -> Settings:
        """The configuration, read once."""
        if self._known_settings is None:
            from pathlib import Path

            from workbench.settings import load_settings

            self._known_settings = load_settings(Path(self._config) if self._config else None)
        return self._known_settings

    @property
    def profile(self) -> Profile | None:
        """The profile in use, or None."""
        return self.settings.profile(self._profile_name)

    def use_profile(self, name: str | None) -> None:
        """Use another profile for the calls that follow; raises `InputError` if unknown."""
        self.settings.profile(name)
        self._profile_name = name
        self._caller = None

    def set_call(self, limits: Limits, trust: Trust) -> None:
        """How the calls that follow are bounded, and whom they believe."""
        self._limits, self._trust = limits, trust
        self._caller = None

    def show_log(self) -> None:
        """From now on the HTTP client's log goes to standard error, redacted."""
        from workbench.service.logs import log_to_stderr

        log_to_stderr(self._key_value())

    @property
    def app_state(self) -> StateFile:
        """What the app keeps between two runs."""
        if self._app_state is None:
            from workbench.service.app_state import StateFile

            self._app_state = StateFile()
        return self._app_state

    # -- calling ------------------------------------------------------------------------------

    def compose(self, given: Given) -> AuthorizeRequest:
        """What was given, filled from the profile, as a request."""
        from workbench.service.composing import compose

        return compose(given, self.profile)

    async def authorize_async(
        self, request: AuthorizeRequest, *, store: bool = True, check: bool = False
    ) -> Exchange:
        """Send one request, never following what it answers; keep it unless `store` is False.

        With `check` a network failure raises `NetworkError` (the exchange is kept all the same).
        """
        exchange = await self._calls().call(
            request, self._store() if store else None, self._was_interrupted
        )
        if check and exchange.failure is not None:
            from workbench.errors import NetworkError

            raise NetworkError(exchange.failure.message, exchange.failure.hint)
        return exchange

    def authorize(
        self, request: AuthorizeRequest, *, store: bool = True, check: bool = False
    ) -> Exchange:
        """The blocking twin of `authorize_async`."""
        self.interrupted = None
        return self._loop().run(self.authorize_async(request, store=store, check=check))

    def plan_sweep(
        self,
        base: AuthorizeRequest,
        vary: Mapping[str, Values],
        rows: Sequence[Mapping[str, str]] = (),
    ) -> Plan:
        """Every combination of the values that vary, each of them with each of `rows`. Raises
        `InputError` where nothing varies, or too much."""
        from workbench.sweep import plan

        return plan(base, vary, rows)

    async def run_sweep_async(
        self,
        plan: Plan,
        pace: Pace | None = None,
        *,
        resume: bool = False,
        on_progress: OnProgress | None = None,
    ) -> Sweep:
        """Make the calls of a plan and keep all of them under the label of the sweep. With
        `resume` those that its newest run has an answer to are not made again. A failed call is
        kept, not raised."""
        from workbench.model.progress import silent
        from workbench.service.sweeping import Pace, begin, sweep

        store = self._store()
        begun = begin(store, plan, resume=resume)
        how = pace or Pace(), on_progress or silent, self._was_interrupted
        return await sweep(self._calls(), store, plan, begun, *how)

    def run_sweep(
        self,
        plan: Plan,
        pace: Pace | None = None,
        *,
        resume: bool = False,
        on_progress: OnProgress | None = None,
    ) -> Sweep:
        """The blocking twin of `run_sweep_async`."""
        self.interrupted = None
        return self._loop().run(
            self.run_sweep_async(plan, pace, resume=resume, on_progress=on_progress)
        )

    async def sweep_async(
        self,
        base: AuthorizeRequest,
        *,
        rows: Sequence[Mapping[str, str]] = (),
        concurrency: int = 4,
        rate: float | None = 5.0,
        resume: bool = False,
        on_progress: OnProgress | None = None,
        **vary: Values,
    ) -> Sweep:
        """Call every combination of what varies: `sweep_async(base, institution_id=["1", "2"],
        lang=["en", "fr"], state="auto")`; `rate` calls are begun in a second (None: no bound),
        `concurrency` are under way at once. See `plan_sweep` and `run_sweep_async`."""
        from workbench.service.sweeping import Pace

        plan = self.plan_sweep(base, vary, rows)
        pace = Pace(concurrency, rate)
        return await self.run_sweep_async(plan, pace, resume=resume, on_progress=on_progress)

    def sweep(
        self,
        base: AuthorizeRequest,
        *,
        rows: Sequence[Mapping[str, str]] = (),
        concurrency: int = 4,
        rate: float | None = 5.0,
        resume: bool = False,
        on_progress: OnProgress | None = None,
        **vary: Values,
    ) -> Sweep:
        """The blocking twin of `sweep_async`."""
        from workbench.service.sweeping import Pace

        plan = self.plan_sweep(base, vary, rows)
        pace = Pace(concurrency, rate)
        return self.run_sweep(plan, pace, resume=resume, on_progress=on_progress)

    async def preview_async(self, request: AuthorizeRequest) -> bytes:
        """The exact bytes that would be sent; the auth key among them is masked."""
        from workbench.capture import preview

        return self.mask_key(await preview(self._calls().with_key(request)))

    def preview(self, request: AuthorizeRequest) -> bytes:
        """The blocking twin of `preview_async`."""
        return self._loop().run(self.preview_async(request))

    def judge(self, request: AuthorizeRequest) -> tuple[Finding, ...]:
        """What can be said of a request before it is sent, worst first."""
        from workbench.service.environment import context_of
        from workbench.service.judging import judge_request

        simulated = self.environment(request.url) == "SIMULATOR"
        return judge_request(request, context_of(self.profile), simulated=simulated)

    def read_request(self, text: str) -> Pasted:
        """The request in a pasted curl command, request head or URL; raises `InputError`."""
        from workbench.service.pasted import request_of

        return request_of(text)

    def replay_request(
        self, reference: str | int, changes: Iterable[Pair] = (), unset: Iterable[str] = ()
    ) -> AuthorizeRequest:
        """The request of that exchange again, with changes made."""
        from workbench.service.composing import replay

        return replay(self.get(reference), changes, unset)

    def request_again(self, reference: str | int) -> Again:
        """What a replay of that exchange sends, whether it was read from a file, and its uuid."""
        from workbench.service.composing import Again, sent_again

        exchange = self.get(reference)
        return Again(sent_again(exchange.request), exchange.origin == "import", exchange.uuid)

    # -- history ------------------------------------------------------------------------------

    def summaries(
        self,
        filter: str = "",
        *,
        limit: int = 50,
        before: int | None = None,
    ) -> list[Summary]:
        """A page of rows that fit, newest first, older than id `before`."""
        rows = self._store().summaries(filter, limit=limit, before=before)
        hidden = self._deletions.hidden
        return [row for row in rows if row.id not in hidden] if hidden else rows

    def count(self, filter: str = "") -> int:
        """How many exchanges fit."""
        if self._deletions.hidden:
            return len(self.ids(filter))
        return self._store().count(filter)

    def kept(self) -> int:
        """How many exchanges the history holds."""
        return self.count()

    def ids(
        self,
        filter: str = "",
        *,
        sort: str = "id",
        descending: bool = True,
    ) -> array[int]:
        """The ids of all that fit, sorted by a column."""
        found = self._store().ids(filter, sort=sort, descending=descending)
        return self._deletions.shown(found)

    def rows(self, ids: Sequence[int]) -> list[Summary]:
        """The rows with those ids, in that order."""
        return self._store().rows(ids)

    def version(self) -> int:
        """A number that changes when anyone writes to the history."""
        return self._store().version()

    def stop_search(self) -> None:
        """Stop what another thread is searching here; `HistoryError` is raised there."""
        if self._opened is not None:
            self._opened.cancel()

    def history(self, filter: str = "") -> History:
        """The exchanges that fit, read when asked for."""
        from workbench.service.listing import History

        return History(self._store(), filter)

    def get(self, reference: str | int) -> Exchange:
        """One exchange by id, `last`, `last-2`, `good` or the beginning of its uuid."""
        from workbench.service.exchange import Exchange

        return Exchange.of(self._store().get(self.resolve(reference)))

    def resolve(self, reference: str | int, like: int | None = None) -> int:
        """The id that a reference means; `good` is the newest healthy answer to the same request
        as `like` (or as the last exchange)."""
        if isinstance(reference, int):
            return reference
        if reference == "good":
            return self._store().good(like)
        return self._store().resolve(reference)

    def changes(self, filter: str = "", by: str = "institution_id") -> Changes:
        """Runs of equal shape for each value of a field (or of several: `institution_id,lang`),
        with what changed and two ids as proof. Raises `InputError` for an unknown field."""
        from workbench.service.changes import Changes

        return Changes(self._store(), filter, by)

    def compare(self, before: str | int, after: str | int) -> Comparison:
        """What differs between two exchanges; `good` is taken as like the other one."""
        from workbench.service.comparing import compare_kept, masked

        first, second = self._two(before, after)
        comparison = compare_kept(self._store(), self.get(first), self.get(second))
        key = self._key_value()
        return masked(comparison, self._mask_text) if key else comparison

    def compare_bodies(self, before: str | int, after: str | int) -> TextDiff:
        """The two bodies line by line, line ends aside; bounded, and it says what was cut."""
        from workbench.service.comparing import body_diff

        first, second = self._two(before, after)
        return body_diff(self.get(first), self.get(second))

    def _two(self, before: str | int, after: str | int) -> tuple[int, int]:
        if before == "good":
            second = self.resolve(after)
            return self.resolve(before, like=second), second
        first = self.resolve(before)
        return first, self.resolve(after, like=first)

    def label(self, id: int, add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        """Put labels on an exchange and take others off."""
        self._store().label(id, tuple(add), tuple(remove))

    def label_many(
        self,
        ids: Iterable[int],
        add: Iterable[str] = (),
        remove: Iterable[str] = (),
        on_progress: OnProgress | None = None,
    ) -> int:
        """Put labels on many exchanges and take others off; returns how many were there. Each
        group is whole, and `on_progress` is told between two of them."""
        from workbench.model.progress import silent
        from workbench.service.labelling import label_in_groups

        changes = tuple(add), tuple(remove)
        return label_in_groups(self._store(), tuple(ids), *changes, on_progress or silent)

    def note(self, id: int, text: str | None) -> None:
        """Write the note of an exchange; None takes it away."""
        self._store().note(id, text)

    def complete(self, text: str, cursor: int | None = None) -> list[Completion]:
        """What could be typed next in a filter, with values that this history holds."""
        return self._store().complete(text, cursor)

    def delete(self, ids: Iterable[int], on_progress: OnProgress | None = None) -> int:
        """Delete exchanges for good, many of them in groups; returns how many went."""
        from workbench.service.deletions import delete_in_groups

        return delete_in_groups(self._store(), tuple(ids), on_progress)

    def hide(self, ids: Iterable[int]) -> tuple[int, ...]:
        """Leave exchanges out of every list here, until `unhide` or `delete_hidden`; nothing is
        written. Returns those that were not hidden before."""
        return self._deletions.put(ids)

    def unhide(self) -> tuple[int, ...]:
        """Show the exchanges again that were hidden last; returns which."""
        return self._deletions.undo()

    def delete_hidden(
        self, group: tuple[int, ...] | None = None, on_progress: OnProgress | None = None
    ) -> int:
        """Delete for good what was hidden, all of it or one group; returns how many went. What
        cannot be deleted is shown again."""
        gone = 0
        for hidden in self._deletions.groups if group is None else (group,):
            if self._deletions.claim(hidden):
                try:
                    gone += self.delete(hidden, on_progress)
                finally:
                    self._deletions.release(hidden)
        return gone

    def show_hidden(self, group: tuple[int, ...]) -> None:
        """Show one hidden group again, where it is not being deleted."""
        self._deletions.show(group)

    def reindex(self, on_progress: OnProgress | None = None) -> int:
        """Rebuild all that is derived from the bytes; returns how many exchanges were read."""
        from workbench.model.progress import silent

        return self._store().reindex(on_progress or silent)

    def check(self, on_progress: OnProgress | None = None) -> list[str]:
        """The problems found in the history; an empty list says that it is sound."""
        from workbench.model.progress import silent

        return self._store().check(on_progress or silent)

    # -- exchanging and showing ---------------------------------------------------------------

    def import_file(
        self,
        path: str | Path,
        *,
        data: bytes | None = None,
        url: str | None = None,
        everything: bool = False,
        on_progress: OnProgress | None = None,
    ) -> ImportResult:
        """Import a file (or `data` under that name); the same entry twice adds nothing."""
        from workbench.model.progress import silent
        from workbench.service.transfer import import_file

        return import_file(
            self._store(),
            str(path),
            data=data,
            url=url,
            everything=everything,
            on_progress=on_progress or silent,
        )

    def export(
        self,
        ids: Iterable[int],
        format: str,
        *,
        secrets: bool = False,
        on_progress: OnProgress | None = None,
    ) -> Iterable[bytes]:
        """Exchanges in a format, chunk by chunk; redacted unless `secrets`."""
        from workbench.service.transfer import export, told

        wanted = ids if on_progress is None else told(tuple(ids), "exporting", on_progress)
        return export(map(self.get, wanted), format, None if secrets else self._redacts())

    def write_file(self, path: str | Path, chunks: Iterable[bytes], *, force: bool = False) -> None:
        """Write chunks to a file, whole or not at all; never over another one unless `force`."""
        from pathlib import Path

        from workbench.interop import export_to

        export_to(Path(path).expanduser(), chunks, force=force)

    def summary(
        self,
        exchange: Exchange,
        language: Language = "en",
        *,
        places: bool = False,
        local: bool = False,
    ) -> tuple[Line, ...]:
        """The Summary that every view shows, as labelled lines; of an exchange that is kept, with
        how it differs from the last good answer to the same request. `places` tells where findings
        stand, `local` this machine's time."""
        from workbench.inspection.summary import summary_lines

        beside = ""
        if exchange.id is not None:
            from workbench.service.comparing import beside_last_good

            beside = beside_last_good(self._store(), exchange)
        return summary_lines(exchange, language, places=places, local=local, beside=beside)

    def place(self, exchange: Exchange, evidence: str) -> Place | None:
        """Where an evidence path stands in the request, the head or the body; None for nowhere."""
        from workbench.inspection.evidence import place_of

        return place_of(exchange, evidence)

    def redact(self, text: str, name: str | None = None, of: Exchange | None = None) -> str:
        """The text as it may leave: as the value called `name`, or as words about anything; with
        `of`, without that exchange's secrets wherever they stand in it."""
        redactor = self._redacts() if of is None else self._knowing(of)
        return redactor.text(text) if name is None else redactor.pair(name, text)

    def command_line(self, request: HttpRequest) -> str:
        """The `workbench authorize` line that sends that request again, quoted for a shell."""
        from workbench.service.command_line import command_line

        return command_line(request)

    def environment(self, url: str) -> str:
        """SIMULATOR, SANDBOX, PRODUCTION or OTHER: where a call to that URL would arrive."""
        from workbench.service.environment import environment

        return environment(url, self.profile, self.simulator_url)

    def host(self, url: str) -> str:
        """Host and port of a URL, as written."""
        from workbench.service.environment import host_of

        return host_of(url)

    def check_reachable(self, request: AuthorizeRequest) -> None:
        """While the simulator runs beside it, nothing but this machine is called; `InputError`."""
        from workbench.service.environment import is_loopback

        if self.simulator_url is not None and not is_loopback(request.url):
            raise InputError(
                "the demonstration calls nothing but this machine",
                f"leave it and run `workbench`, or put {self.simulator_url} under Where",
            )

    def prepare(self) -> None:
        """Load what the first call needs, so that it does not wait for imports; may block."""
        from workbench.service import calling

        del calling

    def _mask_text(self, text: str) -> str:
        return self.mask_key(text.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")

    def mask_key(self, data: bytes) -> bytes:
        """The same bytes with the configured auth key masked."""
        from workbench.redaction import mask_key

        return mask_key(data, self._key_value() or "")

    # -- opening and closing ------------------------------------------------------------------

    def close(self) -> None:
        """Close connections and the history."""
        if self._loop_thread is not None:
            if self._caller is not None:
                self._loop_thread.run(self._caller.aclose())
            self._loop_thread.stop()
            self._loop_thread = None
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    async def aclose(self) -> None:
        """Close the connections of the running loop, then the rest."""
        if self._caller is not None:
            await self._caller.aclose()
        self.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _store(self) -> Store:
        if self._opened is None:
            self._opened = Store.open(self._history)
            for notice in self._opened.notices:
                self._on_notice(notice)
            if self._opened.wants_reindex:
                self._on_notice("the history was indexed by another version: `workbench reindex`")
        return self._opened

    def _calls(self) -> Caller:
        if self._caller is None:
            from workbench.service.calling import Caller

            self._caller = Caller(self._options(), self._on_notice)
        return self._caller

    def _options(self) -> CallOptions:
        from workbench.credentials import find_key
        from workbench.model.capture import Limits, Trust
        from workbench.service.calling import CallOptions

        profile = self.profile
        return CallOptions(
            limits=self._limits or (profile.limits if profile else Limits()),
            trust=self._trust or (profile.trust if profile else Trust()),
            key=find_key(self._key_file),
            profile=profile,
        )

    def _key_value(self) -> str | None:
        from workbench.credentials import find_key

        key = find_key(self._key_file)
        return key.value if key else None

    def _redacts(self) -> Redactor:
        """One for all that leaves, so that the same value gets the same mask each time."""
        if self._redactor is None:
            from workbench.redaction import Redactor

            key = self._key_value()
            self._redactor = Redactor([key] if key else [])
        return self._redactor

    def _knowing(self, exchange: Exchange) -> Redactor:
        """One that knows the secrets of that exchange. Those of the last two are kept, since many
        values of one exchange, or of the two of a comparison, are redacted one by one."""
        for known, redactor in self._knowing_of:
            if known is exchange:
                return redactor
        redactor = self._redacts().knowing(exchange.to_dict())
        self._knowing_of = ((exchange, redactor), *self._knowing_of[:1])
        return redactor

    def _loop(self) -> LoopThread:
        from workbench.service.blocking import LoopThread

        if self._loop_thread is None:
            self._loop_thread = LoopThread()
        return self._loop_thread

    def _was_interrupted(self, exchange: Exchange) -> None:
        self.interrupted = exchange
