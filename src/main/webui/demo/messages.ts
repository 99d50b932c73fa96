import type { AuthError } from '../client/index.js';
import { byId, make } from './dom.js';

/** Says what came of what the user did, and forgets what went wrong before. */
export function tell(outcome: string): void {
  show('outcome', outcome);
  byId('failure').textContent = '';
  for (const input of document.querySelectorAll('[aria-invalid]')) {
    input.removeAttribute('aria-invalid');
    const problem = byId(`${input.id}-problem`);
    describe(input, (ids) => ids.filter((id) => id !== problem.id));
    problem.remove();
  }
}

/** Says what went wrong, also at the fields that are at fault. */
export function fail(error: AuthError, form?: HTMLFormElement): void {
  const fields = error.errors.map(({ field, message }) => `${field} ${message}`).join(', ');
  const wait = error.retryAfter ? ` Try again in ${error.retryAfter} s.` : '';
  show('failure', `${fields || error.message}${wait} (${error.code})`);
  for (const { field, message } of error.errors) {
    const input = form?.querySelector(`[name="${CSS.escape(field)}"]`);
    if (input) {
      const problem = make('p', message, 'problem');
      problem.id = `${input.id}-problem`;
      input.after(problem);
      input.setAttribute('aria-invalid', 'true');
      describe(input, (ids) => [problem.id, ...ids]);
    }
  }
  const atFault = form?.querySelector<HTMLElement>('[aria-invalid]');
  atFault?.focus();
  atFault?.nextElementSibling?.scrollIntoView({ block: 'nearest' });
}

/** It is above everything; on a small screen the button that was pressed may be far below. */
function show(id: string, message: string): void {
  const line = byId(id);
  line.textContent = message;
  if (message) {
    line.scrollIntoView({ block: 'nearest' });
  }
}

/** Changes what is read out with a field. */
function describe(input: Element, change: (ids: string[]) => string[]): void {
  const ids = (input.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean);
  input.setAttribute('aria-describedby', change(ids).join(' '));
}
