import { AuthError } from '../client/index.js';
import { byId } from './dom.js';
import { fail, tell } from './messages.js';

let afterwards = (): void => {};

/** Calls it after whatever the user has done. */
export function afterEachAction(run: () => void): void {
  afterwards = run;
}

export function onSubmit(id: string, run: (fields: FormData) => Promise<void>): void {
  const form = byId<HTMLFormElement>(id);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void during(
      form.querySelector('button')!,
      async () => {
        await run(new FormData(form));
        form.reset();
      },
      form,
    );
  });
}

export function onClick(id: string, run: () => Promise<void>): void {
  const button = byId(id);
  button.addEventListener('click', () => void during(button, run));
}

/** One at a time: a button that has been pressed is not pressed again, but keeps the focus. */
export async function during(button: HTMLElement, run: () => Promise<void>, form?: HTMLFormElement): Promise<void> {
  if (button.getAttribute('aria-disabled') === 'true') {
    return;
  }
  button.setAttribute('aria-disabled', 'true');
  await attempt(run, form);
  button.removeAttribute('aria-disabled');
}

export async function attempt(run: () => Promise<void>, form?: HTMLFormElement): Promise<void> {
  tell('');
  try {
    await run();
  } catch (error) {
    if (!(error instanceof AuthError)) {
      throw error;
    }
    fail(error, form);
  } finally {
    afterwards();
  }
}
