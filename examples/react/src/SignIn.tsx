import { AuthError } from 'latchkey-client';
import { useAuth } from 'latchkey-client/react';
import { type FormEvent, useState } from 'react';

export function SignIn() {
  const { auth } = useAuth();
  const [problem, setProblem] = useState('');

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(event.currentTarget)) as Record<string, string>;
    const credentials = { email: fields.email!, password: fields.password! };
    const isNew = (event.nativeEvent as SubmitEvent).submitter?.id === 'sign-up';
    try {
      await (isNew ? auth.register({ ...credentials, name: credentials.email }) : auth.login(credentials));
    } catch (error) {
      setProblem(error instanceof AuthError ? `${error.message} (${error.code})` : String(error));
    }
  }

  return (
    <form onSubmit={submit}>
      <h1>Sign in</h1>
      <label>
        Email <input name="email" type="email" autoComplete="username" required />
      </label>
      <label>
        Password <input name="password" type="password" autoComplete="current-password" required />
      </label>
      <button>Sign in</button>
      <button id="sign-up">Sign up</button>
      <p role="alert">{problem}</p>
    </form>
  );
}
