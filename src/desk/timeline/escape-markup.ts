const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// What XML forbids or a name could turn the text around it with.
// eslint-disable-next-line no-control-regex
const UNFIT = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]+/g;

/** Any text as the content of an element or as the value of an attribute, in HTML and XML. */
export const escapeMarkup = (text: string): string =>
  text
    .toWellFormed()
    .replace(UNFIT, ' ')
    .replace(/[&<>"']/g, (character) => entities[character] ?? '');
