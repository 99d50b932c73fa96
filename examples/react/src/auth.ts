import { cookieStorage, createAuthClient } from 'latchkey-client';
import { createAxios } from 'latchkey-client/axios';

/** Where the gateway is: here, or, if these pages are served from elsewhere, where the build is told. */
const gateway = import.meta.env.VITE_GATEWAY ?? location.origin;

export const auth = createAuthClient({ baseURL: `${gateway}/auth`, storage: cookieStorage() });

/** For the app's own requests, such as `http.get('/api/orders')`. */
export const http = createAxios(auth);
