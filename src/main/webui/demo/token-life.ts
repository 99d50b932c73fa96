import { onClick } from './actions.js';
import { byId } from './dom.js';
import { auth, storage } from './kept.js';
import { tell } from './messages.js';

export function tokenActions(): void {
  onClick('expire', async () => {
    expireAccessToken();
    tell('The access token is gone, as if its time were up. See what 20 requests at once make of it.');
  });
}

export function showTokens(): void {
  const left = auth.secondsLeft();
  showLife('access', left.access);
  showLife('refresh', left.refresh);
}

/** A cookie is dropped by the browser when the token's time is up. */
function expireAccessToken(): void {
  const { refreshToken, skew } = storage.read();
  if (refreshToken) {
    storage.write({ accessToken: '', refreshToken, skew });
  }
}

function showLife(token: string, seconds: number): void {
  const bar = byId<HTMLProgressElement>(`${token}-life`);
  // The longest life that was seen is the whole.
  bar.max = Math.max(bar.dataset.seen ? bar.max : 1, seconds);
  bar.dataset.seen = 'true';
  bar.value = seconds;
  byId(`${token}-left`).textContent = seconds > 0 ? duration(seconds) : 'expired';
}

function duration(seconds: number): string {
  const whole = Math.floor(seconds);
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor(whole / 3600) % 24;
  const minutes = Math.floor(whole / 60) % 60;
  const clock = [hours, minutes, whole % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return days > 0 ? `${days} d ${clock}` : clock;
}
