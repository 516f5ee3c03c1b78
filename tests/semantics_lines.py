"""Which test shows which line of SEMANTICS.md (sections 1a to 1i, 1k to 1o, K01-K06), and where hxdash does otherwise.

    "C01": Line("test_callback.py::test_declaration_forms_are_equal"),
    "C16": Line("test_graph.py::test_mistakes_are_found_at_start_up[C16]", differs="an error at start-up"),

What stands in brackets begins the name of a case. `test_semantics_lines.py` checks that every line is here and that every test exists.
"""

from __future__ import annotations


class Line:
    """What becomes of one line.

    Args:
        tests: `file::test` or `file::test[case]`, below tests/.
        differs: what hxdash does otherwise on purpose, and why.
        open: what is not met yet; the test that shows it is an xfail.
        not_built: why there is nothing.
        pending: the branch that brings the test.
    """

    def __init__(self, *tests: str, differs: str = "", open: str = "", not_built: str = "", pending: str = "") -> None:
        self.tests, self.differs, self.open, self.not_built, self.pending = tests, differs, open, not_built, pending


AT_START = "an error at start-up, in production too, instead of one in the browser's debug tools"
ON_PAGE = "said on the page and in the log instead of in the browser's console"

LINES: dict[str, Line] = {
    # -- 1a declaring --
    "C01": Line("test_callback.py::test_declaration_forms_are_equal[C01]"),
    "C02": Line("test_callback.py::test_declaration_forms_are_equal[C02]"),
    "C03": Line("test_callback.py::test_declaration_forms_are_equal[C03]", "test_callback.py::test_declaration_is_refused[C03]"),
    "C04": Line("test_callback.py::test_function_gets_arguments_nested_as_declared[C04]", "test_callback.py::test_declaration_is_refused[C04]"),
    "C05": Line("test_callback.py::test_function_gets_arguments_nested_as_declared[C05]"),
    "C06": Line("test_callback.py::test_function_gets_arguments_nested_as_declared[C06]", "test_callback.py::test_declaration_is_refused[C06]"),
    "C07": Line("test_callback.py::test_return_value_is_split_as_the_outputs_nest[C07]", "test_callback.py::test_return_value_of_another_shape_is_refused"),
    "C08": Line("test_callback.py::test_return_value_is_split_as_the_outputs_nest[C08]", "test_callback.py::test_return_value_of_another_shape_is_refused[C08]"),
    "C09": Line(
        "test_semantics_declaring.py::test_callbacks_declared_before_belong_to_the_first_app_that_starts",
        "test_callback.py::test_same_output_in_app_and_before_it_is_refused",
        differs="collected when the app starts, not at its first request",
    ),
    "C10": Line("test_callback.py::test_decorator_gives_the_function_back"),
    "C11": Line("test_callback.py::test_prevent_initial_call_is_read[C11]", "test_semantics_declaring.py::test_trailing_bool_prevents_the_initial_call"),
    "C12": Line("test_callback.py::test_inputs_and_states_may_interleave", "test_callback.py::test_declaration_is_refused[C12]"),
    "C13": Line("test_callback.py::test_declaration_is_refused[C13]"),
    "C14": Line(
        "test_semantics_declaring.py::test_component_as_id_works_on_the_page",
        "test_semantics_declaring.py::test_made_up_ids_are_the_same_in_every_process",
        "test_callback.py::test_component_with_persistence_needs_an_id_of_its_own",
    ),
    "C15": Line(
        "test_run.py::test_load_calls[C15]",
        "test_run.py::test_failing_callback_is_reported_and_changes_nothing[C15]",
        "test_semantics_declaring.py::test_callbacks_without_output_do_not_replace_each_other",
        differs="two without Output and with the same Inputs are both called; in Dash the second replaces the first",
    ),
    "C16": Line("test_semantics_declaring.py::test_callback_without_input_is_called_once_and_by_nothing_else", "test_graph.py::test_mistakes_are_found_at_start_up[C16]", differs=AT_START),
    "C17": Line("test_semantics_declaring.py::test_callback_without_input_is_called_once_and_by_nothing_else"),
    "C18": Line("test_callback.py::test_same_dependency_twice_gives_its_value_at_each_place", "test_run.py::test_change_calls[C50 every reader]"),
    "C19": Line("test_semantics_declaring.py::test_optional_component_that_is_missing", "test_semantics_initial.py::test_inserted_components_bring_their_calls[optional input]"),
    "C20": Line("test_semantics_declaring.py::test_optional_callback_is_not_checked_against_the_layout"),
    "C21": Line("test_semantics_declaring.py::test_async_callbacks_need_nothing_else", "test_run.py::test_sync_callbacks_run_off_the_loop_and_async_ones_on_it"),
    "C22": Line("test_apis.py::test_c22_the_result_of_the_function_comes_back_as_it_is", "test_apis.py::test_c22_what_cannot_be_understood_is_refused_and_nothing_runs", "test_apis.py::test_c22_dependencies_of_the_app_guard_endpoints",
        differs="keys that the function does not take are a 422; a component, a date or NaN has the JSON form it has elsewhere, in Dash it is a 500"),
    "C23": Line("test_callback.py::test_hidden_has_nothing_to_hide_from", not_built="accepted; there is no graph of callbacks in developer tools to hide from"),
    "C24": Line("test_callback.py::test_keyword_that_does_nothing_yet_is_named", not_built="accepted, and named in a warning; there is no MCP server"),
    "C25": Line("test_callback.py::test_callbacks_that_come_later_are_refused", "test_callback.py::test_callback_declared_in_a_callback_is_an_error_in_sight",
        differs="an error: every worker must know every callback, since no page is tied to one"),
    # -- 1b initial calls --
    "C30": Line("test_run.py::test_load_calls[C30]", "test_semantics_initial.py::test_call_as_the_table_says"),
    "C31": Line(
        "test_semantics_initial.py::test_call_as_the_table_says", "test_semantics_initial.py::test_box_in_a_box",
        "test_semantics_initial.py::test_inserted_components_bring_their_calls[what was there comes again]",
    ),
    "C32": Line(
        "test_run.py::test_load_calls[C32]", "test_semantics_initial.py::test_inserted_components_bring_their_calls[chain inside]",
        differs="States wait as well as Inputs, as the line says; measured Dash waits for Inputs only",
    ),
    "C33": Line("test_run.py::test_load_calls[C33]", "test_semantics_initial.py::test_inserted_components_bring_their_calls[inside, silent]", "test_semantics_initial.py::test_inserted_components_bring_their_calls[inside, silent, to outside]"),
    "C34": Line("test_run.py::test_load_calls[C34]"),
    "C35": Line("test_run.py::test_load_calls[C35]", "test_semantics_initial.py::test_inserted_components_bring_their_calls[inside, prevented]"),
    "C36": Line("test_run.py::test_load_calls[C36]", "test_semantics_initial.py::test_inserted_components_bring_their_calls[chain inside, its end prevented]"),
    "C37": Line("test_semantics_initial.py::test_prevented_at_load_and_when_inserted"),
    "C38": Line("test_semantics_initial.py::test_prevented_at_load_and_when_inserted", "test_semantics_initial.py::test_inserted_components_bring_their_calls[second writer]"),
    "C39": Line("test_semantics_initial.py::test_call_as_the_table_says"),
    "C40": Line("test_semantics_initial.py::test_call_as_the_table_says", "test_semantics_initial.py::test_box_that_is_filled_at_the_load"),
    "C40b": Line("test_semantics_initial.py::test_call_as_the_table_says"),
    "C41": Line("test_run.py::test_ctx_of_an_initial_call_is_falsy_but_not_empty"),
    "C42": Line("test_run.py::test_load_of_a_page_that_lacks_components", "test_semantics_initial.py::test_output_that_is_nowhere_stops_the_call", differs=ON_PAGE),
    "C43": Line("test_run.py::test_load_with_wildcards_that_match_nothing[C43]", "test_semantics_initial.py::test_inserted_components_bring_their_calls[ALL, something else comes]"),
    # -- 1c chains --
    "C50": Line("test_semantics_chains.py::test_chain_of_ten_is_one_request", "test_run.py::test_change_calls[C50]"),
    "C51": Line(
        "test_plan.py::test_plan_of_a_change[C51]", "test_semantics_chains.py::test_state_that_is_set_upstream_is_the_new_one",
        differs="States wait as well, as the line says; measured Dash hands out the old State",
    ),
    "C52": Line("test_semantics_chains.py::test_page_never_shows_half_of_a_diamond", "test_run.py::test_change_calls[C52]"),
    "C53": Line("test_run.py::test_change_calls[C53]", "test_semantics_chains.py::test_page_never_shows_half_of_a_diamond"),
    "C54": Line("test_semantics_chains.py::test_answer_equal_to_the_old_value_triggers"),
    "C55": Line(
        "test_semantics_chains.py::test_choosing_what_is_there_sends_nothing",
        "test_semantics_chains.py::test_same_number_written_otherwise_calls_again",
        differs="what changes is the text of a field: 7.0 typed over 7 calls; nobody keeps the old value to compare with",
    ),
    "C56": Line(
        "test_semantics_chains.py::test_changes_of_one_moment_are_one_call", "browser/test_semantics_elements.py::test_enter_after_an_edit_is_one_call",
    ),
    "C57": Line("test_semantics_chains.py::test_changes_of_one_moment_are_one_call", "test_scheduler.py::test_scheduler_keeps_its_promises"),
    "C58": Line("test_scheduler.py::test_scheduler_keeps_its_promises", "browser/test_scheduler_browser.py::test_the_last_page_is_the_true_one"),
    "C59": Line(
        "test_semantics_chains.py::test_groups_do_not_wait_for_each_other", "test_run.py::test_independent_sync_callbacks_run_at_the_same_time",
        "test_run.py::test_independent_async_callbacks_run_at_the_same_time",
        differs="one request for each group, in which independent callbacks run at the same time, instead of one for each callback",
    ),
    "C60": Line("test_semantics_chains.py::test_callback_that_sets_its_own_input_does_not_trigger_itself", "test_run.py::test_two_controls_in_step_make_one_call_each_way"),
    "C61": Line("test_semantics_chains.py::test_callback_that_sets_its_own_input_does_not_trigger_itself", "test_run.py::test_set_props_never_runs_its_own_callback_again"),
    "C62": Line("test_graph.py::test_mistakes_are_found_at_start_up[C62]", differs=AT_START),
    "C63": Line("test_semantics_chains.py::test_call_whose_output_has_gone_does_not_run", "test_run.py::test_removal_cancels_calls_that_wait"),
    "C64": Line("test_semantics_chains.py::test_state_is_read_when_the_request_is_sent", "test_semantics_chains.py::test_state_that_is_set_upstream_is_the_new_one"),
    "C65": Line("test_semantics_chains.py::test_click_on_nested_elements_is_one_call"),
    "C66": Line("test_semantics_chains.py::test_changes_of_one_moment_are_one_call", differs="one request"),
    "C67": Line("browser/test_focus.py::test_text_survives_when_the_box_around_it_is_written_anew"),
    # -- 1d return values --
    "C70": Line("test_semantics_returns.py::test_nothing_new_is_an_empty_answer[C70]", "test_run.py::test_returned_values_land[C70]"),
    "C71": Line("test_semantics_returns.py::test_what_stays_is_not_sent", "test_run.py::test_change_calls[C71]"),
    "C72": Line("test_semantics_returns.py::test_what_stays_is_not_sent", "test_run.py::test_change_calls[C72]"),
    "C73": Line(
        "test_semantics_returns.py::test_nothing_new_is_an_empty_answer[C73]", "test_run.py::test_on_error_is_not_asked_about_prevent_update",
        differs="200 and an empty answer instead of 204: one request may run other callbacks too",
    ),
    "C74": Line("test_callback.py::test_return_value_of_another_shape_is_refused[C74]", "test_semantics_returns.py::test_wrong_return_value_is_one_error_and_stops_nobody_else[C74]"),
    "C75": Line("test_callback.py::test_return_value_of_another_shape_is_refused[C75]", "test_semantics_returns.py::test_wrong_return_value_is_one_error_and_stops_nobody_else[C75]"),
    "C76": Line("test_run.py::test_failing_callback_is_reported_and_changes_nothing[C76]", "test_encoding.py::test_plain_refuses_what_has_no_json_form"),
    "C77": Line("test_encoding.py::test_plain_gives_what_dash_sends", "test_semantics_returns.py::test_value_is_plain_for_the_next_callback_and_shown"),
    "C78": Line("test_semantics_returns.py::test_components_in_other_props_are_components", differs="components in labels make their initial calls; Dash finds them only when they change"),
    "C79": Line("test_semantics_returns.py::test_returned_components_may_repeat_an_id"),
    "C80": Line("test_semantics_returns.py::test_request_names_triggers_and_no_outputs[C80]", differs="a request names what changed, never a callback or its outputs"),
    "C81": Line("test_semantics_returns.py::test_request_names_triggers_and_no_outputs[C81]", "test_hostile.py::test_an_unknown_id_is_refused", differs="a 4xx, not a 500"),
    # -- 1e duplicate outputs --
    "C85": Line("test_graph.py::test_mistakes_are_found_at_start_up[V07]", differs=AT_START),
    "C86": Line("test_callback.py::test_declaration_is_refused[C86]", "test_semantics_returns.py::test_same_output_in_two_nestings_is_found", differs="an error where it is declared"),
    "C87": Line("test_semantics_returns.py::test_second_writer_must_say_that_it_does_not_write_at_load", differs="raised at start-up, when the app's own setting is known"),
    "C88": Line("test_semantics_returns.py::test_writers_with_the_same_inputs_are_two", differs="they do not collide: both are called"),
    "C89": Line("test_semantics_returns.py::test_readers_of_a_property_with_two_writers_are_called_once", differs="what is downstream waits for all writers of a request"),
    "C90": Line("test_graph.py::test_mistakes_are_found_at_start_up[C90]", differs=AT_START),
    # -- 1f ctx --
    "C100": Line("test_run.py::test_ctx_says[C100]", "test_run.py::test_ctx_of_a_dict_id_gives_attributes", "test_context.py::test_ctx_outside_a_callback_is_an_error"),
    "C101": Line("test_run.py::test_ctx_says[C101]", "test_run.py::test_ctx_of_a_dict_id_gives_attributes"),
    "C102": Line("test_run.py::test_ctx_says[C102]", "test_run.py::test_ctx_of_an_initial_call_is_falsy_but_not_empty"),
    "C103": Line("test_run.py::test_ctx_says[C103]"),
    "C104": Line("test_run.py::test_ctx_says[C104]"),
    "C105": Line("test_run.py::test_ctx_says[C105]", "test_semantics_matching.py::test_all_in_an_output_takes_a_value_for_each"),
    "C106": Line("test_run.py::test_ctx_says[C106]", "test_run.py::test_ctx_keeps_the_nesting_of_the_declaration"),
    "C107": Line("test_run.py::test_ctx_says[C107]", "test_run.py::test_ctx_keeps_the_nesting_of_the_declaration"),
    "C108": Line("test_answer.py::test_c108_cookies_and_headers_reach_the_page_the_update_and_the_post_without_javascript", "test_answer.py::test_c108_the_answer_waits_for_a_callback_that_speaks_of_it",
        differs="what a callback asked for holds though it raises PreventUpdate or fails: other callbacks share the answer"),
    "C109": Line("test_answer.py::test_c109_timings_go_into_a_server_timing_header", "test_answer.py::test_c109_a_name_twice_is_a_key_error_within_one_call", "test_answer.py::test_c109_a_stream_has_the_timings_that_were_recorded_before_it_began",
        differs="needs no developer tools"),
    "C110": Line("test_context.py::test_ctx_says_what_the_request_is", "test_answer.py::test_c110_a_cookie_comes_back_with_the_next_request"),
    "C111": Line("test_context.py::test_ctx_says_what_the_request_is", "test_context.py::test_ctx_set_props_is_set_props", not_built="custom_data is empty: hooks come with 2c; websocket is None"),
    "C112": Line(not_built="background callbacks are section 1j, which is another issue"),
    # -- 1g pattern-matching ids --
    "C120": Line("test_ids.py::test_id_has_one_text_and_comes_back_from_it[C120]", "test_ids.py::test_id_is_refused[C120]", "test_semantics_matching.py::test_values_in_ids_keep_their_types"),
    "C121": Line("test_ids.py::test_id_is_refused[C121]"),
    "C122": Line("test_semantics_matching.py::test_all_is_in_the_order_of_the_page", "test_semantics_matching.py::test_all_in_an_output_takes_a_value_for_each"),
    "C123": Line("test_run.py::test_output_of_all_takes_a_value_for_each", "test_semantics_returns.py::test_wrong_return_value_is_one_error_and_stops_nobody_else[C123]"),
    "C124": Line(
        "test_semantics_matching.py::test_match_calls_for_the_one_that_changed", "test_graph.py::test_mistakes_are_found_at_start_up[C124]",
        "test_semantics_matching.py::test_all_in_an_input_calls_for_every_output_of_match",
        differs="ALL in an Input calls for every Output with MATCH, since each is made of the whole list; Dash calls only for the one whose key is that of the trigger",
    ),
    "C125": Line("test_semantics_matching.py::test_match_without_match_in_the_output_calls_for_each_component", "test_semantics_initial.py::test_inserted_components_bring_their_calls[MATCH in the input]"),
    "C126": Line("test_graph.py::test_mistakes_are_found_at_start_up[C126]", differs=AT_START),
    "C127": Line("test_graph.py::test_mistakes_are_found_at_start_up[C127]", "test_semantics_matching.py::test_change_of_a_smaller_one_calls_all_above_it", differs=AT_START),
    "C128": Line("test_semantics_matching.py::test_allsmaller_is_in_the_order_of_the_page", "test_plan.py::test_allsmaller_stands_for_what_ranks_below_in_document_order"),
    "C129": Line("test_removal.py::test_a_list_calls_when_it_changes", "test_semantics_initial.py::test_inserted_components_bring_their_calls[ALL, an input comes]"),
    "C130": Line("test_removal.py::test_c130_a_new_match_output_makes_only_its_own_call", "test_semantics_initial.py::test_inserted_components_bring_their_calls[MATCH, a pair comes]"),
    "C131": Line("test_run.py::test_load_with_wildcards_that_match_nothing[C131]", "test_semantics_initial.py::test_inserted_components_bring_their_calls[ALL beside another]"),
    "C132": Line("test_ids.py::test_pattern_fits_an_id[C132]", "test_semantics_matching.py::test_ids_match_only_with_the_same_keys"),
    "C133": Line("test_running.py::test_c133_match_is_the_triggers_value_and_all_is_all", "test_running.py::test_cancel_is_checked"),
    "C134": Line("test_ids.py::test_id_is_refused[C134]", "test_semantics_matching.py::test_wildcard_is_no_id_of_a_component"),
    # -- 1h Patch --
    "C140": Line("test_patch.py::test_assign_and_del_at_any_depth", "test_patch.py::test_missing_places_are_refused"),
    "C141": Line("test_patch.py::test_list_operations", "test_patch.py::test_children_change_by_the_fewest_swaps"),
    "C142": Line("test_patch.py::test_numbers_and_dicts"),
    "C143": Line("test_patch.py::test_list_operations", "test_patch.py::test_patches_of_any_prop_add_up_over_requests"),
    "C144": Line("test_patch.py::test_write_only"),
    "C145": Line(
        "test_patch.py::test_patch_survives_pickle_and_copy", "test_patch.py::test_set_props_takes_patches", "browser/test_clientside_browser.py::test_c176_set_props_patch_and_clean_url"
    ),
    "C146": Line("test_patch.py::test_figure_patch_sends_only_what_is_done", "test_patch.py::test_appended_children_make_their_initial_calls", "browser/test_patch.py::test_a_patched_figure_stays_zoomed"),
    "C147": Line("test_patch.py::test_patch_of_nothing_is_an_error", "test_patch.py::test_error_says_what_where_and_how"),
    "C148": Line("test_patch.py::test_children_of_other_requests_are_deleted_by_index", "test_patch.py::test_two_callbacks_patch_the_same_children_in_one_request"),
    # -- 1i set_props, running, progress, cancel --
    "C150": Line(
        "test_semantics_returns.py::test_set_props_lands_with_the_answer", "test_semantics_initial.py::test_components_that_set_props_brings_make_their_calls_too",
        differs="components that it brings make their initial calls; in Dash 4.4.1 they make none",
    ),
    "C151": Line("test_semantics_returns.py::test_set_props_lands_with_the_answer", "test_run.py::test_set_props_runs_a_reader_again_that_was_too_early"),
    "C152": Line(
        "test_run.py::test_set_props_that_cannot_be_done_is_reported_and_the_rest_lands[C152]",
        "test_semantics_returns.py::test_set_props_of_a_missing_component_is_silent_where_ids_may_be_missing",
    ),
    "C153": Line("test_semantics_returns.py::test_set_props_lands_with_the_answer", not_built="WebSockets, see C190; over HTTP as the line says"),
    "C154": Line("test_run.py::test_set_props_never_runs_its_own_callback_again", differs="it has the guard of C61: no loop is possible"),
    "C155": Line(
        "test_running.py::test_c155_a_trigger_has_what_is_shown_before_and_after", "browser/test_streaming.py::test_c155_on_before_the_request_and_off_after_it",
        "browser/test_streaming.py::test_off_after_the_network_has_failed", differs="it goes off after a network failure, too",
    ),
    "C156": Line("test_running.py::test_c156_an_unknown_component_is_an_error_at_start_up", differs=AT_START),
    "C157": Line("test_settings.py::test_setting_that_is_not_built_is_named", not_built="progress= belongs to background callbacks (1j), which are another issue; generators land values meanwhile"),
    "C158": Line(
        "test_running.py::test_c158_cancel_makes_a_button_heard_that_nobody_else_listens_to", "test_running.py::test_cancel_is_checked",
        differs="cancel= ends generator callbacks; for background ones it comes with these (1j); on others a warning at start-up",
    ),
    # -- 1k clientside callbacks --
    "C175": Line(
        "test_clientside.py::test_c175_argument_forms_are_those_of_any_callback", "test_clientside.py::test_c175_a_callback_that_was_declared_before_the_app",
        "browser/test_clientside_browser.py::test_c175_nested_arguments_and_results",
        differs="dicts and nesting are allowed, which Dash refuses here: the function gets, and gives, objects and lists of that shape",
    ),
    "C176": Line(
        "browser/test_clientside_browser.py::test_c176_callback_context", "browser/test_clientside_browser.py::test_c176_no_update_prevent_update_and_short_lists",
        "browser/test_clientside_browser.py::test_c176_set_props_patch_and_clean_url", "browser/test_clientside_browser.py::test_c176_controls_are_read_with_their_types_and_written",
        differs="set_props takes only what some clientside callback has as Output, or what a source names in so many words",
    ),
    "C177": Line(
        "browser/test_clientside_browser.py::test_c177_a_promise_holds_up_what_waits_for_it_and_nothing_else",
        "browser/test_clientside_browser.py::test_c177_what_fails_is_seen_in_one_place_and_goes_when_it_works_again", differs=ON_PAGE,
    ),
    "C178": Line("test_clientside.py::test_c178_reserved_namespaces", "browser/test_clientside_browser.py::test_c178_what_is_missing_is_named"),
    "C179": Line(
        "test_clientside.py::test_c179_what_only_python_callbacks_have", "test_clientside.py::test_c51_c52_mixed_chains_are_as_if_all_ran_in_one_place",
        "browser/test_clientside_browser.py::test_c51_c52_mixed_chains_are_as_if_all_ran_in_one_place", differs="running=, background= and on_error= are errors where they are declared; Dash ignores them",
    ),
    # -- 1l errors --
    "C180": Line("test_run.py::test_on_error_of_the_callback_goes_before_that_of_the_app", "test_failures.py::test_c180_on_error_of_the_callback_overrides_that_of_the_app_and_leaves_no_box", "test_failures.py::test_c180_on_error_of_generators"),
    "C181": Line("test_run.py::test_on_error_takes_the_place_of_the_function[C181]", "test_run.py::test_on_error_may_set_props", "test_failures.py::test_c181_what_on_error_returns_is_checked_like_what_the_callback_returns"),
    "C182": Line("test_failures.py::test_c182_production_shows_the_reference_alone", "test_failures.py::test_c182_the_traceback_shows_the_apps_own_frames_with_their_lines", "browser/test_debug_panel.py::test_the_panel_can_be_used_by_all",
        differs="200, since other callbacks of the request land; the box is on the page in production as well, with a reference to the log"),
    "C183": Line(
        "browser/test_faults.py::test_an_edit_without_network_is_kept_and_sent",
        differs="a banner in production as well; what is lost or kept is said", not_built="error handlers of hooks come with hooks (2c)",
    ),
    "C184": Line(not_built="no error is needed: what a component loads is asked for by its own markup, wherever it comes from"),
    # -- 1m validation --
    "V01": Line("test_validation.py::test_v01_an_id_that_stands_twice_in_the_layout", "test_validation.py::test_v01_an_id_that_stands_twice_in_what_a_layout_function_makes", differs="at start-up, all of them"),
    "V02": Line("test_semantics_returns.py::test_returned_components_may_repeat_an_id"),
    "V03": Line("test_validation.py::test_v03_a_layout_that_is_none", "test_validation.py::test_v03_a_layout_function_that_raises", differs="where it is assigned, at the latest at start-up"),
    "V04": Line("test_graph.py::test_mistakes_are_found_at_start_up[V04]", "test_graph.py::test_unknown_ids_are_no_mistake_where_callbacks_make_components", differs=AT_START),
    "V05": Line("test_graph.py::test_mistakes_are_found_at_start_up[V05]", differs=AT_START),
    "V06": Line("test_validation.py::test_v06_a_value_in_the_layout_that_cannot_be_shown", "test_validation.py::test_v06_a_value_from_a_callback_that_cannot_be_shown",
        differs="at start-up, and of what callbacks return; only values that could not be shown"),
    "V07": Line("test_graph.py::test_mistakes_are_found_at_start_up[V07]", "test_graph.py::test_mistakes_are_found_at_start_up[C90]", differs=AT_START),
    "V08": Line("test_graph.py::test_mistakes_are_found_at_start_up[C62]", differs=AT_START),
    "V09": Line("test_validation.py::test_v09_components_that_should_be_in_a_list", differs="by keyword (title=html.B()) at start-up, not at construction, which it would slow down"),
    "V10": Line("test_html.py::test_an_unknown_attribute_is_refused", "test_html.py::test_the_error_proposes_the_closest_name"),
    "V11": Line("test_validation.py::test_v11_a_missing_argument_of_a_component"),
    "V12": Line("test_callback.py::test_dependency_is_refused"),
    "V13": Line("test_semantics_returns.py::test_wrong_return_value_is_one_error_and_stops_nobody_else"),
    "V14": Line("test_validation.py::test_v14_prefixes_that_contradict_each_other", not_built="prefixes are checked, and named in a warning; a folder of pages comes with pages"),
    "V15": Line("test_validation.py::test_v15_an_index_string_without_its_places", not_built="index_string is checked, and named in a warning"),
    "V16": Line("test_validation.py::test_v16_settings_that_are_gone_or_unknown"),
    "V17": Line("test_validation.py::test_v17_v18_v19_what_is_not_built_says_so", not_built="pages come with another issue; Dash(use_pages=) warns"),
    "V18": Line("test_validation.py::test_v17_v18_v19_what_is_not_built_says_so", not_built="WebSockets, see C190; callback(websocket=) warns"),
    "V19": Line(not_built="pages come with another issue"),
    "V20": Line("test_validation.py::test_v20_ids_that_are_no_flat_dicts", "test_ids.py::test_id_is_refused[V20]", differs="an error where it is written"),
    # -- 1n WebSocket, persistent, streaming --
    **{f"C{n}": Line(not_built=why) for n, why in {
        190: "no WebSocket: an answer that takes longer is streamed over HTTP (README), so nothing waits for its end",
        191: "no ctx.websocket: what a callback reads is declared, set_props writes",
        192: "persistent= needs a WebSocket; a generator callback goes on as long as its page is there",
        193: "no WebSocket",
        194: "no WebSocket; sync callbacks run in threads",
        195: "no WebSocket, and background callbacks are section 1j",
    }.items()},
    "C196": Line(
        "test_generators.py::test_each_value_is_a_part_of_its_own", "test_generators.py::test_an_async_generator_does_the_same", "browser/test_streaming.py::test_leaving_the_page_ends_it",
        differs="sync generators too; a stream is the answer to its own request, and cancel= ends it",
        not_built="ctx.shared_storage",
    ),
    # -- 1o persistence --
    "C200": Line(
        "test_persistence.py::test_c200_what_was_set_is_in_the_next_page",
        "test_persistence.py::test_c200_each_id_prop_and_persistence_value_has_its_own",
        "test_persistence.py::test_c200_cookies_are_lax_and_last_or_do_not",
        "test_persistence.py::test_c200_a_long_text_comes_back_with_one_request",
        "browser/test_persistence.py::test_c200_c202_all_is_there_at_once_and_nothing_is_sent",
        differs="in cookies, which the server sees before it makes the page (X6); session is the browser's, not the tab's; counters are not kept",
    ),
    "C201": Line(
        "test_persistence.py::test_c201_only_while_the_apps_own_value_is_unchanged",
        "test_persistence.py::test_c201_over_1_is_not_over_true",
        "test_persistence.py::test_c201_a_value_that_the_app_gives_again",
        differs="what is kept over another value is not shown, but not forgotten either, until the user sets another one",
    ),
    "C202": Line(
        "test_persistence.py::test_c202_every_initial_callback_sees_it",
        "test_persistence.py::test_c202_children_that_come_again_have_it_back",
        "browser/test_persistence.py::test_c202_children_that_come_again_have_it_back",
    ),
    "C203": Line(
        "test_persistence.py::test_c203_another_persistence_value_switches",
        "test_persistence.py::test_c203_falsy_disables",
        "test_persistence.py::test_c203_what_a_callback_writes_is_kept",
        "test_persistence.py::test_c203_what_an_initial_callback_writes_is_kept",
        "browser/test_persistence.py::test_c203_callbacks_switch_it_and_write_it",
    ),
    "C204": Line(
        "browser/test_persistence.py::test_c204_where_storage_is_blocked_the_page_remembers",
        "browser/test_persistence.py::test_c204_full_storage_matters_only_to_what_is_long",
        "test_persistence.py::test_c204_without_cookies_nothing_breaks",
    ),
    # -- values and elements (end of section 3) --
    "K01": Line(
        "test_semantics_types.py::test_any_prop_may_be_state", "test_semantics_types.py::test_store_keeps_its_value",
        "browser/test_semantics_elements.py::test_clicks_that_are_only_state_are_counted", "test_semantics_types.py::test_counter_that_is_only_state_counts",
        differs="an Interval whose n_intervals is only State does not tick; what a Graph tells (relayoutData, clickData ...) is issue 4",
    ),
    "K02": Line(
        "test_semantics_types.py::test_control_keeps_the_type_of_its_value", "test_semantics_types.py::test_store_keeps_its_value", "test_semantics_types.py::test_dates_are_iso_text",
        "test_semantics_types.py::test_whole_float_stays_a_float_where_the_app_gives_it", "test_semantics_types.py::test_number_that_a_callback_writes_into_a_text_field_comes_back_as_text",
        differs="8.0 stays a float where Dash's JSON makes it 8; a text field that a callback wrote gives text; an untouched Checklist without value gives [] after the load",
    ),
    "K03": Line("test_semantics_types.py::test_clicks_start_as_given", "test_semantics_types.py::test_clicks_start_over_when_the_button_comes_anew"),
    "K04": Line(
        "test_semantics_types.py::test_value_that_a_callback_sets_triggers_its_readers_and_leaves_other_fields",
        "browser/test_focus.py::test_the_caret_stays_while_answers_land", "browser/test_focus.py::test_text_in_another_field_survives",
        "browser/test_focus.py::test_no_letter_is_lost_if_the_answer_is_the_field_itself",
    ),
    "K05": Line("test_semantics_types.py::test_attributes_are_set_in_place", "browser/test_semantics_elements.py::test_attributes_do_not_recreate_elements"),
    "K06": Line("test_semantics_types.py::test_component_in_a_label_is_written_in_place", "test_semantics_returns.py::test_components_in_other_props_are_components"),
}  # fmt: skip
