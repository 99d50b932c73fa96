import type { AuthError } from '../client/auth-error.js';

const EN = {
  'verify.title': 'Confirm your address',
  'verify.intro': 'An account was made with your address. If it is yours, enter the password that you chose for it.',
  'verify.password': 'Your password',
  'verify.button': 'Confirm this address',
  'verify.done': 'Your address is confirmed. You can close this page.',

  'reject.notMe': 'That wasn’t me',
  'reject.intro': 'The account that somebody made with your address will be removed.',
  'reject.button': 'Remove the account',
  'reject.done': 'The account is removed, and nobody is signed in to it any more. You can close this page.',

  'recover.title': 'Set a new password',
  'recover.intro': 'All devices that are signed in to your account will be signed out.',
  'recover.password': 'New password',
  'recover.show': 'Show',
  'recover.hint': 'Three words that have nothing to do with each other will do.',
  'recover.button': 'Set this password',
  'recover.done': 'Your new password is set, and all devices are signed out. Sign in with it where you need to.',

  'email.title': 'Confirm your new address',
  'email.intro': 'From then on you sign in with the address that this mail was sent to.',
  'email.button': 'Use this address',
  'email.done': 'Your account has the new address now. You can close this page.',

  'undo.title': 'Keep your old address',
  'undo.intro':
    'Somebody asked for another address for your account. If that wasn’t you, keep the old one: all devices will be signed out.',
  'undo.button': 'Keep the old address',
  'undo.done':
    'Your account has its old address, and all devices are signed out. Whoever asked for the other one may know your password: set a new one now. Where you sign in, say that you forgot it.',

  'no_link': 'This page is opened by a link in a mail. Open the link once more.',
  'again': 'Try again {when}.',

  'error.invalid_token': 'This link was used, has expired, or was replaced by a newer one: ask for a new mail.',
  'error.invalid_credentials': 'That is not the password of this account.',
  'error.invalid_request': 'This link is not complete: open it once more from the mail.',
  'error.email_taken': 'Another account has this address by now. Nothing was changed.',
  'error.too_many_requests': 'There were too many tries.',
  'error.unavailable': 'That can’t be done at the moment.',
  'error.not_found': 'That is not offered here.',
  'error.network': 'There was no answer. See whether you are online, and try again.',
  'error.unexpected': 'Something went wrong. Try again later.',

  'weak.short': 'The password must be at least {number} characters long.',
  'weak.long': 'The password must be at most {number} bytes long: a shorter one will do.',
  'weak.breached':
    'This password is known from data breaches, or looks like one that is: take several words that are not about you.',
  'weak.guessed': 'This password is too easy to guess: take several words that are not about you.',
  'weak.other': 'This password can’t be used: take another one.',
};

type Key = keyof typeof EN;

const DE: Record<Key, string> = {
  'verify.title': 'Adresse bestätigen',
  'verify.intro':
    'Mit Ihrer Adresse wurde ein Konto angelegt. Wenn es Ihres ist, geben Sie das Passwort ein, das Sie dafür gewählt haben.',
  'verify.password': 'Ihr Passwort',
  'verify.button': 'Adresse bestätigen',
  'verify.done': 'Ihre Adresse ist bestätigt. Sie können diese Seite schließen.',

  'reject.notMe': 'Das war ich nicht',
  'reject.intro': 'Das Konto, das jemand mit Ihrer Adresse angelegt hat, wird entfernt.',
  'reject.button': 'Konto entfernen',
  'reject.done': 'Das Konto ist entfernt, niemand ist mehr darin angemeldet. Sie können diese Seite schließen.',

  'recover.title': 'Neues Passwort setzen',
  'recover.intro': 'Alle Geräte, die in Ihrem Konto angemeldet sind, werden abgemeldet.',
  'recover.password': 'Neues Passwort',
  'recover.show': 'Anzeigen',
  'recover.hint': 'Drei Wörter, die nichts miteinander zu tun haben, genügen.',
  'recover.button': 'Passwort setzen',
  'recover.done': 'Ihr neues Passwort gilt, und alle Geräte sind abgemeldet. Melden Sie sich damit wieder an.',

  'email.title': 'Neue Adresse bestätigen',
  'email.intro': 'Danach melden Sie sich mit der Adresse an, an die diese Mail ging.',
  'email.button': 'Diese Adresse verwenden',
  'email.done': 'Ihr Konto hat jetzt die neue Adresse. Sie können diese Seite schließen.',

  'undo.title': 'Alte Adresse behalten',
  'undo.intro':
    'Für Ihr Konto wurde eine andere Adresse verlangt. Wenn Sie das nicht waren, behalten Sie die alte: Alle Geräte werden dann abgemeldet.',
  'undo.button': 'Alte Adresse behalten',
  'undo.done':
    'Ihr Konto hat seine alte Adresse, und alle Geräte sind abgemeldet. Wer die andere verlangt hat, kennt vielleicht Ihr Passwort: Setzen Sie jetzt ein neues. Geben Sie dort, wo Sie sich anmelden, an, dass Sie es vergessen haben.',

  'no_link': 'Diese Seite wird über einen Link in einer Mail geöffnet. Öffnen Sie den Link noch einmal.',
  'again': 'Versuchen Sie es {when} noch einmal.',

  'error.invalid_token':
    'Dieser Link wurde benutzt, ist abgelaufen oder wurde durch einen neueren ersetzt: Fordern Sie eine neue Mail an.',
  'error.invalid_credentials': 'Das ist nicht das Passwort dieses Kontos.',
  'error.invalid_request': 'Dieser Link ist nicht vollständig: Öffnen Sie ihn noch einmal aus der Mail.',
  'error.email_taken': 'Inzwischen hat ein anderes Konto diese Adresse. Es wurde nichts geändert.',
  'error.too_many_requests': 'Es gab zu viele Versuche.',
  'error.unavailable': 'Das geht im Augenblick nicht.',
  'error.not_found': 'Das wird hier nicht angeboten.',
  'error.network': 'Es kam keine Antwort. Prüfen Sie, ob Sie online sind, und versuchen Sie es noch einmal.',
  'error.unexpected': 'Etwas ist schiefgegangen. Versuchen Sie es später noch einmal.',

  'weak.short': 'Das Passwort muss mindestens {number} Zeichen lang sein.',
  'weak.long': 'Das Passwort darf höchstens {number} Bytes lang sein: Ein kürzeres genügt.',
  'weak.breached':
    'Dieses Passwort ist aus Datenlecks bekannt oder sieht einem solchen ähnlich: Nehmen Sie mehrere Wörter, die nichts mit Ihnen zu tun haben.',
  'weak.guessed':
    'Dieses Passwort ist zu leicht zu erraten: Nehmen Sie mehrere Wörter, die nichts mit Ihnen zu tun haben.',
  'weak.other': 'Dieses Passwort geht nicht: Nehmen Sie ein anderes.',
};

/** What the service says of a password that it refuses, which is English. */
const WEAKNESSES: [RegExp, Key][] = [
  [/^must be at least (\d+) characters long/, 'weak.short'],
  [/^must be at most (\d+) bytes long/, 'weak.long'],
  [/data breaches/, 'weak.breached'],
  [/too easy to guess/, 'weak.guessed'],
];

/** What the pages say, in one language. */
export class Texts {
  private constructor(
    readonly language: 'en' | 'de',
    private readonly texts: Record<Key, string>,
  ) {}

  /** @param language as of `navigator.language` */
  static in(language: string): Texts {
    return /^de\b/i.test(language) ? new Texts('de', DE) : new Texts('en', EN);
  }

  of(key: string): string {
    return this.texts[key as Key];
  }

  /** What went wrong, and what to do about it. */
  ofError(error: AuthError): string {
    const weaknesses = error.errors.filter(({ field }) => field === 'password').map(({ message }) => this.ofWeakness(message));
    const key = `error.${error.code}`;
    const reason = weaknesses.join(' ') || this.of(key in this.texts ? key : 'error.unexpected');
    return error.retryAfter ? `${reason} ${this.of('again').replace('{when}', this.after(error.retryAfter))}` : reason;
  }

  private ofWeakness(message: string): string {
    for (const [pattern, key] of WEAKNESSES) {
      const match = pattern.exec(message);
      if (match) {
        return this.of(key).replace('{number}', match[1] ?? '');
      }
    }
    return this.of('weak.other');
  }

  /** Such as "in 5 minutes". */
  private after(seconds: number): string {
    const format = new Intl.RelativeTimeFormat(this.language);
    return seconds < 60 ? format.format(Math.ceil(seconds), 'second') : format.format(Math.ceil(seconds / 60), 'minute');
  }
}
