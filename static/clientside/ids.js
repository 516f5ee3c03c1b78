// Ids with wildcards, for clientside callbacks that have some. In a pattern a list is one: {"index": ["MATCH"], "type": "x"}.
hxdash.wild = (() => {
const is = (word, value) => Array.isArray(value) && (!word || value[0] === word);
const keysWith = (word, pattern) => Object.keys(pattern).filter(key => is(word, pattern[key]));
const ids = () => [...document.querySelectorAll('[id^="{"]')].map(el => el.id);

function parse(text) {
  try {
    return text[0] === '{' ? JSON.parse(text) : text;
  } catch {
    return text;
  }
}

// What MATCH stands for if the id fits the pattern, else nothing.
function fit(pattern, text) {
  if (typeof pattern === 'string') return pattern === text && {};
  const id = parse(text), keys = Object.keys(pattern);
  if (String(keys) !== String(Object.keys(id)) || keys.some(key => !is('', pattern[key]) && pattern[key] !== id[key])) return;
  return Object.fromEntries(keysWith('MATCH', pattern).map(key => [key, id[key]]));
}

function fill(pattern, match) {
  return Object.fromEntries(Object.entries(pattern).map(([key, value]) => [key, is('MATCH', value) ? match[key] ?? value : value]));
}

// Numbers, then booleans, then strings.
const rank = value => ['number', 'boolean', 'string'].indexOf(typeof value);
const order = (a, b) => rank(a) - rank(b) || (a < b ? -1 : a > b);

// The id that a dependency stands for, or a list of them.
function find(pattern, match) {
  if (typeof pattern === 'string') return pattern;
  const id = fill(pattern, match), small = keysWith('ALLSMALLER', id);
  if (!keysWith('', id).length) return JSON.stringify(id);
  const found = ids().filter(text => fit(id, text) && small.every(key => order(parse(text)[key], match[key]) < 0));
  return small.length ? found.sort((a, b) => order(parse(a)[small[0]], parse(b)[small[0]])) : found;
}

// All that MATCH may stand for in a callback, where something is known of it.
function matches({o, i, m = []}, match) {
  let all = [match];
  if (!m.every(key => key in match)) {
    const [pattern] = [...o, ...i].find(([id]) => keysWith('MATCH', id).length), narrow = fill(pattern, match);
    all = ids().filter(text => fit(narrow, text)).map(text => fit(pattern, text));
  }
  return all.map(some => Object.fromEntries(m.map(key => [key, some[key]])));
}

return {parse, fit, find, matches};
})();
