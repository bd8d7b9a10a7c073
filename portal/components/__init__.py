"""What pages are put together from: `from portal.components import card, field, patient_screen, t`."""

from portal.components.acting import (
    acting_band,
    for_whom,
    if_may_act,
    is_acting,
    is_apart,
    is_guardian,
    which_record,
)
from portal.components.chart import figure, range_bar, trend
from portal.components.document import app_kwargs, page_title
from portal.components.forms import (
    birth_date_field,
    checkbox,
    code_field,
    field,
    password_field,
    post_form,
    radio_group,
    rule_list,
    select_field,
    submit_button,
)
from portal.components.fragment import fragment_token
from portal.components.icons import icon
from portal.components.idle import idle_clock
from portal.components.lists import (
    date_range,
    empty_state,
    filters,
    item,
    item_list,
    items,
    list_error,
    loading_rows,
    pager,
    row_link,
    row_text,
    search_field,
    table,
    when_ready,
)
from portal.components.menus import account_menu, menu_link, sign_out_form
from portal.components.pieces import (
    breadcrumb,
    button,
    card,
    dialog,
    fact,
    fact_unless_empty,
    facts,
    link,
    notice,
    print_button,
    progress,
    section_body,
    section_card,
    steps,
    tag,
)
from portal.components.proof import proof_dialog
from portal.components.screen import (
    PATIENT_TABS,
    STAFF_TABS,
    Tab,
    patient_screen,
    public_screen,
    staff_screen,
)
from portal.components.text import follow, nt, t

__all__ = [
    "PATIENT_TABS", "STAFF_TABS", "Tab", "account_menu", "acting_band", "app_kwargs",
    "birth_date_field", "breadcrumb", "button", "card", "checkbox", "code_field", "date_range",
    "dialog", "empty_state", "fact", "fact_unless_empty", "facts", "field", "figure", "filters",
    "follow", "for_whom", "fragment_token", "icon", "idle_clock", "if_may_act", "is_acting", "is_apart",
    "is_guardian", "item", "item_list", "items", "link", "list_error", "loading_rows", "menu_link",
    "notice", "nt", "page_title", "pager", "password_field", "patient_screen", "post_form",
    "print_button", "progress", "proof_dialog", "public_screen", "radio_group", "range_bar", "row_link",
    "row_text", "rule_list", "search_field", "section_body", "section_card", "select_field",
    "sign_out_form", "staff_screen", "steps", "submit_button", "t", "table", "tag", "trend",
    "when_ready", "which_record",
]  # fmt: skip
