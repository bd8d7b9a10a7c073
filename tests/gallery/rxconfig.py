import os

import reflex as rx

origin = f"http://127.0.0.1:{os.environ.get('GALLERY_PORT', '8471')}"
config = rx.Config(
    app_name="gallery",
    api_url=origin,
    deploy_url=origin,
    cors_allowed_origins=[origin],
    telemetry_enabled=False,
    show_built_with_reflex=False,
    plugins=[rx.plugins.TailwindV4Plugin()],
    disable_plugins=[rx.plugins.SitemapPlugin],
    state_manager_mode="memory",
)
