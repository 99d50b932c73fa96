import { isCancel } from 'axios';
import { useEffect, useState } from 'react';
import { http } from './auth';

/** Requests by axios: the token goes along, and is renewed when it must be. */
export function Orders() {
  const [orders, setOrders] = useState<string[]>([]);

  useEffect(() => {
    const stop = new AbortController();
    http.get<string[]>('/api/orders', { signal: stop.signal }).then(
      ({ data }) => setOrders(data),
      (error) => isCancel(error) || console.warn(error),
    );
    return () => stop.abort();
  }, []);

  async function order(what: string) {
    const { data } = await http.post<string[]>('/api/orders', what, { headers: { 'Content-Type': 'text/plain' } });
    setOrders(data);
  }

  return (
    <section aria-label="Orders">
      <h2>Orders</h2>
      <button onClick={() => order('Coffee').catch(console.warn)}>Order a coffee</button>
      <ul>
        {orders.map((what, index) => (
          <li key={index}>{what}</li>
        ))}
      </ul>
    </section>
  );
}
