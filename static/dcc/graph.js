// dcc.Graph in the browser. The figure comes as JSON, in the page or as a partial of style "figure":
//   <div id class="dash-graph" hx-script=URL><div hx-morph-skip></div>
//     <script type="application/json">{"data", "layout", "frames", "config", "bundle"}</script></div>
// Plotly draws into the inner div. How a figure without a template looks is graph_look.js.
(() => {
const BUNDLES = ['basic', 'cartesian', 'strict'];
// Which Graph property each event of plotly sets, as in Dash.
const EVENTS = {plotly_click: 'clickData', plotly_hover: 'hoverData', plotly_selected: 'selectedData',
  plotly_relayout: 'relayoutData', plotly_restyle: 'restyleData', plotly_clickannotation: 'clickAnnotationData'};
const MOTION = {frame: {redraw: false}, transition: {duration: 750, easing: 'cubic-in-out'}};
// element -> {figure, drawn: the figure that is on the screen, added: points that came before it was}
const graphs = new WeakMap();

const inner = el => el.querySelector(':scope > [hx-morph-skip]');

// --- Which plotly.js: the smallest bundle that draws the figure; a bigger one replaces a smaller one ---

const urls = JSON.parse(document.querySelector('meta[name="hx-plotly"]')?.content ?? '{}');
let loaded = -1;
let queue = first();

// The page may bring one itself: <script defer data-plotly="basic">.
async function first() {
  const script = document.querySelector('script[data-plotly]');
  if (!script) return;
  await hxdash.load(script.getAttribute('src'));
  loaded = BUNDLES.indexOf(script.dataset.plotly);
}

function plotly(bundle = 'basic') {
  queue = queue.catch(() => {}).then(async () => {
    const needed = BUNDLES.indexOf(bundle);
    if (needed <= loaded) return;
    await hxdash.load(urls[bundle]);
    loaded = needed;
  });
  return queue;
}

// --- Drawing ---

async function draw(el) {
  const graph = graphs.get(el), {figure} = graph;
  // A graph in a hidden panel is drawn when it is shown (the ResizeObserver calls again).
  if (!el.clientWidth) return;
  await plotly(figure.bundle);
  // A newer figure has come, or the graph has gone, while plotly was loading.
  if (graph.figure !== figure || graph.drawn === figure || !el.isConnected) return;
  graph.drawn = figure;
  const div = inner(el), coarse = matchMedia('(pointer: coarse)').matches, still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const layout = {...figure.layout};
  if (still) delete layout.transition;
  graph.themed = !layout.template;
  if (graph.themed) layout.template = hxLook(el, figure);
  // Fills the box where its height is fixed; elsewhere the chart's own height counts.
  div.style.height = '100%';
  const data = figure.data ?? [], {frames} = figure;
  if (figure.animate && div.data?.length === data.length && !still) {
    if (frames) {
      await Plotly.deleteFrames(div);
      await Plotly.addFrames(div, frames);
    }
    // One that is overtaken by the next is no failure.
    await Plotly.animate(div, {data, layout: figure.layout, traces: data.map((trace, i) => i)}, {...MOTION, ...figure.animate}).catch(() => {});
  } else {
    await Plotly.react(div, {
      data, layout, frames,
      config: {responsive: true, displaylogo: false, ...coarse && {displayModeBar: false}, ...figure.config},
    });
  }
  if (!graph.listening) listen(el, div);
  graph.listening = true;
  graph.ready = figure;
  for (const points of graph.added?.splice(0) ?? []) await add(el, points);
}

function show(el, figure) {
  if (!graphs.has(el)) {
    graphs.set(el, {});
    resizes.observe(el);
  }
  graphs.get(el).figure = figure;
  return draw(el);
}

// A new figure from the server. What the reader did to the old one is forgotten, unless a uirevision keeps it.
function replace(el, figure) {
  const old = graphs.get(el)?.figure.layout?.uirevision, kept = old && old === figure.layout.uirevision, input = field(el, 'figure');
  if (input && !kept) input.value = '';
  return show(el, figure);
}

// extendData, prependData: {data, traces, most, before}.
function add(el, points) {
  const graph = graphs.get(el), {data, traces, most, before} = points;
  if (graph.ready !== graph.figure) return void (graph.added ??= []).push(points);
  for (const trace of traces) for (const name in data) unpackIn(inner(el).data.at(trace), name.split('.'));
  return Plotly[before ? 'prependTraces' : 'extendTraces'](inner(el), data, traces, most ?? undefined);
}

function setEvents(el, events) {
  for (const prop in events) if (field(el, prop)) field(el, prop).value = events[prop];
}

const resizes = new ResizeObserver(entries => {
  for (const {target} of entries) {
    const graph = graphs.get(target);
    if (!target.isConnected) clear(target);
    else if (graph.drawn !== graph.figure) draw(target);
    else if (target.clientWidth && graph.width !== target.clientWidth) Plotly.Plots.resize(inner(target));
    graph.width = target.clientWidth;
  }
});

// A graph that left the page for good; one that was only moved is connected again by now.
function clear(el) {
  resizes.unobserve(el);
  graphs.delete(el);
  window.Plotly?.purge(inner(el));
}

// Another scheme or theme: only the template changes, zoom and selections stay.
function recolour() {
  for (const el of document.querySelectorAll('.dash-graph')) {
    const graph = graphs.get(el);
    if (graph?.drawn && graph.themed) Plotly.relayout(inner(el), {template: hxLook(el, graph.figure)});
  }
}
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', recolour);
new MutationObserver(recolour).observe(document.documentElement, {attributeFilter: ['data-theme', 'data-bs-theme', 'class', 'style']});

// --- On paper: the light colours, and drawings that shrink with the column ---

function drawings() {
  return [...document.querySelectorAll('.dash-graph .svg-container, .dash-graph .main-svg')];
}

for (const type of ['beforeprint', 'afterprint']) addEventListener(type, () => {
  const printing = type === 'beforeprint', {style} = document.documentElement;
  style.colorScheme = printing ? 'light' : '';
  recolour();
  for (const part of drawings()) {
    const {width, height} = part.matches('svg') ? part.attributes : {};
    if (width && printing) part.setAttribute('viewBox', `0 0 ${width.value} ${height.value}`);
    else part.removeAttribute('viewBox');
    part.style.maxWidth = printing ? '100%' : '';
    if (width) part.style.height = printing ? 'auto' : '';
  }
});

// --- What the reader does with the chart goes to the hidden field v:ID.PROP in the graph, if the server made one; the event
// PROP says so ---

function listen(el, div) {
  for (const [event, prop] of Object.entries(EVENTS)) {
    div.on(event, data => {
      // What we did ourselves: other colours.
      if (data?.template) return;
      let value = data?.points ? points(data) : data;
      if (prop === 'clickAnnotationData') value = pick(data, ['index', 'annotation']);
      // A second click on the same point counts, a second look at it does not.
      if (/^click/.test(prop)) value.timestamp = Date.now();
      if (prop === 'relayoutData') edit(el, {layout: edited(div, data)});
      if (prop === 'restyleData') edit(el, {data: restyled(data)});
      tell(el, prop, value);
    });
  }
  div.on('plotly_deselect', () => tell(el, 'selectedData', null));
  div.on('plotly_unhover', () => el.hasAttribute('data-clear-on-unhover') && tell(el, 'hoverData', null));
}

function field(el, prop) {
  return el.querySelector(`:scope > input[name="${CSS.escape(`v:${el.id}.${prop}`)}"]`);
}

function tell(el, prop, data) {
  const input = field(el, prop), value = data == null ? '' : text(data);
  if (!input || input.value === value) return;
  input.value = value;
  hxdash.emit(el, prop);
}

// Plotly's own objects may lead back to themselves, or to elements: those parts are left out.
function text(data) {
  const around = [];
  return JSON.stringify(data, function (key, value) {
    while (around.length && around.at(-1) !== this) around.pop();
    if (value instanceof Node || value instanceof Event || around.includes(value)) return undefined;
    if (ArrayBuffer.isView(value)) return [...value];
    if (value && typeof value === 'object') around.push(value);
    return value;
  });
}

const pick = (from, names) => Object.fromEntries(names.filter(name => name in from).map(name => [name, from[name]]));

// The parts of the layout that the reader has changed, but for the size, which the window decides.
function edited(div, changes) {
  const names = Object.keys(changes).map(name => name.split(/[.[]/)[0]);
  return pick(div.layout, names.filter(name => !['autosize', 'width', 'height', 'template'].includes(name)));
}

function restyled([changes, traces]) {
  const own = i => Object.entries(changes).filter(([name]) => !/[.[]/.test(name))
    .map(([name, value]) => [name, Array.isArray(value) ? value[i % value.length] : value]);
  return Object.fromEntries(traces.map((trace, i) => [trace, Object.fromEntries(own(i))]));
}

// What the reader has changed in the figure since it came.
function edit(el, {layout = {}, data = {}}) {
  const input = field(el, 'figure');
  if (!input || !Object.keys({...layout, ...data})[0]) return;
  const old = JSON.parse(input.value || '{}'), traces = {...old.data};
  for (const i in data) traces[i] = {...traces[i], ...data[i]};
  tell(el, 'figure', {layout: {...old.layout, ...layout}, data: traces});
}

// The points as Dash reports them: plain values only, and the customdata of the point.
function points(data) {
  const plain = value => value === null || typeof value !== 'object';
  const found = data.points.map(point => {
    const kept = Object.fromEntries(Object.entries(point).filter(([, value]) => plain(value)));
    if (point.bbox) kept.bbox = point.bbox;
    const index = point.pointNumber ?? point.pointNumbers?.[0];
    const custom = point.customdata ?? point.data?.customdata?.[index];
    if (custom !== undefined) kept.customdata = custom;
    if (point.pointNumbers) kept.pointNumbers = point.pointNumbers;
    return kept;
  });
  const {range, lassoPoints} = data;
  return {points: found, ...range && {range}, ...lassoPoints && {lassoPoints}};
}

// --- Patches: {patch: [[operation, place, value, index], ...], bundle} done to the figure as it is now on the screen ---

const DTYPES = {f8: Float64Array, f4: Float32Array, i4: Int32Array, u4: Uint32Array, i2: Int16Array, u2: Uint16Array,
  i1: Int8Array, u1: Uint8Array};
const OPERATIONS = {
  Assign: (old, value) => value,
  Append: (old, value) => [...old, value],
  Prepend: (old, value) => [value, ...old],
  Extend: (old, value) => [...old, ...value],
  Insert(old, value, index) {
    const place = index < 0 ? index + old.length : index;
    return old.toSpliced(place < 0 ? old.length : place, 0, value);
  },
  Remove: (old, value) => old.filter(item => !same(item, value)),
  Clear: old => Array.isArray(old) ? [] : typeof old === 'string' ? '' : {},
  Reverse: old => typeof old === 'string' ? [...old].reverse().join('') : old.toReversed(),
  Merge: (old, value) => ({...old, ...value}),
  Add: (old, value) => old + value,
  Sub: (old, value) => old - value,
  Mul: (old, value) => old * value,
  Div: (old, value) => old / value,
};

function same(a, b) {
  if (a === b || !a || !b || typeof a !== 'object' || typeof b !== 'object') return a === b;
  const keys = Object.keys(a);
  return Array.isArray(a) === Array.isArray(b) && keys.length === Object.keys(b).length && keys.every(key => same(a[key], b[key]));
}

// Typed arrays, packed or not, become plain ones that can be changed.
function unpack(value) {
  const kind = DTYPES[value?.dtype];
  if (kind && value.shape === undefined) {
    return [...new kind(Uint8Array.from(atob(value.bdata), char => char.charCodeAt()).buffer)];
  }
  return ArrayBuffer.isView(value) ? [...value] : value;
}

function unpackIn(part, [name, ...rest]) {
  if (part && rest.length) unpackIn(part[name], rest);
  else if (part) part[name] = unpack(part[name]);
}

// Only what is on the way to the place is copied: plotly sees by that what is new.
function patched(old, [operation, [key, ...rest], ...given]) {
  old = unpack(old);
  if (key === undefined) return OPERATIONS[operation](old, ...given);
  if (old === null || typeof old !== 'object') {
    if (operation === 'Delete') return old;
    old = typeof key === 'number' ? [] : {};
  }
  const copy = Array.isArray(old) ? [...old] : {...old};
  const place = Array.isArray(old) && key < 0 ? key + old.length : key;
  if (operation !== 'Delete') copy[place] = patched(old[place], [operation, rest, ...given]);
  else if (!(place in old)) return old;
  else if (rest.length) copy[place] = patched(old[place], [operation, rest]);
  else if (Array.isArray(old)) copy.splice(place, 1);
  else delete copy[place];
  return copy;
}

// What a clientside callback has made: which bundle draws it, and the settings of the graph, are not its business.
const KINDS = ['scatter bar pie', 'box heatmap histogram histogram2d histogram2dcontour contour violin image quiver scatterternary'];

function bundleFor(data) {
  const kinds = data.map(({type}) => type || 'scatter'), draws = list => kinds.every(kind => list.split(' ').includes(kind));
  return draws(KINDS[0]) ? 'basic' : draws(KINDS.join(' ')) ? 'cartesian' : 'strict';
}

function label(el, {title} = {}) {
  if (title?.text ?? title) el.setAttribute('aria-label', title.text ?? title);
}

function remake(el, figure) {
  const {data, layout, frames} = figure ?? {}, {config, animate} = graphs.get(el)?.figure ?? {};
  label(el, layout);
  return replace(el, {config, animate, data: data ?? [], layout: layout ?? {}, frames, bundle: bundleFor(data ?? [])});
}

function change(el, {patch, bundle, ...settings}) {
  const graph = graphs.get(el);
  let {data = [], layout = {}, ...more} = graph.figure;
  // What the reader has zoomed and hidden plotly keeps in the data and the layout that it draws.
  if (graph.drawn === graph.figure) {
    ({data, layout: {...layout}} = inner(el));
    if (graph.themed) delete layout.template;
  }
  const figure = {...patch.reduce(patched, {data, layout, ...more}), ...settings};
  if (BUNDLES.indexOf(bundle) > BUNDLES.indexOf(figure.bundle)) figure.bundle = bundle;
  label(el, figure.layout);
  return show(el, figure);
}

// --- Registration ---

hxdash.styles.figure = replace;
hxdash.styles.graphdata = setEvents;
hxdash.styles.graphpoints = add;
hxdash.styles.figurepatch = change;
hxdash.styles.figuredata = remake;
// The figure of a graph as it was last given, with what the reader has done to it.
hxdash.figure = el => {
  const {data = [], layout, frames} = graphs.get(el)?.figure ?? {}, edits = JSON.parse(field(el, 'figure')?.value || '{}');
  return {data: data.map((trace, i) => ({...trace, ...edits.data?.[i]})), layout: {...layout, ...edits.layout}, ...frames && {frames}};
};
hxdash.ready(root => {
  for (const el of [root, ...root.querySelectorAll('.dash-graph')]) {
    if (!el.matches('.dash-graph')) continue;
    // When the graph came again with what is around it, the text may be new.
    const {textContent} = el.querySelector(':scope > script');
    if (graphs.get(el)?.text === textContent) continue;
    show(el, JSON.parse(textContent));
    graphs.get(el).text = textContent;
  }
});
})();
