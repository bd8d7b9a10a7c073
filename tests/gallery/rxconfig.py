import reflex as rx

from portal.settings import get_settings

config = rx.Config(
    app_name="gallery",
    cors_allowed_origins=[get_settings().origin],
    telemetry_enabled=False,
    show_built_with_reflex=False,
    plugins=[rx.plugins.TailwindV4Plugin()],
    disable_plugins=[rx.plugins.SitemapPlugin],
    state_manager_mode="memory",
)
