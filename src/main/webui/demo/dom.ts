export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

export function make(tag: string, content = '', className = ''): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = content;
  element.className = className;
  return element;
}

/** What was typed into a field of a form. */
export function text(fields: FormData, name: string): string {
  return String(fields.get(name));
}

/** As people write it where they are. */
export function moment(instant: string): string {
  return new Date(instant).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' });
}
