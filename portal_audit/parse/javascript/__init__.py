"""What an inline script does as soon as browsers run it, proven from its syntax tree.

Takes the text of a script, gives what it loads, writes and where it sends the visitor. Nothing is
executed: constants are followed through variables, functions and the usual wrappers, and whatever
depends on a click, a visitor or an answer is left out or marked as conditional.
"""

from portal_audit.parse.javascript.effects import (
    ScriptEffects,
    ScriptLoad,
    ScriptWrite,
)
from portal_audit.parse.javascript.interpreter import read_script

__all__ = ["ScriptEffects", "ScriptLoad", "ScriptWrite", "read_script"]
