"""Room 15. Drive a page in process, over HTTP and without a browser: a client that does what static/hxdash.js does.

    with Client(app) as client:
        page = client.get("/")
        page["name"].value = "Ada"  # one request, exactly the one that a browser would send
        assert page["greeting"].text == "Hello, Ada"
        assert page.calls == ["greet"]

What a page holds is real: the answers' pieces are swapped into a tree of elements, hidden state goes along with the next request,
and what a user could not do raises `Impossible`. `get(path, javascript=False)` takes the same page as a plain form. The scripts of single
components (what a Dropdown writes on its button, how Plotly draws) do not run; for these there are browser tests. Nor do clientside
callbacks: `page.clientside` lists those that a browser would run now, and `page.clientside_result(value)` lets one of them return.
What components with persistence keep is kept from one page of a client to the next, in its cookies and a storage of its own.
`AsyncClient` is the same with `await` before every action.
"""

from hxdash.testing.client import AsyncClient as AsyncClient
from hxdash.testing.client import Client as Client
from hxdash.testing.clientside import ClientsideCall as ClientsideCall
from hxdash.testing.document import STYLES as STYLES
from hxdash.testing.element import Element as Element
from hxdash.testing.exchange import Downloaded as Downloaded
from hxdash.testing.exchange import Exchange as Exchange
from hxdash.testing.exchange import Impossible as Impossible
from hxdash.testing.exchange import Refused as Refused
from hxdash.testing.files import Chosen as Chosen
from hxdash.testing.pages import AsyncPage as AsyncPage
from hxdash.testing.pages import Page as Page
from hxdash.testing.tree import Node as Node

__all__ = ["STYLES", "AsyncClient", "AsyncPage", "Chosen", "Client", "ClientsideCall", "Downloaded", "Element", "Exchange", "Impossible", "Node", "Page", "Refused"]
