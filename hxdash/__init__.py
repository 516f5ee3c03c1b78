"""hxdash: Dash's programming model as server-rendered hypermedia.

A change walks through the house once; each room is a module that imports only rooms above it in this list:

    exceptions    every error, and what it means            files, encoding, markup   paths; JSON; HTML text
    ids           string and dict ids, wildcards            signing, static_files, threads, forms, uploads, spool, settings, answer (ctx.response)
    dependencies  Input, Output, State                      page      what a component may ask of the page     values   of props
    authoring     what components of others bring along     component   base class: props, decode, markup
    patch         changes without the old value             mentions, outline, edit, moves   what code speaks of; children in place
    html, dcc, dash_table   the components, one file each   data_store   what is too large to ride in a page
    shapes        how dependencies nest
    callback, layout        declarations and the tree, checked           own   the steps of components themselves
    persistence   what a browser keeps of them
    readers       who reads files, and what browsers keep of a Store (kept)
    graph         the callback graph: groups                checks                    mistakes found at start-up
    clientside    callbacks in JavaScript                   handback                  what these have set
    left, places  calls that are left to requests that follow; what is around what callbacks made
    page_state    DECODE: posted fields to the state of a page    request             what an HTTP request says
    steps         a callback with concrete ids              plan      PLAN: which callbacks, in what order
    live, context, changes  the page while callbacks run; ctx; what they bring
    agenda, reasons         which step is next, and why     outcome   what a callback gave, set and noted
    chain         the quick way through the simplest plans  deferral  which steps are left to requests that follow
    run           RUN: call them
    render        RENDER: components to HTML                failures                  what is seen of a callback that failed
    handover      what clientside callbacks are told
    fragments     FRAGMENTS: changes to pieces of a page    shell, noscript, address  the page around them; without JavaScript; Locations
    transfer      files over HTTP
    running       what is shown while a callback runs       waiting                   what is still to come
    notice        pages that say why there is no page
    routes        the endpoints; `update` reads as these five calls    apis     callbacks as endpoints of their own
    app           Dash                                      testing, cli              a client for tests; the command line
"""

from hxdash import dash_table as dash_table
from hxdash import dcc as dcc
from hxdash import dependencies as dependencies
from hxdash import exceptions as exceptions
from hxdash import html as html
from hxdash.app import Dash as Dash
from hxdash.callback import callback as callback
from hxdash.clientside import clientside_callback as clientside_callback
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
from hxdash.patch import Patch as Patch

__version__ = "0.1.0"

__all__ = [
    "ALL",
    "ALLSMALLER",
    "MATCH",
    "ClientsideFunction",
    "Dash",
    "Input",
    "Output",
    "Patch",
    "State",
    "callback",
    "callback_context",
    "clientside_callback",
    "ctx",
    "dash_table",
    "dcc",
    "dependencies",
    "exceptions",
    "html",
    "no_update",
    "set_props",
]
