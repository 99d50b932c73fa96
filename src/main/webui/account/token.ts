/**
 * The token of the link that was opened, or nothing. It stands in the fragment, which is in no request; from the address
 * bar and the history it is removed at once.
 */
export function takeToken(): string {
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
  if (location.hash) {
    history.replaceState(null, '', location.pathname);
  }
  return token;
}
