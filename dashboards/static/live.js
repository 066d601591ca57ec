// What keeps a page alive: the register's changes, the countdowns, the keys.
// Contents: refresh · the watch · countdowns · the seconds to undo · clamps · keys
'use strict';

const busy = () => document.querySelector('dialog[open]') || document.activeElement?.closest('#live :is(input, textarea, select)');
let waiting = false;
let timer;

// Draws the page's main part anew, but never under somebody's hands.
function refresh() {
  clearTimeout(timer);
  if (busy()) { waiting = true; return; }
  waiting = false;
  htmx.trigger(document.body, 'changed');
}

function watch() {
  const watched = document.body.dataset.watch.split(' ').filter(Boolean);
  if (!watched.length || !document.querySelector('.top')) return;
  const stream = new EventSource('/api/events');
  stream.addEventListener('change', (event) => {
    if (JSON.parse(event.data).some((moved) => watched.includes(moved))) { clearTimeout(timer); timer = setTimeout(refresh, 1200); }
  });
  window.addEventListener('pagehide', () => stream.close());
}

function span(milliseconds) {
  const seconds = Math.floor(Math.abs(milliseconds) / 1000);
  if (seconds < 3600) return `${Math.max(1, Math.floor(seconds / 60))}分钟`;
  if (seconds < 86400) { const minutes = Math.floor((seconds % 3600) / 60); return `${Math.floor(seconds / 3600)}小时` + (minutes && seconds < 21600 ? `${minutes}分` : ''); }
  const hours = Math.floor((seconds % 86400) / 3600);
  return `${Math.floor(seconds / 86400)}天` + (hours && seconds < 259200 ? `${hours}小时` : '');
}

function tick() {
  const now = Date.now();
  for (const one of document.querySelectorAll('time[data-due]')) {
    const rest = new Date(one.dateTime) - now;
    one.textContent = rest >= 0 ? `还剩 ${span(rest)}` : `逾期 ${span(rest)}`;
    one.classList.toggle('left-overdue', rest < 0);
    one.classList.toggle('left-soon', rest >= 0 && rest < 4 * 3600e3);
  }
  for (const one of document.querySelectorAll('time[data-ago]')) {
    const past = now - new Date(one.dateTime);
    one.textContent = past < 60e3 ? '刚刚' : `${span(past)}前`;
  }
}

// The seconds in which a slip can be taken back; then the offer goes.
function leftovers() {
  for (const one of document.querySelectorAll('[data-left]')) {
    one.dataset.until ??= performance.now() + 1000 * one.dataset.left;  // by the server's clock: this one may be wrong
    const seconds = Math.ceil((one.dataset.until - performance.now()) / 1000);
    if (seconds <= 0) one.closest('.undo').remove(); else one.textContent = `${seconds} 秒`;
  }
}

// Long posts show their beginning, and the rest when asked.
function clamp() {
  for (const text of document.querySelectorAll('[data-clamp]:not([data-done])')) {
    text.dataset.done = '1';
    text.classList.add('clamped');
    if (text.scrollHeight <= text.clientHeight + 4) { text.classList.remove('clamped'); continue; }
    const more = Object.assign(document.createElement('button'), { type: 'button', className: 'link unfold', textContent: '展开全文' });
    more.addEventListener('click', () => { more.textContent = text.classList.toggle('clamped') ? '展开全文' : '收起'; });
    text.after(more);
  }
}

let chosen;
const rows = () => [...document.querySelectorAll('[data-rows] > .row')];
function choose(step) {
  const all = rows();
  if (!all.length) return;
  const now = all.findIndex((row) => row.dataset.id === chosen);
  const next = all[Math.min(all.length - 1, Math.max(0, now + step))];
  chosen = next.dataset.id;
  show();
  next.scrollIntoView({ block: 'nearest' });
  next.focus({ preventScroll: true });
}
function show() {
  for (const row of rows()) row.classList.toggle('selected', row.dataset.id === chosen);
}

const GOES = { d: '/desk', i: '/inbox', t: '/timeliness', s: '/search' };
let before = '';
function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest('input, textarea, select, dialog')) return;
  const selected = document.querySelector('.row.selected');
  if (before === 'g' && GOES[event.key]) location.assign(GOES[event.key]);
  else if (event.key === 'j') choose(1);
  else if (event.key === 'k') choose(-1);
  else if (event.key === 'Enter' && selected && !event.target.closest('a, button')) selected.querySelector('[data-go]')?.click();
  else if (event.key === 'a') (rows().length ? selected : document)?.querySelector('[data-key=a]')?.click();
  else if (event.key === 'u') document.querySelector('[data-key=u]')?.click();
  else if (event.key === '/') { const box = document.querySelector('[data-search]'); if (box) { event.preventDefault(); box.focus(); box.select(); } }
  else if (event.key === '?') location.assign('/help');
  before = event.key;
}

let open = [];
document.addEventListener('htmx:beforeRequest', (event) => { if (event.target.id === 'live' && busy()) { waiting = true; event.preventDefault(); } });
document.addEventListener('htmx:beforeSwap', (event) => {
  if (event.detail.xhr.responseURL?.includes('/sign-in')) { event.preventDefault(); location.reload(); }
  open = [...document.querySelectorAll('details[open][id]')].map((one) => one.id);
  const all = rows();
  const at = all.findIndex((row) => row.dataset.id === chosen);
  after = at < 0 ? [] : [...all.slice(at), ...all.slice(0, at).reverse()].map((row) => row.dataset.id);
});
let after = [];
document.addEventListener('htmx:afterSwap', () => {
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  const here = new Set(rows().map((row) => row.dataset.id));
  if (chosen && !here.has(chosen)) chosen = after.find((id) => here.has(id));
  tick(); clamp(); show(); leftovers();
});
document.addEventListener('close', () => { if (waiting) refresh(); }, true);
document.addEventListener('focusout', () => setTimeout(() => { if (waiting && !busy()) refresh(); }, 300));
document.addEventListener('keydown', key);
window.addEventListener('DOMContentLoaded', () => { tick(); clamp(); watch(); leftovers(); setInterval(tick, 20000); setInterval(leftovers, 1000); });
