"""Text with headings, lists, tables and code in colours; rendered and cleaned on the server."""

from hxdash import Input, Output, callback, dcc, html

TEXT = """
### Release notes

The **spring** release is [here](https://example.org). What is new:

1. Charts follow *light and dark*
2. `Patch` appends to any list
    - [x] with tests

> It works without JavaScript, too.

| Version | Size | Pages / s |
|:--------|-----:|----------:|
| 1.0     |  812 |     1,150 |
| 1.1     |  640 |     1,480 |

```python
def area(radius: float) -> float:
    return 3.14159 * radius**2  # in m²
```
"""

layout = [
    html.Section([html.H2("As it is written"), dcc.Markdown(TEXT)]),
    html.Section([
        html.H2("As you write it"),
        html.Label(
            [
                "Markdown",
                dcc.Textarea(id="markdown-source", value="A *preview* at every key, with `code`.", rows=3),
            ],
            className="hx-field",
        ),
        dcc.Markdown(id="markdown-result"),
    ]),
]


@callback(Output("markdown-result", "children"), Input("markdown-source", "value"))
def render(text):
    return text
