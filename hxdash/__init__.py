"""hxdash: Dash's programming model as server-rendered hypermedia."""

from hxdash import dcc as dcc
from hxdash import dependencies as dependencies
from hxdash import exceptions as exceptions
from hxdash import html as html
from hxdash.app import Dash as Dash
from hxdash.callback import callback as callback
from hxdash.context import ctx as callback_context
from hxdash.context import ctx as ctx
from hxdash.context import set_props as set_props
from hxdash.dependencies import ALL as ALL
from hxdash.dependencies import ALLSMALLER as ALLSMALLER
from hxdash.dependencies import MATCH as MATCH
from hxdash.dependencies import ClientsideFunction as ClientsideFunction
from hxdash.dependencies import Input as Input
from hxdash.dependencies import Output as Output
from hxdash.dependencies import State as State
from hxdash.dependencies import no_update as no_update
