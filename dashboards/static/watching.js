// The pages of watching: a trial as it goes, a key that is shown once, a report and what became of it, tables under the arrow keys.
// Contents: onTry · drawReport · onKey · onReport · follow · place names · the grid · copying
'use strict';

const make = (tag, fields = {}, ...inside) => { const one = Object.assign(document.createElement(tag), fields); one.append(...inside); return one; };
const wordOf = (kind, word) => document.getElementById('outcomes')?.content.querySelector(`[data-${kind}="${CSS.escape(word ?? '')}"]`)?.textContent ?? word ?? '—';

function complain(place, error) {
  const wrong = place.querySelector('.sheet-error');
  wrong.textContent = error.message;
  wrong.hidden = false;
}

// One form at a time, its button off while it is under way.
async function once(form, work) {
  const button = form.querySelector('button:not([type=button])');
  if (button.disabled) return;
  button.disabled = true;
  const wrong = form.querySelector('.sheet-error');
  if (wrong) wrong.hidden = true;
  try { await work(); } finally { button.disabled = false; }
}

async function onTry(form) {
  const panel = document.getElementById('trial');
  const rows = panel.querySelector('tbody');
  const progress = panel.querySelector('[data-progress]');
  const began = Date.now();
  let read = 0;
  panel.hidden = false;
  rows.replaceChildren();
  progress.classList.remove('done');
  for (const part of ['[data-verdict]', '[data-table]', '[data-block]', '.sheet-error']) panel.querySelector(part).hidden = true;
  const say = () => { progress.querySelector('span').textContent = `正在读，${Math.round((Date.now() - began) / 1000)} 秒，已读 ${read} 条`; };
  say();
  const ticking = setInterval(say, 1000);
  try {
    const asked = await collect(form);
    if (asked.private) asked.private = true;
    for await (const line of linesOf(await ask(form.dataset.try, asked))) {
      if (line.error) throw new Error(line.error);
      if (line.report) drawReport(panel, line.report);
      else if (line.piece.outcome !== 'not reached') { read += 1; say(); panel.querySelector('[data-table]').hidden = false; rows.append(rowOf(line.piece)); }
    }
  } catch (error) { complain(panel, error); } finally { clearInterval(ticking); progress.classList.add('done'); }
}

async function ask(address, body) {
  const answer = await fetch(address, { method: 'POST', headers: { ...HEADERS, Accept: 'application/x-ndjson' }, credentials: 'same-origin', body: JSON.stringify(body) });
  if (answer.ok) return answer.body;
  let said = {};
  try { said = await answer.json(); } catch { /* the sentence below */ }
  throw new Error(said.error || '没有成功，请稍后再试。');
}

async function* linesOf(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    const lines = (rest + (value ?? '')).split('\n');
    rest = lines.pop();
    for (const line of lines) if (line) yield JSON.parse(line);
    if (done) return;
  }
}

function rowOf(piece) {
  const mark = make('span', { className: `outcome outcome-${piece.outcome.replaceAll(' ', '-')}`, textContent: wordOf('word', piece.outcome) });
  const link = make('small', { className: 'address', textContent: piece.url });
  const read = make('td', { className: 'long read' }, make('b', { textContent: piece.title || '—' }), make('p', { textContent: piece.text ?? '' }), link);
  const plain = [piece.published?.slice(0, 16).replace('T', ' '), piece.publisher, piece.length].map((value) => make('td', { className: 'fit', textContent: value ?? '—' }));
  return make('tr', {}, make('td', { className: 'fit' }, mark), read, ...plain, make('td', { className: 'long', textContent: piece.because || '—' }));
}

function drawReport(panel, report) {
  const rows = panel.querySelector('tbody');
  rows.replaceChildren(...report.items.map(rowOf));
  panel.querySelector('[data-table]').hidden = !report.items.length;
  const verdict = panel.querySelector('[data-verdict]');
  const dropped = report.items.length - report.kept;
  const sentence = report.kind
    ? `能当信息源：${wordOf('kind', report.kind)}，试了 ${report.items.length} 条，收下 ${report.kept} 条` + (dropped ? `，${dropped} 条不要，原因见表` : '') + (report.more ? `；列表里另有 ${report.more} 条没有试` : '') + '。'
    : `不能当信息源：${wordOf('word', report.outcome)}，${report.because}。`;
  verdict.replaceChildren(make('p', { className: report.kept ? 'verdict good' : 'verdict', textContent: sentence }));
  verdict.hidden = false;
  panel.querySelector('[data-block]').hidden = !report.block;
  panel.querySelector('[data-block] pre').textContent = report.block;
}

async function onKey(form) {
  try {
    const made = await call(form.dataset.keyForm, 'POST', await collect(form));
    form.closest('dialog').close();
    form.reset();
    document.querySelector('[data-secret]').textContent = made.key;
    openSheet('made');
    document.getElementById('made').addEventListener('close', () => { document.querySelector('[data-secret]').textContent = ''; refresh(); }, { once: true });
  } catch (error) { complain(form, error); }
}

// The code of the place that was picked by its name.
function placeOf(input) {
  const name = input.value.trim();
  if (!name) return undefined;
  const found = [...document.getElementById('places').options].find((option) => option.value === name);
  if (!found) throw new Error(`没有叫“${name}”的地点，请从列表中选，或不填。`);
  return found.dataset.code;
}

async function onReport(form) {
  try {
    const told = { ...(await collect(form)), place: placeOf(form.querySelector('[data-place]')) };
    const answer = await call(form.dataset.report, 'POST', told);
    form.reset();
    const said = answer.outcome === 'seen before' ? '这条以前报过，没有重复收下。' : '';
    await follow(answer.became, said, form);
  } catch (error) { complain(form, error); }
}

// Looks after a report until it is known what became of it, and while it can be taken back.
let followed;
async function follow(became, said, form) {
  const mine = followed = Symbol(became.id);
  drawBecame(became, said);
  for (let tries = 0; !became.done && tries < 90; tries += 1) {
    await new Promise((go) => setTimeout(go, 700));
    if (followed !== mine) return;
    became = await call(`/api/reports/${became.id}`, 'GET').catch(() => became);
    drawBecame(became, said);
  }
  if (!touched(form)) refresh();
}

function drawBecame(became, said) {
  const panel = document.getElementById('became');
  panel.hidden = false;
  const sentence = became.incident ? make('a', { href: `/incidents/${became.incident}`, textContent: became.sentence }) : became.sentence;
  const parts = [make('b', {}, sentence)];
  if (said) parts.unshift(make('p', { textContent: said }));
  if (became.incident_title) parts.push(make('p', { textContent: `《${became.incident_title}》` }));
  if (became.because) parts.push(make('small', { textContent: became.because }));
  if (became.undo_until) parts.push(undoOf(became));
  panel.replaceChildren(...parts);
}

function undoOf(became) {
  const button = make('button', { type: 'button', className: 'plain', textContent: '撤回' });
  const line = make('div', { className: 'acts' }, button, make('small', { textContent: '报错了，一分钟内可以撤回' }));
  setTimeout(() => line.remove(), Math.max(0, new Date(became.undo_until) - Date.now()));
  button.addEventListener('click', async () => {
    button.disabled = true;
    followed = undefined;
    try { drawBecame(await call(`/api/reports/${became.id}`, 'DELETE'), ''); refresh(); } catch (error) { toast(error.message, true); button.disabled = false; }
  });
  return line;
}

// In a table of figures the arrow keys go from cell to cell; Enter follows the cell's link.
function onArrow(event) {
  const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  const cell = event.target.closest?.('[data-grid] tbody :is(td, th)');
  if (!step || !cell) return;
  const rows = [...cell.closest('tbody').rows];
  const next = rows[rows.indexOf(cell.parentElement) + step[0]]?.cells[cell.cellIndex + step[1]];
  if (!next) return;
  event.preventDefault();
  (next.querySelector('a') ?? next).focus();
}

const FORMS = { try: onTry, keyForm: onKey, report: onReport };
document.addEventListener('submit', (event) => {
  const kind = Object.keys(FORMS).find((name) => event.target.dataset[name]);
  if (!kind) return;
  event.preventDefault();
  once(event.target, () => FORMS[kind](event.target));
});
document.addEventListener('keydown', onArrow);
document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copy]');
  if (!button) return;
  const text = button.parentElement.querySelector('code, pre');
  getSelection().selectAllChildren(text);
  try { await navigator.clipboard.writeText(text.textContent); toast('已复制'); } catch { toast('已选中，请按 Ctrl-C 复制'); }
});
