// What a page does when somebody acts: forms go to the API as JSON, sheets open and close, offices are found by name.
// Contents: call · collect · send · offices · onBackdrop · openSheet · the listeners
'use strict';

const HEADERS = { 'Content-Type': 'application/json', 'X-Huixiang': '1' };

async function call(address, method, body) {
  const answer = await fetch(address, { method, headers: HEADERS, credentials: 'same-origin', body: body === undefined ? undefined : JSON.stringify(body) });
  if (answer.status === 401 && address !== '/api/session') { location.assign('/sign-in?after=' + encodeURIComponent(location.pathname + location.search)); throw new Error('请先登录。'); }
  const text = await answer.text();
  let said = {};
  try { said = text ? JSON.parse(text) : {}; } catch { said = { error: '服务器的回答看不懂，请稍后再试。' }; }
  if (!answer.ok) throw new Error(said.error || '没有成功，请稍后再试。');
  return said;
}

// The fields of a form as the API takes them: `details.x` nests, `x[]` gathers, an office's name becomes its id.
async function collect(form) {
  const body = {};
  for (const field of form.elements) {
    if (!field.name || field.disabled || (field.type === 'checkbox' && !field.checked)) continue;
    const path = field.name.replace('[]', '').split('.');
    const last = path.pop();
    const into = path.reduce((whole, part) => (whole[part] ??= {}), body);
    let value = field.value.trim();
    if (field.type === 'password') value = field.value;
    if (field.hasAttribute('data-office') && value) value = await officeOf(value);
    if (field.hasAttribute('data-number') && value) value = Number(value);
    if (field.name.endsWith('[]')) {
      if (value !== '' || field.type === 'hidden') into[last] ??= [];
      if (value !== '') into[last].push(value);
    } else if (value !== '') into[last] = value;
  }
  return body;
}

async function send(form) {
  const wrong = form.querySelector('.sheet-error');
  const button = form.querySelector('button:not([type=button])');
  if (wrong) wrong.hidden = true;
  if (button) button.disabled = true;
  try {
    const method = form.querySelector('[data-verb]')?.dataset.verb || form.dataset.method || 'POST';
    const fields = await collect(form);
    const needs = form.querySelector('[data-needs]');
    if (needs && !Object.keys(fields.details ?? {}).length) throw new Error(needs.dataset.needs);
    const done = await call(form.dataset.api, method, method === 'DELETE' ? undefined : fields);
    form.closest('dialog')?.close();
    if (form.dataset.then) { location.assign(form.dataset.then); return; }
    const opened = done?.history?.at(-1)?.details?.opened;
    toast(form.dataset.said || '已完成', false, opened);
    refresh();
  } catch (error) {
    if (wrong) { wrong.textContent = error.message; wrong.hidden = false; } else { toast(error.message, true); refresh(); }
  } finally {
    if (button) button.disabled = false;
  }
}

// The offices, asked for once, when somebody first wants to name one.
let asked;
function offices() {
  asked ??= call('/api/rules/offices', 'GET').then((found) => {
    const list = document.getElementById('offices');
    list.replaceChildren(...found.map((office) => { const one = document.createElement('option'); one.value = office.name; one.label = office.aliases.slice(0, 3).join('、'); return one; }));
    return new Map(found.flatMap((office) => [[office.id, office.id], [office.name, office.id]]));
  }).catch((error) => { asked = undefined; throw error; });
  return asked;
}

async function officeOf(name) {
  const id = (await offices()).get(name);
  if (!id) throw new Error(`没有名为“${name}”的单位，请从列表中选。`);
  return id;
}

async function addOffice(input) {
  const name = input.value.trim();
  const id = (await offices()).get(name);
  const list = document.getElementById(input.dataset.officeAdd);
  if (!id || [...list.querySelectorAll('input')].some((box) => box.value === id)) return;
  const label = document.createElement('label');
  label.className = 'check';
  const box = Object.assign(document.createElement('input'), { type: 'checkbox', name: 'details.cooperating[]', value: id, checked: true });
  label.append(box, ' ' + name);
  list.append(label);
  input.value = '';
}

// A sentence for a moment, with a link to the incident that came of it where there is one.
function toast(sentence, wrong = false, incident = undefined) {
  const one = document.createElement('div');
  one.className = wrong ? 'toast wrong' : 'toast';
  one.textContent = sentence;
  if (incident) one.append('：', Object.assign(document.createElement('a'), { href: `/incidents/${incident}`, textContent: `事件 ${incident}` }));
  document.getElementById('toasts').append(one);
  setTimeout(() => one.remove(), incident ? 20000 : wrong ? 7000 : 3500);
}

// A click on the backdrop closes a sheet only where nothing was typed: a slip must not cost what was written.
function onBackdrop(event) {
  const sheet = event.target;
  const edge = sheet.getBoundingClientRect();
  const inside = event.clientX >= edge.left && event.clientX <= edge.right && event.clientY >= edge.top && event.clientY <= edge.bottom;
  if (!inside && ![...sheet.querySelectorAll('form')].some(touched)) sheet.close();
}

function touched(form) {
  return [...form.elements].some((field) => {
    if (field.type === 'hidden') return false;
    if (field.type === 'checkbox') return field.checked !== field.defaultChecked;
    if (field.tagName === 'SELECT') return field.selectedIndex !== Math.max(0, [...field.options].findIndex((one) => one.defaultSelected));
    return 'defaultValue' in field && field.value !== field.defaultValue;
  });
}

function openSheet(id) {
  const sheet = document.getElementById(id);
  if (sheet?.tagName === 'DIALOG' && !sheet.open) sheet.showModal();
}

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.dataset.api) { event.preventDefault(); send(form); }
  if (form.hasAttribute('data-office-form')) {
    event.preventDefault();
    const name = form.elements.office.value.trim();
    (name ? officeOf(name) : Promise.resolve('')).then((id) => location.assign('/inbox' + (id ? '?office=' + encodeURIComponent(id) : '')), (error) => toast(error.message, true));
  }
});
document.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (button?.dataset.open) openSheet(button.dataset.open);
  if (button?.hasAttribute('data-close')) button.closest('dialog').close();
  if (event.target.tagName === 'DIALOG') onBackdrop(event);
});
document.addEventListener('focusin', (event) => { if (event.target.getAttribute?.('list') === 'offices') offices().catch(() => {}); });
document.addEventListener('change', (event) => {
  if (event.target.dataset?.officeAdd) addOffice(event.target).catch((error) => toast(error.message, true));
  if (event.target.tagName === 'SELECT' && event.target.form?.hasAttribute('data-filters')) event.target.form.requestSubmit();
});
window.addEventListener('DOMContentLoaded', () => { if (location.hash.length > 1) openSheet(location.hash.slice(1)); });
