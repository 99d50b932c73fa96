import { useAuth } from 'latchkey-client/react';
import { useEffect, useState } from 'react';

/** A WebSocket: it can't send a token in a header, so that goes as the last of its subprotocols, for the gateway. */
export function Chat() {
  const { auth } = useAuth();
  const [answer, setAnswer] = useState('');

  useEffect(() => {
    let socket: WebSocket | undefined;
    let closed = false;
    auth.getAccessToken().then((token) => {
      if (token && !closed) {
        socket = new WebSocket(`${auth.origin.replace(/^http/, 'ws')}/api/chat`, ['chat', `bearer.${token}`]);
        socket.onopen = () => socket?.send('Hello');
        socket.onmessage = ({ data }) => setAnswer(data);
      }
    }, console.warn);
    return () => {
      closed = true;
      socket?.close();
    };
  }, [auth]);

  return <p aria-label="Chat">{answer}</p>;
}
