import { useAuth } from 'latchkey-client/react';
import { Account } from './Account';
import { Chat } from './Chat';
import { Clock } from './Clock';
import { Orders } from './Orders';
import { SignIn } from './SignIn';

export function App() {
  const { userId } = useAuth();
  if (!userId) {
    return <SignIn />;
  }
  // With the user as the key, nothing of one user is shown to the next.
  return (
    <div key={userId}>
      <Account />
      <Orders />
      <Clock />
      <Chat />
    </div>
  );
}
