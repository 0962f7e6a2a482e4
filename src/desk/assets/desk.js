// Live updates, for browsers with a script: the page fetches itself anew when the server says that something changed.
// Without this file every page works; one loads it again by hand.
const main = document.querySelector('main');
const news = document.getElementById('news');

const isBusy = () => {
  const field = document.activeElement;
  if (field && main.contains(field) && field.matches('input:not([type=hidden]), select, textarea'))
    return true;
  return main.querySelector('details[open] form, input[type=radio]:checked') !== null;
};

let isStale = false;

const refresh = async ({ isFirst }) => {
  if (isBusy()) {
    isStale = true;
    return;
  }
  isStale = false;
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (answer.redirected || !answer.ok) {
    // Signed out, or something is wrong: the page itself says what.
    if (!isFirst) location.reload();
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const next = page.querySelector('main');
  if (!next || withoutForms(next) === withoutForms(main)) return;
  const focused = main.contains(document.activeElement) ? pathTo(document.activeElement) : null;
  const open = [...main.querySelectorAll('details[open]')].map(({ id }) => id);
  main.replaceChildren(...next.childNodes);
  for (const id of open) main.querySelector(`#${CSS.escape(id)}`)?.setAttribute('open', '');
  if (focused) main.querySelector(focused)?.focus({ preventScroll: true });
  if (isFirst) return;
  const time = new Date().toLocaleTimeString(document.documentElement.lang);
  news.textContent = news.dataset.updated.replace('{time}', () => time);
};

// Each page has a number of its own in its forms, and what was said once need not be said again.
const withoutForms = (element) => {
  const copy = element.cloneNode(true);
  for (const once of copy.querySelectorAll('input[name=once], .flash.good')) once.remove();
  return copy.innerHTML.replace(/\s+/g, ' ');
};

const pathTo = (element) => (element.href ? `a[href="${CSS.escape(element.getAttribute('href'))}"]` : null);

if (main?.dataset.live) {
  const events = new EventSource(main.dataset.live);
  // What changed between the page and this moment, or while the line was down, nobody has said.
  events.addEventListener('watching', () => void refresh({ isFirst: true }));
  events.addEventListener('changed', () => void refresh({ isFirst: false }));
  main.addEventListener('focusout', () => {
    if (isStale) setTimeout(() => void refresh({ isFirst: false }), 200);
  });
}
