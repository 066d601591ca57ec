// What a page does when somebody acts: forms go to the API as JSON, sheets open and close, offices are found by name.
// Contents: call · collect · forThose · send · beside · offices · onBackdrop · openSheet · the listeners
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
    if (!field.name || field.disabled || (/checkbox|radio/.test(field.type) && !field.checked)) continue;
    const path = field.name.replace('[]', '').split('.');
    const last = path.pop();
    const into = path.reduce((whole, part) => (whole[part] ??= {}), body);
    if (field.type === 'file') { if (field.files[0]) into[last] = { name: field.files[0].name, content: await base64(field.files[0]) }; continue; }
    let value = field.value.trim();
    if (field.type === 'password') value = field.value;
    if (field.hasAttribute('data-office') && value) value = await officeOf(value);
    if (field.hasAttribute('data-number') && value) value = Number(value);
    if (field.dataset.of) {
      if (value !== field.defaultValue.trim()) (into[last] ??= {})[field.dataset.of] = value;
      continue;
    }
    if (field.name.endsWith('[]')) {
      if (value !== '' || field.type === 'hidden') into[last] ??= [];
      if (value !== '') into[last].push(value);
    } else if (value !== '') into[last] = value;
  }
  return forThose(body);
}

// What is asked of an office goes with the act only where that office is in it.
function forThose(body) {
  const { tasks, responsible, coordinator, cooperating } = body.details ?? {};
  if (!tasks) return body;
  const asked = Object.entries(tasks).map(([of, text]) => [of === '@responsible' ? responsible : of, text]);
  body.details.tasks = Object.fromEntries(asked.filter(([of]) => [responsible, coordinator, ...(cooperating ?? [])].includes(of)));
  return body;
}

// A file as the API takes it.
function base64(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => done(reader.result.slice(reader.result.indexOf(',') + 1)));
    reader.addEventListener('error', () => failed(new Error('这个文件读不出来，请另存后再试。')));
    reader.readAsDataURL(file);
  });
}

async function send(form) {
  const wrong = form.querySelector('.sheet-error');
  const button = form.querySelector('button:not([type=button])');
  if (wrong) wrong.hidden = true;
  for (const old of form.querySelectorAll('.field-error')) { old.previousElementSibling?.removeAttribute('aria-invalid'); old.remove(); }
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
    toast(form.dataset.said || '已完成', false, opened, done?.undo && { ...done.undo, incident: done.incident ?? done.id });
    refresh();
  } catch (error) {
    if (beside(form, error.message)) return;
    if (wrong) { wrong.textContent = error.message; wrong.hidden = false; } else { toast(error.message, true); refresh(); }
  } finally {
    if (button) button.disabled = false;
  }
}

// A sentence about one field ends with the field's word: it is said beside that field, without the word.
function beside(form, sentence) {
  const [, said, word] = /^(.*)（([a-z_]+)）。$/s.exec(sentence) ?? [];
  const field = word && [`details.${word}`, `details.${word}[]`, word].map((name) => form.elements[name]).find((one) => one?.type && one.type !== 'hidden');
  if (!field) return false;
  const line = Object.assign(document.createElement('span'), { className: 'field-error', textContent: said + '。' });
  line.setAttribute('role', 'alert');
  field.after(line);
  field.setAttribute('aria-invalid', 'true');
  field.focus();
  return true;
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
  const task = Object.assign(document.createElement('textarea'), { className: 'task-text', name: 'details.tasks', rows: 2, maxLength: 2000, placeholder: '要求：不填则按职责写明' });
  task.dataset.of = id;
  task.setAttribute('aria-label', `对${name}的要求`);
  const share = Object.assign(document.createElement('div'), { className: 'share' });
  share.append(label, task);
  list.append(share);
  input.value = '';
}

// A sentence for a moment, with a link to the incident that came of it where there is one, and a button while it can be undone.
function toast(sentence, wrong = false, incident = undefined, undo = undefined) {
  const one = document.createElement('div');
  one.className = wrong ? 'toast wrong' : 'toast';
  one.textContent = sentence;
  if (incident) one.append('：', Object.assign(document.createElement('a'), { href: `/incidents/${incident}`, textContent: `事件 ${incident}` }));
  if (undo && !document.querySelector('form.undo')) one.append(undoing(undo, one));
  document.getElementById('toasts').append(one);
  setTimeout(() => one.remove(), undo ? 20000 : incident ? 20000 : wrong ? 7000 : 3500);
}

function undoing(undo, line) {
  const form = Object.assign(document.createElement('form'), { className: 'undo-toast' });
  form.dataset.api = `/api/incidents/${undo.incident}/actions/undo`;
  form.dataset.said = `已撤销“${undo.label}”`;
  const button = Object.assign(document.createElement('button'), { className: 'link', textContent: '撤销' });
  button.dataset.key = 'u';
  form.append(button);
  form.addEventListener('submit', () => setTimeout(() => line.remove()));
  return form;
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
    if (/checkbox|radio/.test(field.type)) return field.checked !== field.defaultChecked;
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
    (name ? officeOf(name) : Promise.resolve('')).then((id) => location.assign((form.dataset.officeForm || '/inbox') + (id ? '?office=' + encodeURIComponent(id) : '')), (error) => toast(error.message, true));
  }
});
document.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (button?.dataset.open) openSheet(button.dataset.open);
  if (button?.hasAttribute('data-print')) window.print();
  if (button?.hasAttribute('data-close')) button.closest('dialog').close();
  if (event.target.tagName === 'DIALOG') onBackdrop(event);
});
document.addEventListener('focusin', (event) => { if (event.target.getAttribute?.('list') === 'offices') offices().catch(() => {}); });
document.addEventListener('change', (event) => {
  if (event.target.dataset?.officeAdd) addOffice(event.target).catch((error) => toast(error.message, true));
  if (event.target.tagName === 'SELECT' && event.target.form?.hasAttribute('data-filters')) event.target.form.requestSubmit();
});
window.addEventListener('DOMContentLoaded', () => { if (location.hash.length > 1) openSheet(location.hash.slice(1)); });
