import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { createAuthClient, memoryStorage } from '../client/index.js';
import { AuthProvider, type AuthProviderProps, useAuth } from '../client/react.js';

const auth = createAuthClient({ baseURL: 'https://app.test/auth', storage: memoryStorage() });

function Greeting() {
  const { userId, signedIn, auth: provided } = useAuth();
  assert.equal(provided, auth);
  return createElement('p', null, signedIn ? `Hello, ${userId}` : 'Please sign in');
}

function rendered(props: Omit<AuthProviderProps, 'auth'> = {}) {
  return renderToString(createElement(AuthProvider, { auth, ...props }, createElement(Greeting)));
}

// That it renders again when somebody signs in or out, in another tab, too, is shown in a browser.
describe('useAuth on a server', () => {
  it('is nobody', () => {
    assert.equal(rendered(), '<p>Please sign in</p>');
  });

  it('is who the server says', () => {
    assert.equal(rendered({ initialUserId: 'ada' }), '<p>Hello, ada</p>');
  });

  it('says what is missing without a provider', () => {
    assert.throws(() => renderToString(createElement(Greeting)), /AuthProvider/);
  });
});
