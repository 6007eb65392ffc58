"""All rules, listed by hand in the order of their codes.

LF0xx syntax and names, LF1xx determinism, LF2xx Lua that luaflow does not support, LF3xx use of Temporal, LF4xx registry,
LF5xx quality. A code is written once and never reused.
"""

from luaflow.lint.rule import Rule
from luaflow.lint.rules import constant_assignment as _constant_assignment
from luaflow.lint.rules import misplaced_jump as _misplaced_jump
from luaflow.lint.rules import syntax_error as _syntax_error
from luaflow.lint.rules import unused_suppression as _unused_suppression
from luaflow.lint.rules.call_out_of_reach import call_out_of_reach
from luaflow.lint.rules.debug_call import debug_call
from luaflow.lint.rules.dynamic_code_call import dynamic_code_call
from luaflow.lint.rules.dynamic_require import dynamic_require
from luaflow.lint.rules.environment_call import environment_call
from luaflow.lint.rules.environment_change import environment_change
from luaflow.lint.rules.global_write import global_write
from luaflow.lint.rules.host_call import host_call
from luaflow.lint.rules.io_call import io_call
from luaflow.lint.rules.of_registry import REGISTRY_RULES
from luaflow.lint.rules.random_call import random_call
from luaflow.lint.rules.undeclared_call import undeclared_call
from luaflow.lint.rules.undeclared_module import undeclared_module
from luaflow.lint.rules.undefined_global import undefined_global
from luaflow.lint.rules.unknown_field import unknown_field
from luaflow.lint.rules.wall_clock_call import wall_clock_call

RULES: tuple[Rule, ...] = (
    _syntax_error.RULE,  # LF001
    _misplaced_jump.RULE,  # LF002
    _constant_assignment.RULE,  # LF003
    undefined_global,  # LF010
    undeclared_module,  # LF011
    unknown_field,  # LF012
    wall_clock_call,  # LF101
    random_call,  # LF102
    io_call,  # LF103
    environment_call,  # LF104
    dynamic_code_call,  # LF105
    debug_call,  # LF106
    global_write,  # LF107
    host_call,  # LF108
    dynamic_require,  # LF201
    environment_change,  # LF202
    undeclared_call,  # LF301
    call_out_of_reach,  # LF302
    *REGISTRY_RULES,  # LF400 to LF422
    _unused_suppression.RULE,  # LF501
)
