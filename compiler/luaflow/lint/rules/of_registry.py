"""The codes of the registry reader and the package writer, listed by hand in the order of their codes."""

from luaflow.lint.rule import Rule
from luaflow.lint.rules import (
    alias_collision,
    duplicate_id,
    import_cycle,
    invalid_connection_setting,
    invalid_document,
    invalid_environment_entry,
    invalid_external_function,
    invalid_method,
    malformed_entry,
    missing_file,
    missing_source,
    name_collision,
    not_utf8,
    nothing_to_compile,
    output_folder_in_use,
    outside_module_in_workflow,
    path_outside_sources,
    unknown_client,
    unknown_import,
    unknown_module,
    unknown_worker,
    unsupported_module,
    workflow_without_worker,
)

REGISTRY_RULES: tuple[Rule, ...] = (
    nothing_to_compile.RULE,  # LF400
    invalid_document.RULE,  # LF401
    not_utf8.RULE,  # LF402
    malformed_entry.RULE,  # LF403
    duplicate_id.RULE,  # LF404
    missing_file.RULE,  # LF405
    path_outside_sources.RULE,  # LF406
    missing_source.RULE,  # LF407
    invalid_method.RULE,  # LF408
    unknown_import.RULE,  # LF409
    import_cycle.RULE,  # LF410
    alias_collision.RULE,  # LF411
    unknown_module.RULE,  # LF412
    unsupported_module.unsupported_module,  # LF413
    outside_module_in_workflow.RULE,  # LF414
    workflow_without_worker.RULE,  # LF415
    unknown_worker.RULE,  # LF416
    unknown_client.RULE,  # LF417
    invalid_connection_setting.RULE,  # LF418
    invalid_external_function.RULE,  # LF419
    name_collision.RULE,  # LF420
    invalid_environment_entry.RULE,  # LF421
    output_folder_in_use.RULE,  # LF422
)
