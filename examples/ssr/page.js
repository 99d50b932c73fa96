// What the page does in the browser, with the same cookies.
import { AuthError, createAuthClient } from '/latchkey-client/index.js';

const auth = createAuthClient({ baseURL: `${location.origin}/auth` });

// The server has rendered what the cookies said; when that changes, here or in another tab, it renders again.
auth.onAuthChange(() => location.reload());

document.getElementById('sign-in')?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { email, password } = Object.fromEntries(new FormData(event.target));
  try {
    if (event.submitter.id === 'sign-up') {
      await auth.register({ name: email, email, password });
    } else {
      await auth.login({ email, password });
    }
  } catch (error) {
    if (!(error instanceof AuthError)) {
      throw error;
    }
    document.getElementById('problem').textContent = `${error.message} (${error.code})`;
  }
});
document.getElementById('order')?.addEventListener('click', async () => {
  await auth.fetch('/api/orders', { method: 'POST', body: 'Coffee' });
  location.reload();
});
document.getElementById('sign-out')?.addEventListener('click', () => auth.logout());
document.querySelectorAll('button').forEach((button) => (button.disabled = false));
