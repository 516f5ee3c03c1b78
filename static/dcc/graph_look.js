// The template of figures that bring none: read from the page's own tokens, so charts follow any theme, light or dark. Served as one
// file with graph.js. Some of plotly's defaults are made for white paper only (polar, tables, menus, flows): they are named here too.
const hxLook = (() => {
// The same in light and dark, since plotly.express bakes them into traces. Each is 3:1 on both grounds, with black text on it 4.5:1.
const COLORWAY = ['#4287f0', '#f26b0f', '#29836c', '#d574b0', '#8c61c2', '#a39549', '#d43e35', '#7a8f86'];
const VIRIDIS = ['#440154', '#472777', '#3e4989', '#31688e', '#26828e', '#1f9e89', '#35b779', '#6dcd59', '#b4de2c', '#fde725'];
const SCALED = 'heatmap contour histogram2d histogram2dcontour surface mesh3d choropleth choroplethmap densitymap cone streamtube isosurface volume';
const INSIDE = [['bar', 'histogram', 'funnel'], ['pie', 'funnelarea'], ['sunburst', 'treemap', 'icicle']];
const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});

// light-dark() and color-mix() are resolved by the browser.
function token(el, name) {
  const old = el.style.color;
  el.style.color = `var(${name})`;
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = getComputedStyle(el).color;
  el.style.color = old;
  canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)].join();
}

const scale = colors => colors.map((color, i) => [i / (colors.length - 1), color]);

// Whether all traces of these types have our colours, on which black can be read. Beyond eight slices of a pie plotly mixes its own.
function ours(data, types) {
  return data.filter(trace => types.includes(trace.type)).every(({marker, labels, parents}) =>
    [marker?.colors ?? marker?.color ?? []].flat().every(color => COLORWAY.includes(color)) && (parents || !(labels?.length > COLORWAY.length)));
}

const isBare = ({data = [], layout = {}}) => !data.length && !Object.keys(layout).some(name => /axis|annotations|shapes|images|geo|map|scene|polar/.test(name));

function template(el, figure) {
  const ground = token(el, '--hx-surface'), {data = []} = figure;
  const [text, muted, line, edge, accent] = ['text', 'muted', 'line', 'edge', 'accent'].map(name => `rgb(${token(el, '--hx-' + name)})`);
  const surface = `rgb(${ground})`, none = `rgba(${ground},0)`, clear = 'rgba(0,0,0,0)';
  const family = getComputedStyle(el).fontFamily, narrow = el.clientWidth < 480;
  const lines = {gridcolor: line, linecolor: edge}, small = {color: muted, size: 12};
  const axis = {
    automargin: true, ...lines, gridwidth: 1, zerolinecolor: edge, zerolinewidth: 1,
    ticks: 'outside', ticklen: 5, tickcolor: clear, minorloglabels: narrow ? 'none' : 'small digits',
    tickfont: small, title: {font: small, standoff: 10},
  };
  const around = {...lines, tickfont: small, tickcolor: edge}, space = {...lines, zerolinecolor: edge, color: muted, backgroundcolor: none};
  const box = {bgcolor: surface, bordercolor: edge}, colorbar = {outlinewidth: 0, thickness: 12, ticks: '', tickfont: small, title: {font: small}};
  const change = {increasing: {line: {color: COLORWAY[2]}}, decreasing: {line: {color: COLORWAY[1]}}};
  const inside = {insidetextfont: {color: '#000'}};
  // Above the chart, where a narrow screen leaves it more width; a title has that place already.
  const across = {orientation: 'h', x: 0, title: {font: small, side: 'top'}, ...figure.layout?.title ? {yref: 'container', y: 0, yanchor: 'bottom'} : {y: 1, yanchor: 'bottom'}};
  const look = {
    layout: {
      font: {family, size: 13, color: text},
      title: {x: 0, xref: 'paper', xanchor: 'left', font: {size: 16, weight: 600}},
      paper_bgcolor: none, plot_bgcolor: none, colorway: COLORWAY, extendsunburstcolors: false, extendtreemapcolors: false, extendiciclecolors: false, margin: {l: 48, r: 16, t: 32, b: 40},
      colorscale: {sequential: scale(VIRIDIS), sequentialminus: scale(VIRIDIS.toReversed()), diverging: scale([COLORWAY[0], line, COLORWAY[1]])},
      xaxis: {...axis, rangeselector: {...box, activecolor: line}, rangeslider: {bgcolor: none, bordercolor: line, borderwidth: 1}},
      yaxis: axis, hovermode: 'closest', bargap: .3,
      polar: {bgcolor: none, angularaxis: around, radialaxis: {...around, linecolor: clear}},
      ternary: {bgcolor: none, aaxis: around, baxis: around, caxis: around},
      scene: {xaxis: space, yaxis: space, zaxis: space},
      geo: {bgcolor: none, landcolor: line, lakecolor: surface, oceancolor: none, coastlinecolor: edge, countrycolor: surface, subunitcolor: edge, framecolor: line},
      hoverlabel: {...box, align: 'left', font: {family, size: 13, color: text}},
      legend: {bgcolor: none, font: {size: 12, color: text}, title: {font: small}, tracegroupgap: 4, ...narrow && across},
      modebar: {bgcolor: none, color: muted, activecolor: accent},
      coloraxis: {colorbar},
      annotationdefaults: {arrowcolor: muted, arrowhead: 0, arrowwidth: 1},
      shapedefaults: {line: {color: edge, width: 1}},
      newshape: {line: {color: accent}},
      // Plotly marks what the pointer is on with nearly white, in any scheme.
      updatemenudefaults: {bgcolor: '#fff', bordercolor: edge, font: {color: '#1b1f24'}},
      sliderdefaults: {bgcolor: edge, activebgcolor: accent, bordercolor: none, tickcolor: edge, font: small},
    },
    data: {
      ...Object.fromEntries(SCALED.split(' ').map(type => [type, [{colorbar, colorscale: scale(VIRIDIS)}]])),
      scatter: [{line: {width: 2}, marker: {opacity: .85, line: {color: surface}, colorbar}}],
      bar: [{marker: {line: {width: 0, color: surface}, colorbar}}],
      histogram: [{marker: {line: {width: 1, color: surface}}}],
      pie: [{marker: {line: {width: 2, color: surface}}}],
      sunburst: [{leaf: {opacity: 1}, marker: {line: {color: surface}}, outsidetextfont: {color: text}}],
      treemap: [{outsidetextfont: {color: text}}],
      icicle: [{outsidetextfont: {color: text}}],
      candlestick: [change],
      ohlc: [change],
      waterfall: [{increasing: {marker: {color: COLORWAY[2]}}, decreasing: {marker: {color: COLORWAY[1]}}, totals: {marker: {color: COLORWAY[0]}},
        connector: {line: {color: edge, width: 1}}, ...inside}],
      indicator: [{gauge: {bar: {color: accent}, bgcolor: none, bordercolor: line, axis: {tickfont: small, tickcolor: edge}},
        delta: {increasing: {color: COLORWAY[2]}, decreasing: {color: COLORWAY[1]}}}],
      table: [{header: {fill: {color: none}, line: {color: line}, font: {color: muted}}, cells: {fill: {color: none}, line: {color: line}}}],
      sankey: [{link: {color: `rgba(${token(el, '--hx-muted')},.3)`}, node: {line: {width: 0}}, textfont: {color: text, shadow: 'none'}}],
    },
  };
  for (const types of INSIDE) {
    if (ours(data, types)) for (const type of types) look.data[type] = [{...look.data[type]?.[0], ...inside}];
  }
  if (isBare(figure)) {
    const awaited = document.querySelector('[name=hx-follow]'); // the page has not waited for all its callbacks
    Object.assign(look.layout, {
      xaxis: {visible: false}, yaxis: {visible: false},
      annotations: awaited ? [] : [{name: 'hx-empty', text: 'No data', xref: 'paper', yref: 'paper', x: .5, y: .5, showarrow: false, font: {color: muted, size: 14}}],
    });
  }
  return look;
}

return template;
})();
