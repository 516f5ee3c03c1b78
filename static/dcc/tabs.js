// dcc.Tabs: a press shows the content of a tab; arrows, Home and End go from tab to tab. The hidden field ID.value tells
// the server. Without this file a tab is a submit button.
(() => {
const tabsOf = bar => [...bar.querySelectorAll('[role=tab]')];
const barOf = el => el.closest?.('.tab-container');
// What the user has chosen, and the server's own choice at that time.
const chosen = new WeakMap();

function paint(tab, on) {
  const {class: names = '', style, chosenStyle} = tab.dataset;
  for (const name of ['tab--selected', ...names.split(' ')]) if (name) tab.classList.toggle(name, on);
  if (chosenStyle) tab.style.cssText = on ? chosenStyle : style;
  tab.setAttribute('aria-selected', on);
}

function show(bar, value) {
  const tabs = tabsOf(bar), stop = tabs.find(tab => tab.value === value && !tab.disabled) ?? tabs.find(tab => !tab.disabled);
  for (const tab of tabs) {
    const on = tab.value === value, panel = document.getElementById(tab.getAttribute('aria-controls'));
    paint(tab, on);
    tab.tabIndex = tab === stop ? 0 : -1;
    // It sends nothing itself.
    tab.removeAttribute('name');
    if (panel) panel.hidden = !on;
  }
}

function choose(tab) {
  const bar = barOf(tab), field = bar.querySelector('[type=hidden]'), {value} = tab;
  if (tab.getAttribute('aria-selected') === 'true') return;
  chosen.set(bar, {value, server: bar.dataset.value});
  show(bar, value);
  if (!field) return;
  field.value = value;
  field.dispatchEvent(new Event('change', {bubbles: true}));
}

addEventListener('click', event => {
  const tab = event.target.closest?.('.tab-container > [role=tab]');
  if (!tab) return;
  event.preventDefault();
  choose(tab);
});

addEventListener('keydown', event => {
  const tab = event.target.closest?.('.tab-container > [role=tab]');
  if (!tab || event.altKey || event.ctrlKey || event.metaKey) return;
  const bar = barOf(tab), tabs = tabsOf(bar).filter(tab => !tab.disabled), at = tabs.indexOf(tab);
  const {flexDirection, direction} = getComputedStyle(bar), upright = flexDirection === 'column';
  const step = direction === 'rtl' && !upright ? -1 : 1;
  const to = {
    [upright ? 'ArrowDown' : 'ArrowRight']: at + step,
    [upright ? 'ArrowUp' : 'ArrowLeft']: at - step,
    Home: 0,
    End: -1,
  }[event.key];
  if (to == null) return;
  event.preventDefault();
  const next = tabs.at(to % tabs.length);
  next.focus();
  choose(next);
});

// The server has chosen.
addEventListener('hx:value', ({target}) => {
  const bar = target.matches('.tab-container > [type=hidden]') && barOf(target);
  if (!bar) return;
  chosen.set(bar, {value: target.value, server: bar.dataset.value});
  show(bar, target.value);
}, true);

hxdash.styles.tab = (tab, look) => {
  hxdash.styles.attrs(tab, look);
  if (look.class) tab.className = look.class;
  const bar = barOf(tab), on = tab.getAttribute('aria-selected') === 'true';
  paint(tab, on);
  if (!on) tab.tabIndex = -1;
  show(bar, tabsOf(bar).find(tab => tab.getAttribute('aria-selected') === 'true')?.value);
};

// New tabs, or old ones that were written anew: there the user's choice stays, as long as the server's own has not changed.
hxdash.ready(root => {
  const around = root.closest?.('.tab-parent')?.querySelectorAll('.tab-container') ?? [];
  for (const bar of new Set([...around, ...root.querySelectorAll('.tab-container')])) {
    const own = chosen.get(bar), field = bar.querySelector(':scope > [type=hidden]');
    const value = own?.server === bar.dataset.value ? own.value : bar.dataset.value;
    if (field) field.value = value;
    show(bar, value);
  }
});
})();
