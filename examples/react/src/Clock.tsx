import { EventSource } from 'eventsource';
import { useAuth } from 'latchkey-client/react';
import { useEffect, useState } from 'react';

/** Events: the browser's own EventSource can't send a token, but this one goes by any `fetch`. */
export function Clock() {
  const { auth } = useAuth();
  const [time, setTime] = useState('');

  useEffect(() => {
    const events = new EventSource(`${auth.origin}/api/events`, { fetch: auth.fetch });
    events.onmessage = ({ data }) => setTime(data);
    return () => events.close();
  }, [auth]);

  return <p role="timer">{time}</p>;
}
