import type { Account as User } from 'latchkey-client';
import { useAuth } from 'latchkey-client/react';
import { useEffect, useState } from 'react';

export function Account() {
  const { auth } = useAuth();
  const [user, setUser] = useState<User>();

  useEffect(() => {
    // If it fails, nothing is lost: a session that is over shows by itself.
    auth.user().then(setUser, console.warn);
  }, [auth]);

  return (
    <header>
      <h1>Hello, {user?.name}</h1>
      <button onClick={() => auth.logout().catch(console.warn)}>Sign out</button>
    </header>
  );
}
