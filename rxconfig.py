"""Reflex's configuration. Everything a practice can change is in portal/settings.py instead."""

import reflex as rx

from portal.settings import get_settings

settings = get_settings()
names = ("localhost", "127.0.0.1")

config = rx.Config(
    app_name="portal",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    frontend_compression_formats=["gzip"],
    plugins=[rx.plugins.TailwindV4Plugin()],
    disable_plugins=[rx.plugins.SitemapPlugin],
    state_manager_mode="memory",
    cors_allowed_origins=[settings.origin]
    if settings.public_url
    else [f"http://{name}:{settings.port}" for name in names],
    trusted_proxy_hops=settings.behind_proxy,
    deploy_url=settings.origin,
)
