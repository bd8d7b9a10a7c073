"""The composition root: settings → app → gate → pages → api → lifespan. Nothing else."""

import reflex as rx

from portal import build, jobs
from portal.api.app import transformers
from portal.api.shl import ForAllSites
from portal.api.site import SameForAll
from portal.components.document import app_kwargs, page_title
from portal.jobs import anchoring
from portal.logs import quiet_logs
from portal.pages import registry
from portal.settings import get_settings
from portal.state import live, warm
from portal.state.frame import FrameState
from portal.state.gate import Gate, drop_unknown_events
from portal.state.messages import BadgeState
from portal.state.refusals import on_exception
from portal.state.staff.emergency import BandState
from portal.state.staff.messages import DeskBadgeState

get_settings().refuse_unsafe()
quiet_logs()


class PortalApp(rx.App):
    """Reflex's app with two layers of ours around all of it, its own rule for other sites' pages included."""

    def __call__(self):
        return SameForAll(ForAllSites(super().__call__()))


app = PortalApp(
    **app_kwargs(),
    backend_exception_handler=on_exception,
    api_transformer=transformers(build.built_dir()),
)

registry.load_all()
FRAME = {
    "public": [],
    "patient": [FrameState.load, BadgeState.load],
    "staff": [FrameState.load, BandState.load, DeskBadgeState.load],
}
for screen in registry.SCREENS:
    last = [] if screen.audience == "public" else [FrameState.arrived]
    loads = [*FRAME[screen.audience], *screen.on_load, *last]
    app.add_page(screen.page, route=screen.route, title=page_title(screen.title), on_load=loads)

app.add_middleware(Gate(public=registry.public_routes()), index=0)
drop_unknown_events(app.event_namespace)
live.forget_closed(app.event_namespace)
app.register_lifespan_task(live.lifespan)
app.register_lifespan_task(anchoring.lifespan)
app.register_lifespan_task(jobs.lifespan)
app.register_lifespan_task(warm.lifespan)
