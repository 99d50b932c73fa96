// A service behind the gateway: it knows nothing of tokens. Who asks is in the headers that the gateway sets.
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const PORT = Number(process.env.SERVICE_PORT ?? 3000);
const ordersOf = new Map();

const server = createServer(async (request, response) => {
  const user = request.headers['x-auth-subject'];
  const route = `${request.method} ${request.url}`;
  if (!user) {
    // Somebody went past the gateway, or it is not set up as it should be.
    sendJson(response, 401, { message: 'Nobody asks.' });
  } else if (route === 'GET /api/orders') {
    sendJson(response, 200, ordersOf.get(user) ?? []);
  } else if (route === 'POST /api/orders') {
    ordersOf.set(user, [...(ordersOf.get(user) ?? []), (await bodyOf(request)).slice(0, 100)]);
    sendJson(response, 201, ordersOf.get(user));
  } else if (route === 'GET /api/events') {
    sendEvents(response);
  } else {
    sendJson(response, 404, { message: 'There is no such route.' });
  }
});

const sockets = new WebSocketServer({ noServer: true });
server.on('upgrade', (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (webSocket) => {
    // The token was checked when the connection began; it must not outlive it.
    const millisLeft = Number(request.headers['x-auth-expires']) * 1000 - Date.now();
    const end = setTimeout(() => webSocket.close(4401, 'expired_token'), millisLeft);
    webSocket.on('message', (text) => webSocket.send(`You said: ${text}`));
    webSocket.on('close', () => clearTimeout(end));
  });
});

server.listen(PORT, '127.0.0.1', () => console.log(`The service listens on port ${PORT}.`));

function sendJson(response, status, body) {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

async function bodyOf(request) {
  let body = '';
  for await (const chunk of request) {
    body += chunk;
  }
  return body;
}

function sendEvents(response) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const send = () => response.write(`data: ${new Date().toISOString()}\n\n`);
  send();
  const timer = setInterval(send, 1000);
  response.on('close', () => clearInterval(timer));
}
