// Renders pages on the server, for whoever the cookies of the request say. It is behind the gateway, as the pages are.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { AuthError, cookieStorage, createAuthClient, requestCookies } from 'latchkey-client';

const PORT = Number(process.env.SSR_PORT ?? 5000);
/** As browsers see it: the names of the cookies have it in them. */
const GATEWAY = process.env.GATEWAY ?? 'http://localhost:8000';
const CLIENT = new URL('.', import.meta.resolve('latchkey-client'));

createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(error);
    response.writeHead(500).end('Something went wrong.');
  });
}).listen(PORT, '127.0.0.1', () => console.log(`Pages are rendered on port ${PORT}; open ${GATEWAY}`));

async function answer(request, response) {
  const { pathname } = new URL(request.url, GATEWAY);
  if (pathname === '/') {
    await answerPage(request, response);
  } else if (pathname === '/page.js') {
    await sendScript(response, new URL('page.js', import.meta.url));
  } else if (/^\/latchkey-client\/[a-z-]+\.js$/.test(pathname)) {
    await sendScript(response, new URL(pathname.replace('/latchkey-client/', ''), CLIENT));
  } else {
    response.writeHead(404).end();
  }
}

async function answerPage(request, response) {
  // One of each for each request: what belongs to a user must not meet another's.
  const cookies = requestCookies(request.headers.cookie);
  const auth = createAuthClient({
    baseURL: `${GATEWAY}/auth`,
    storage: cookieStorage({ jar: cookies }),
    fetch: (toService) => fetch(inTheNameOf(request, toService)),
  });
  const { status, body } = await render(auth);
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy':
      "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'",
    // It is for this user only, and has new tokens if there was a refresh.
    'Cache-Control': 'no-store',
    'Set-Cookie': cookies.setCookies,
  });
  response.end(page(body));
}

/** Else the limits of all users would be those of this server. Latchkey has to trust it: TRUSTED_PROXIES. */
function inTheNameOf({ headers }, toService) {
  if (headers['x-forwarded-for']) {
    toService.headers.set('X-Forwarded-For', headers['x-forwarded-for']);
  }
  return toService;
}

async function render(auth) {
  if (!auth.signedIn()) {
    return { status: 200, body: SIGN_IN };
  }
  try {
    const [user, orders] = await Promise.all([auth.user(), auth.fetch('/api/orders')]);
    return { status: 200, body: account(user, orders.ok ? await orders.json() : []) };
  } catch (error) {
    if (!(error instanceof AuthError)) {
      throw error;
    }
    // Either the session is over, and its cookies are cleared, or it can't be told now.
    return auth.signedIn() ? { status: 503, body: `<p>${escape(error.message)}</p>` } : { status: 200, body: SIGN_IN };
  }
}

// The buttons wait for the script that they need.
const SIGN_IN = `
  <form id="sign-in" method="post">
    <h1>Sign in</h1>
    <label>Email <input name="email" type="email" autocomplete="username" required></label>
    <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
    <button disabled>Sign in</button>
    <button id="sign-up" disabled>Sign up</button>
    <p id="problem" role="alert"></p>
  </form>`;

function account(user, orders) {
  return `
  <h1>Hello, ${escape(user.name ?? user.email)}</h1>
  <ul aria-label="Orders">${orders.map((what) => `<li>${escape(what)}</li>`).join('')}</ul>
  <button id="order" disabled>Order a coffee</button>
  <button id="sign-out" disabled>Sign out</button>`;
}

function page(body) {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Latchkey with a server that renders</title>
    <link rel="icon" href="data:,">
    <script type="module" src="/page.js"></script>
  </head>
  <body>
    <main>${body}</main>
  </body>
</html>`;
}

async function sendScript(response, file) {
  response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(await readFile(file));
}

function escape(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
