// A service that checks access tokens by itself.
import { createServer } from 'node:http';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';

// Latchkey lets its keys be kept for five minutes, and signs with no new one before that.
const keys = createRemoteJWKSet(new URL(setting('JWKS_URL')), { cacheMaxAge: 300_000 });
const checks = {
  algorithms: [setting('JWT_ACCESS_ALG')],
  issuer: setting('JWT_ISSUER'),
  audience: setting('JWT_AUDIENCE'),
  typ: 'at+jwt',
  requiredClaims: ['sub', 'exp'],
};

createServer(async (request, response) => {
  try {
    const { sub, roles = [] } = await claimsOf(request);
    send(response, 200, { sub, roles });
  } catch (error) {
    if (isOfTheToken(error)) {
      send(response.setHeader('WWW-Authenticate', 'Bearer'), 401, { message: 'This needs a valid access token.' });
    } else {
      send(response.setHeader('Retry-After', '1'), 503, { message: 'Access tokens can\'t be checked now.' });
    }
  }
}).listen(Number(process.env.SERVICE_PORT ?? 3000), '127.0.0.1');

async function claimsOf(request) {
  const token = (request.headers.authorization ?? '').replace(/^Bearer +/i, '');
  return (await jwtVerify(token, keys, checks)).payload;
}

/** Keys that can't be fetched are no fault of the token: the client keeps it. */
function isOfTheToken(error) {
  return error instanceof errors.JOSEError && !['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC'].includes(error.code);
}

function send(response, status, body) {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

/** A check without its setting would be none. */
function setting(name) {
  if (!process.env[name]) {
    throw new Error(`${name} is not set`);
  }
  return process.env[name];
}
